/** Reading plain HTML forms: what was typed, and what is wrong with each field. */
import type { Context } from "hono";
import { AppError, type Issue } from "../../contracts/errors.ts";
import { type NumberRule, readSentNumber } from "../../contracts/typed_number.ts";

/** What was typed, by field. A field that was not sent is empty. */
export type FormValues<Field extends string> = Readonly<Record<Field, string>>;

/** What is wrong, by field; `form` is about the whole. */
export type FormErrors<Field extends string> = Readonly<Partial<Record<Field | "form", string>>>;

/** Reads the named text fields of a posted form. */
export async function readForm<Field extends string>(
  c: Context,
  fields: readonly Field[],
): Promise<FormValues<Field>> {
  const data = await c.req.parseBody();
  return Object.fromEntries(fields.map((field) => {
    const value = data[field];
    // No database takes a NUL or half a character, and nobody types them.
    return [field, typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : ""];
  })) as FormValues<Field>;
}

/**
 * The numbers of a form; an empty field is `null`. A form that was sent has no place for a remark before it counts, so what
 * can be read in two ways is refused with both.
 *
 * @throws {AppError} `invalid_input` with an issue for each field that is wrong
 */
export function numbersOf<Field extends string>(
  typed: FormValues<Field>,
  rules: Readonly<Record<Field, NumberRule>>,
): Readonly<Record<Field, number | null>> {
  const issues: Issue[] = [];
  const numbers: Partial<Record<Field, number | null>> = {};
  for (const [field, rule] of Object.entries(rules) as [Field, NumberRule][]) {
    const read = typed[field].trim() === "" ? null : readSentNumber(typed[field], rule);
    if (read?.kind === "refused") issues.push({ path: field, message: read.message });
    else numbers[field] = read?.value ?? null;
  }
  if (issues.length > 0) {
    throw new AppError("invalid_input", issues[0]?.message ?? "", { issues });
  }
  return numbers as Record<Field, number | null>;
}

/** The errors to draw beside the fields; anything that is no refusal is thrown on. */
export function errorsOf<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): FormErrors<Field> {
  if (!(error instanceof AppError)) throw error;
  const errors: Partial<Record<Field | "form", string>> = {};
  for (const { path, message } of error.issues) {
    const field = fields.find((name) => name === path);
    if (field) errors[field] ??= message;
  }
  if (Object.keys(errors).length === 0) errors.form = error.message;
  return errors;
}
