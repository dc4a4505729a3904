/** A process whose clock is wrong: Debian's `faketime`, steered by a file while the process runs. */

const LIBRARIES = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
  "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
];

/** Path of the library; `null` where the package is not installed. */
export const FAKETIME: string | null = LIBRARIES.find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}) ?? null;

export interface WrongClock {
  /** What the process has to be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the clock of the process: `+3h`, `-40d`, `+0`. */
  set(offset: string): void;
  remove(): void;
}

/** A clock that is off by `offset`, such as `-3h`. */
export function wrongClock(offset: string): WrongClock {
  const file = Deno.makeTempFileSync({ prefix: "clock-" });
  const set = (text: string) => Deno.writeTextFileSync(file, `${text}\n`);
  set(offset);
  return {
    env: {
      LD_PRELOAD: FAKETIME ?? "",
      FAKETIME_TIMESTAMP_FILE: file,
      // The file is read again each second; what only goes forward is left alone, as it is when a clock is set.
      FAKETIME_CACHE_DURATION: "1",
      DONT_FAKE_MONOTONIC: "1",
    },
    set,
    remove: () => Deno.removeSync(file),
  };
}
