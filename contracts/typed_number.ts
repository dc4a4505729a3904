/**
 * The one reader of numbers that people type: fields of pages, posted forms, command lines. It reads what the product
 * writes (`number_text.ts`) and what people write by the customs of their country, and refuses what is neither: no text
 * becomes a number that it does not stand for.
 *
 * Marks: a dot, a comma or `٫` before the decimals; commas, dots, spaces, apostrophes, `_` or `٬` between thousands, where
 * they part groups of exactly three digits after a first group that does not begin with 0. One comma or one dot before
 * exactly three digits can be either (`1,500`, `1.500`): the comma is then read as between thousands and the dot as before
 * decimals, as the product writes them, and the result says so.
 */
import { MINUS, plainNumber } from "./number_text.ts";

/** What a field takes. */
export interface NumberRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whole numbers alone. */
  readonly whole?: boolean;
  /** May follow the number: `%`, `USDT`. */
  readonly unit?: string | undefined;
  /** What to enter, a sentence; in place of the one made from the bounds. */
  readonly expected?: string;
}

export type TypedNumber =
  | { readonly kind: "number"; readonly value: number }
  /** The value counts, and the field says how the text was read. */
  | { readonly kind: "remarked"; readonly value: number; readonly remark: string }
  /** Nothing counts; `message` says what is expected. */
  | { readonly kind: "refused"; readonly message: string };

/** A text that is a number, before any rule is held against it. */
interface Reading {
  readonly value: number;
  /** What else the text could stand for. */
  readonly other: { readonly value: number; readonly as: "decimal" | "thousands" } | null;
  /** False when the digits typed are more than a number can hold. */
  readonly exact: boolean;
}

type Refusal = { readonly hint: string | null };

const LONGEST = 400;
const HINT_MARKS = "Write it like 1234.5.";
const HINT_DIGITS = "Use the digits 0 to 9.";

/** Reads what was typed into a field that can show a remark. Surrounding space and the rule's unit are allowed. */
export function readTypedNumber(text: string, rule: NumberRule = {}): TypedNumber {
  const reading = read(text, rule.unit);
  if ("hint" in reading) return refused(numberProblem(NaN, rule), reading.hint);
  const problem = numberProblem(reading.value, rule);
  const remark = remarkOf(reading, rule);
  if (problem !== null) return refused(problem, remark);
  const { value } = reading;
  return remark === null ? { kind: "number", value } : { kind: "remarked", value, remark };
}

/**
 * Reads a number where no remark can be shown before it counts: a posted form, a command line. A comma that can be either
 * mark is refused there; a dot is always a decimal one, and `10k` is no number.
 */
export function readSentNumber(
  text: string,
  rule: NumberRule = {},
): Exclude<TypedNumber, { kind: "remarked" }> {
  const reading = read(text, rule.unit, false);
  if ("hint" in reading) return refused(numberProblem(NaN, rule), reading.hint);
  const { value, other } = reading;
  if (other?.as === "decimal") {
    return refused(
      `“${text.trim()}” can mean ${written(value)} or ${written(other.value)}. Enter one of these.`,
      null,
    );
  }
  const problem = numberProblem(value, rule);
  return problem === null ? { kind: "number", value } : refused(problem, null);
}

/** The number that counts, if any. */
export function typedValue(read: TypedNumber): number | undefined {
  return read.kind === "refused" ? undefined : read.value;
}

/** What is wrong with a value for a field, in one sentence; `null` when nothing is. */
export function numberProblem(value: unknown, rule: NumberRule): string | null {
  const problem = ruleBroken(value, rule);
  return problem === null ? null : rule.expected ?? problem;
}

function ruleBroken(value: unknown, { min, max, whole }: NumberRule): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "Enter a number.";
  if (whole && !Number.isInteger(value)) return "Enter a whole number.";
  if (min !== undefined && max !== undefined && (value < min || value > max)) {
    return `Enter a number from ${plainNumber(min)} to ${plainNumber(max)}.`;
  }
  if (min !== undefined && value < min) return `Enter ${plainNumber(min)} or more.`;
  if (max !== undefined && value > max) return `Enter ${plainNumber(max)} or less.`;
  return null;
}

function refused(
  expected: string | null,
  hint: string | null,
): { readonly kind: "refused"; readonly message: string } {
  return { kind: "refused", message: [expected, hint].filter(Boolean).join(" ") };
}

function remarkOf({ value, other, exact }: Reading, rule: NumberRule): string | null {
  if (!exact) return `Read as ${written(value)}, the nearest number that can be stored.`;
  if (other === null) return null;
  // A dot is how the product writes decimals: it needs a remark only where thousands could be meant.
  if (other.as === "thousands" && numberProblem(other.value, rule) !== null) return null;
  return `Read as ${written(value)}, not ${written(other.value)}.`;
}

/** Without any mark that could be misread. */
function written(value: number): string {
  const text = Math.abs(value) < 1e21 ? plainNumber(value).replaceAll(",", "") : String(value);
  return text.replace("-", MINUS);
}

function read(text: string, unit: string | undefined, takesShort = true): Reading | Refusal {
  if (text.trim().length > LONGEST) return { hint: `It can have up to ${LONGEST} characters.` };
  const given = normalised(text);
  const [, sign = "", rest = ""] = /^([+-]?) ?(.*)$/.exec(withoutUnit(given, unit)) ?? [];
  const { body, exponent, factor } = partsOf(rest, takesShort);
  const digits = digitsOf(body);
  if (digits === null) return { hint: hintFor(rest, unit) };
  const power = exponent + factor;
  // "1,500e3" is how nobody writes either.
  if (digits.other?.as === "decimal" && exponent !== 0) return { hint: HINT_MARKS };
  const value = numberOf(sign, digits, power);
  if (!Number.isFinite(value)) return { hint: "That number is too large." };
  if (value === 0 && /[1-9]/.test(digits.whole + digits.fraction)) {
    return { hint: "That number is too close to 0." };
  }
  const other = digits.other === null || exponent !== 0
    ? null
    : { value: numberOf(sign, digits.other, power), as: digits.other.as };
  return { value, other, exact: power !== 0 || isExact(digits, value) };
}

