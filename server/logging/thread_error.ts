/** An error that ended a thread, as far as the platform tells it: its message, and where in the code it was thrown. */
export function threadError(
  { message, filename, lineno, colno }: Pick<
    ErrorEvent,
    "message" | "filename" | "lineno" | "colno"
  >,
): Error {
  const error = new Error(message);
  error.name = "ThreadError";
  error.stack = `ThreadError: ${message}\n    at ${filename}:${lineno}:${colno}`;
  return error;
}
