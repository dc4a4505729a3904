/** Structured log lines: JSON in production, readable in development. Never a secret: only what a caller names is written. */
import type { Config } from "./config.ts";

export type LogLevel = Config["logLevel"];
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

export interface LogOptions extends Pick<Config, "logLevel" | "logFormat"> {
  /** Where a finished line goes; standard output, and standard error from `warn` up, by default. */
  readonly write?: (line: string, level: LogLevel) => void;
  /** The time, Unix milliseconds. */
  readonly now?: () => number;
}

/** Makes a logger that drops what is below `logLevel`. */
export function createLogger(options: LogOptions): Logger {
  const {
    write = (line, level) =>
      level === "warn" || level === "error" ? console.error(line) : console.log(line),
    now = Date.now,
  } = options;
  const lowest = LEVELS.indexOf(options.logLevel);
  const at = (level: LogLevel) => (message: string, fields: LogFields = {}) => {
    if (LEVELS.indexOf(level) < lowest) return;
    const time = new Date(now()).toISOString();
    const own = { time, level, message };
    write(
      options.logFormat === "json"
        // First for the reader's eye, last so that no field takes their place.
        ? JSON.stringify({ ...own, ...fields, ...own })
        : `${time.slice(11, 19)} ${level.padEnd(5)} ${message.replaceAll("\n", " ")}${
          formatFields(fields)
        }`,
      level,
    );
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** What went wrong, as one line for a log: the message alone, since stacks belong to the debugger. */
export function errorText(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(
    "\n",
    " ",
  );
}

function formatFields(fields: LogFields): string {
  return Object.entries(fields).filter(([, value]) => value !== undefined)
    .map(([name, value]) =>
      ` ${name}=${typeof value === "string" && /\s/.test(value) ? JSON.stringify(value) : value}`
    )
    .join("");
}