interface Digits {
  readonly whole: string;
  readonly fraction: string;
}

function numberOf(sign: string, { whole, fraction }: Digits, power: number): number {
  // Adding 0 turns −0 into 0.
  return Number(`${sign}${whole || "0"}.${fraction || "0"}e${power}`) + 0;
}

/** Above 2^53 not every whole number is there; the nearest one would count in its place. */
function isExact({ whole, fraction }: Digits, value: number): boolean {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  const written = whole.replace(/^0+/, "");
  return !/[1-9]/.test(fraction) &&
    (written === String(Math.abs(value)) || BigInt(written) === BigInt(Math.abs(value)));
}

/** The digits of `1,234.5`, with the other way to read them; `null` when the marks make no number. */
function digitsOf(
  body: string,
): Digits & { other: Digits & { as: "decimal" | "thousands" } | null } | null {
  if (!/\d/.test(body) || !/^[\d., '_٫٬]+$/.test(body)) return null;
  const runs = body.split(/\D/);
  const marks = body.match(/\D/g) ?? [];
  const last = marks.at(-1);
  const first = marks[0];
  if (last === undefined || first === undefined) {
    return { whole: body, fraction: "", other: null };
  }
  const thousands = { whole: runs.join(""), fraction: "" };
  const decimal = { whole: runs.slice(0, -1).join(""), fraction: runs.at(-1) ?? "" };
  const mayBeDecimal = /[.,٫]/.test(last);
  if (marks.every((mark) => mark === first)) {
    const grouped = first !== "٫" && isGrouped(runs);
    if (marks.length > 1 || !mayBeDecimal) return grouped ? { ...thousands, other: null } : null;
    if (!grouped) return { ...decimal, other: null };
    return first === ","
      ? { ...thousands, other: { ...decimal, as: "decimal" } }
      : { ...decimal, other: { ...thousands, as: "thousands" } };
  }
  const groupsFirst = marks.slice(0, -1).every((mark) => mark === first && mark !== "٫");
  const fits = groupsFirst && mayBeDecimal && isGrouped(runs.slice(0, -1)) &&
    decimal.fraction !== "";
  return fits ? { ...decimal, other: null } : null;
}

/** `1`, `234`, `567`: three digits each but in the first, and no 0 before the rest. */
function isGrouped([first = "", ...rest]: readonly string[]): boolean {
  return /^[1-9]\d{0,2}$/.test(first) && rest.every((run) => run.length === 3);
}

/** What the axes of charts write instead of zeros. */
const SHORT_POWERS: Readonly<Record<string, number>> = { k: 3, K: 3, M: 6, B: 9, T: 12 };

/** Parts the marked digits from a power of ten: `1e-7`, or `1.2 M` and `120 k` as on the axes of charts. */
function partsOf(
  text: string,
  takesShort: boolean,
): { body: string; exponent: number; factor: number } {
  const scientific = /^(.*\d[.,٫]?)[eE]([+-]?\d{1,4})$/.exec(text);
  if (scientific) {
    return { body: scientific[1] ?? "", exponent: Number(scientific[2]), factor: 0 };
  }
  const short = takesShort ? /^(.*\d) ?([kKMBT])$/.exec(text) : null;
  if (short) {
    return { body: short[1] ?? "", exponent: 0, factor: SHORT_POWERS[short[2] ?? ""] ?? 0 };
  }
  return { body: text, exponent: 0, factor: 0 };
}

function withoutUnit(text: string, unit: string | undefined): string {
  const end = normalised(unit ?? "").toLowerCase();
  return end !== "" && text.toLowerCase().endsWith(end) && text.length > end.length
    ? text.slice(0, -end.length).trimEnd()
    : text;
}

function hintFor(text: string, unit: string | undefined): string | null {
  // `\p{Nd}` without what `normalised` knows: the digits of other scripts.
  if (/\p{No}|\p{Nl}|(?!\d)\p{Nd}/u.test(text)) return HINT_DIGITS;
  if (!/\d/.test(text)) return null;
  if (/^[\d., '_]+$/.test(text)) return HINT_MARKS;
  return unit ? `The unit here is ${unit}.` : null;
}

/** The first digit of each script whose digits are read, beside 0 to 9: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10] as const;

const SAME: readonly (readonly [RegExp, string])[] = [
  // Marks of direction and of no width, which come along when text is copied. Not those that turn digits around.
  [/[\u061c\u200b-\u200f\u202a\u202c\u202d\u2060-\u2069\ufeff]/g, ""],
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, " "],
  [/[\u2018\u2019\u02bc\u2032\uff07]/g, "'"],
  [/[\u2010-\u2013\u2212\ufe63\uff0d]/g, "-"],
  [/\uff0b/g, "+"],
  [/\uff0c/g, ","],
  [/\uff0e/g, "."],
  [/[\u066a\uff05]/g, "%"],
];

/** One character for each mark and digit, whatever script and typography it came in. */
function normalised(text: string): string {
  let plain = text;
  for (const [pattern, mark] of SAME) plain = plain.replace(pattern, mark);
  return plain.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  }).trim();
}
