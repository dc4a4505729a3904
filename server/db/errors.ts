/** What a database error means, the same for both drivers (SQLSTATE codes). */

/** Whether a row was refused because its key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === "23505";
}

/** Whether a row was refused because what it belongs to is gone. */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === "23503";
}

/** Whether a write found no room on a disk. */
export function isDiskFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === "53100" || code === "ENOSPC";
}

/** Whether the database cannot be asked at the moment: away, starting, stopping, full, not yet migrated. */
export function isUnavailable(error: unknown): boolean {
  if (isDiskFull(error)) return true;
  const code = codeOf(error);
  if (typeof code === "string" && /^(08...|57P0[123]|53300|42P01)$/.test(code)) return true;
  if (typeof code === "string" && /^E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_AGAIN|NOTFOUND)/.test(code)) {
    return true;
  }
  // The pool's own errors have no code. Several addresses of one host fail as an AggregateError.
  if (error instanceof AggregateError) return error.errors.every(isUnavailable);
  return error instanceof Error && GONE.some((words) => error.message.startsWith(words));
}

const GONE = [
  "Connection terminated",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error",
  "PGlite is closed",
  "driver has already been destroyed",
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` can be the key of a row; asking the database for another text is an error there. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
