/** What a database error means, the same for both drivers (SQLSTATE codes). */

/** Whether a row was refused because its key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === "23505";
}

/** Whether a row was refused because what it belongs to is gone. */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === "23503";
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` can be the key of a row; asking the database for another text is an error there. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
