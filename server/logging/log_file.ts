/**
 * A log in files, one a day: for machines whose platform does not keep what is printed. Several processes may write into the
 * same folder, because each line is one append.
 */
import { join } from "node:path";

/** Days that are kept, today included. */
export const LOG_DAYS = 30;
const DAY_MS = 86_400_000;
/** A folder that cannot be written is tried again so often. */
const RETRY_MS = 60_000;
const NAME = /^blockbuilders-(\d{4}-\d{2}-\d{2})\.log$/;

export interface LogFileOptions {
  readonly folder: string;
  /** The time, Unix milliseconds. */
  readonly now: () => number;
  /** Called once when the folder cannot be written; logging itself never fails. */
  readonly onProblem: (error: unknown) => void;
}

export class LogFile {
  readonly #options: LogFileOptions;
  readonly #encoder = new TextEncoder();
  #day = "";
  #file: Deno.FsFile | null = null;
  #retryAtMs = 0;
  #told = false;

  constructor(options: LogFileOptions) {
    this.#options = options;
  }

  /** Appends a line, to the file of its day (UTC). */
  write(line: string): void {
    const nowMs = this.#options.now();
    if (nowMs < this.#retryAtMs) return;
    try {
      const bytes = this.#encoder.encode(`${line}\n`);
      const file = this.#open(nowMs);
      // One write, one append: that is what keeps the lines of several processes apart.
      for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
    } catch (error) {
      this.close();
      this.#retryAtMs = nowMs + RETRY_MS;
      if (!this.#told) this.#options.onProblem(error);
      this.#told = true;
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
    this.#day = "";
  }

  #open(nowMs: number): Deno.FsFile {
    const day = dayOf(nowMs);
    if (this.#file && day === this.#day) return this.#file;
    this.close();
    const { folder } = this.#options;
    Deno.mkdirSync(folder, { recursive: true });
    const path = join(folder, `blockbuilders-${day}.log`);
    this.#file = Deno.openSync(path, { append: true, create: true, mode: 0o640 });
    this.#day = day;
    this.#told = false;
    this.#removeOld(nowMs);
    return this.#file;
  }

  #removeOld(nowMs: number): void {
    const oldest = dayOf(nowMs - (LOG_DAYS - 1) * DAY_MS);
    for (const { name, isFile } of Deno.readDirSync(this.#options.folder)) {
      const day = NAME.exec(name)?.[1];
      if (!isFile || day === undefined || day >= oldest) continue;
      try {
        Deno.removeSync(join(this.#options.folder, name));
      } catch {
        // Another process was quicker, or tomorrow it will work.
      }
    }
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
