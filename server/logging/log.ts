/**
 * Structured log lines: JSON in production, readable in development. Never a secret: only what a caller names is written. An
 * error goes into a field as `describeError(error)`, with its stack and its causes.
 */
import type { Config } from "../config/config.ts";
import { type LogFields, logFields } from "./log_context.ts";
import { describeError, errorLines, type LoggedError, summaryOf } from "./log_error.ts";
import { LogFile } from "./log_file.ts";
import { redactor } from "./redact.ts";

export type LogLevel = Config["logLevel"];
export type { LogFields };
export { describeError, errorText } from "./log_error.ts";

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
  /** Gets every line as JSON too, whatever the format. */
  readonly writeJson?: (line: string) => void;
  /** What every JSON line carries, such as which process wrote it. */
  readonly base?: LogFields;
  /** Hides what must not be read in a finished line. */
  readonly redact?: (line: string) => string;
  /** The time, Unix milliseconds. */
  readonly now?: () => number;
}

/**
 * Makes a logger that drops what is below `logLevel`. Lines written on behalf of a request or a job carry its fields
 * (`withLogFields`).
 */
export function createLogger(options: LogOptions): Logger {
  const {
    logFormat,
    write = (line, level) =>
      level === "warn" || level === "error" ? console.error(line) : console.log(line),
    writeJson,
    base = {},
    redact = (line) => line,
    now = Date.now,
  } = options;
  const lowest = LEVELS.indexOf(options.logLevel);
  const at = (level: LogLevel) => (message: string, given: LogFields = {}) => {
    if (LEVELS.indexOf(level) < lowest) return;
    const time = new Date(now()).toISOString();
    const own = { time, level, message };
    // What the line is about comes before on whose behalf it was written.
    const fields = { ...given, ...logFields(), ...given };
    // First for the reader's eye, last so that no field takes their place.
    const json = () => redact(JSON.stringify({ ...own, ...base, ...flatFields(fields), ...own }));
    if (logFormat === "json") write(json(), level);
    else {
      const words = `${time.slice(11, 19)} ${level.padEnd(5)} ${oneLine(message)}`;
      write(redact([words + formatFields(fields), ...formatErrors(fields)].join("\n")), level);
    }
    writeJson?.(json());
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** The log of this process as it is configured: printed, and kept in files when there is a folder for them. `process` names it; `write` prints elsewhere. */
export function openLog(
  config: Pick<
    Config,
    | "logLevel"
    | "logFormat"
    | "logDir"
    | "worker"
    | "databaseUrl"
    | "redisUrl"
    | "s3"
    | "mail"
    | "telemetry"
  >,
  now: () => number,
  process = config.worker ? "worker" : "web",
  write?: LogOptions["write"],
): { readonly log: Logger; close(): void } {
  const { logLevel, logFormat, logDir } = config;
  const options: LogOptions = {
    logLevel,
    logFormat,
    now,
    redact: redactor(config),
    base: { process, pid: Deno.pid },
    ...(write ? { write } : {}),
  };
  if (logDir === null) return { log: createLogger(options), close: () => {} };
  const printed = createLogger(options);
  const file = new LogFile({
    folder: logDir,
    now,
    onProblem: (error) =>
      printed.warn("LOG_DIR cannot be written; the log is only printed", {
        folder: logDir,
        error: describeError(error),
      }),
  });
  return {
    log: createLogger({ ...options, writeJson: (line) => file.write(line) }),
    close: () => file.close(),
  };
}

/** An error is a line of text, and in full beside it: as `error` and `error_detail`. */
function flatFields(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, unknown][] =>
      isError(value) ? [[name, summaryOf(value)], [`${name}_detail`, value]] : [[name, value]]
    ),
  );
}

function formatFields(fields: LogFields): string {
  return Object.entries(fields).filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, isError(value) ? summaryOf(value) : value] as const)
    .map(([name, value]) =>
      ` ${name}=${typeof value === "string" && /[\s"]/.test(value) ? JSON.stringify(value) : value}`
    )
    .join("");
}

/** Calls and causes stand below their line, indented: nothing that they say can pass for a line of its own. */
function formatErrors(fields: LogFields): string[] {
  return Object.values(fields).flatMap((value) => (isError(value) ? errorLines(value) : []));
}

function isError(value: LogFields[string]): value is LoggedError {
  return typeof value === "object" && value !== null;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ");
}
