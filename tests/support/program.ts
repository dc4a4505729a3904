/** Programs as processes of their own, started the way a person or a container starts them. */
import { dirname } from "node:path";

export interface ProgramProcess {
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Resolves when `pattern` is printed; rejects when the process ends first, or after a minute. */
  until(pattern: RegExp): Promise<void>;
  kill(signal: Deno.Signal): void;
  /** Resolves with the exit code. */
  readonly exited: Promise<number>;
}

/** What a process needs of ours to find its programs and what was downloaded already, and nothing that would set the app up. */
export function inheritedEnv(): Record<string, string> {
  return Object.fromEntries(["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** `PATH` on which a shell finds this Deno, as an image's shell does. */
export function pathWithDeno(): Readonly<Record<string, string>> {
  return { PATH: `${dirname(Deno.execPath())}:${inheritedEnv().PATH ?? ""}` };
}

/** Starts `command` (a program and its arguments; `deno` is this one) with `env` and nothing else of ours but {@link inheritedEnv}. */
export function startProcess(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = ".",
): ProgramProcess {
  const [program = "", ...args] = command;
  const child = new Deno.Command(program === "deno" ? Deno.execPath() : program, {
    args,
    cwd,
    clearEnv: true,
    env: { ...inheritedEnv(), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  let ended = false;
  const watchers = new Set<() => void>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (const look of watchers) look();
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const exited = child.status.then(async ({ code }) => {
    await reading;
    ended = true;
    for (const look of watchers) look();
    return code;
  });
  return {
    pid: child.pid,
    output: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          watchers.delete(look);
          clearTimeout(timer);
          settle();
        };
        const look = () => {
          if (pattern.test(text)) finish(resolve);
          else if (ended) finish(() => reject(new Error(`ended before ${pattern}:\n${text}`)));
        };
        const timer = setTimeout(
          () => finish(() => reject(new Error(`never printed ${pattern}:\n${text}`))),
          60_000,
        );
        watchers.add(look);
        look();
      }),
    kill(signal) {
      try {
        child.kill(signal);
      } catch {
        // It is gone already.
      }
    },
    exited,
  };
}
