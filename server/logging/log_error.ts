/** An error as a log keeps it: what it is, where it came from, and what it came of. */

/** Plain data, so that it can be written as JSON and sent between threads. */
export interface LoggedError {
  /** The class: `TypeError`, `PostgresError`; `thrown` for a value that is no error. */
  readonly name: string;
  readonly message: string;
  /** An error code, such as `ECONNREFUSED` or an SQLSTATE. */
  readonly code?: string | number;
  /** As the engine wrote it: name and message, then a line for each call. */
  readonly stack?: string;
  readonly cause?: LoggedError;
  /** What an `AggregateError` bundles. */
  readonly errors?: readonly LoggedError[];
}

/** Causes of causes that are followed, the error itself included. */
const MAX_DEPTH = 8;
/** Errors of one `AggregateError` that are kept. */
const MAX_ERRORS = 10;
const MAX_MESSAGE = 2_000;
const MAX_STACK = 8_000;

/** Describes whatever was thrown. Never throws itself, whatever it is handed. */
export function describeError(error: unknown): LoggedError {
  return describe(error, 1, new Set());
}

/** An error made of its description: as it was in the thread that it happened in. */
export function errorFrom(described: LoggedError): Error {
  const { name, message, code, stack, cause, errors } = described;
  const options = cause === undefined ? {} : { cause: errorFrom(cause) };
  const error = errors === undefined
    ? new Error(message, options)
    : new AggregateError(errors.map(errorFrom), message, options);
  const set = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, configurable: true, writable: true });
  set("name", name);
  set("stack", stack ?? `${name}: ${message}`);
  if (code !== undefined) set("code", code);
  return error;
}

/** One line: name, message and what it came of. For sentences; a log line takes {@link describeError}. */
export function errorText(error: unknown): string {
  return summaryOf(describeError(error));
}

/** One line of a described error. */
export function summaryOf({ name, message }: LoggedError): string {
  return oneLine(name === "thrown" ? message : `${name}: ${message}`);
}

/** What stands below an error's summary at a terminal: the calls, then what it bundles and what it came of, all indented. */
export function errorLines({ stack, cause, errors = [] }: LoggedError, indent = "  "): string[] {
  const below = (label: string, error: LoggedError) => {
    const code = error.code === undefined ? "" : ` [${error.code}]`;
    return [
      `${indent}${label}${summaryOf(error)}${code}`,
      ...errorLines(error, `${indent}  `),
    ];
  };
  return [
    ...calls(stack).map((call) => `${indent}${call}`),
    ...errors.flatMap((error) => below("one of: ", error)),
    ...(cause ? below("caused by: ", cause) : []),
  ];
}

function describe(error: unknown, depth: number, seen: Set<unknown>): LoggedError {
  if (!(error instanceof Error)) return { name: "thrown", message: cut(textOf(error)) };
  seen.add(error);
  const code = read(error, "code");
  const stack = read(error, "stack");
  const cause = read(error, "cause");
  const errors = read(error, "errors");
  const follow = (next: unknown) => depth < MAX_DEPTH && !seen.has(next);
  return {
    name: cut(textOf(read(error, "name")), 100) || "Error",
    message: cut(textOf(read(error, "message"))),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof stack === "string" ? { stack: cut(stack, MAX_STACK) } : {}),
    ...(cause !== undefined && cause !== null && follow(cause)
      ? { cause: describe(cause, depth + 1, seen) }
      : {}),
    ...(Array.isArray(errors) && errors.length > 0
      ? {
        errors: errors.slice(0, MAX_ERRORS).filter(follow)
          .map((one) => describe(one, depth + 1, seen)),
      }
      : {}),
  };
}

/** A property that may be a getter which throws. */
function read(error: Error, key: string): unknown {
  try {
    return (error as unknown as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  try {
    if (typeof value === "object" && value !== null) {
      const { message } = value as { message?: unknown };
      return typeof message === "string" ? message : JSON.stringify(value) ?? String(value);
    }
    return String(value);
  } catch {
    return `a value of type ${typeof value}`;
  }
}

function calls(stack = ""): string[] {
  return stack.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("at "));
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
}

function cut(text: string, length = MAX_MESSAGE): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
