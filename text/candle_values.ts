/** Values of a candle that differ from others of the same candle, in words and digits. */
import { number, price } from "./format.ts";

const NAMES = { open: "Open", high: "High", low: "Low", close: "Close", volume: "Volume" } as const;
type Field = keyof typeof NAMES;
const FIELDS = Object.keys(NAMES) as Field[];

/** A value of a candle that is another now. */
export interface ChangedValue {
  readonly value: string;
  readonly old: string;
  readonly new: string;
}

/** What differs, in the order of a candle's values. */
export function changedValues(
  old: Readonly<Record<Field, number>>,
  given: Readonly<Record<Field, number>>,
): readonly ChangedValue[] {
  return FIELDS.filter((field) => old[field] !== given[field]).map((field) => ({
    value: NAMES[field],
    ...inDigitsThatDiffer(old[field], given[field], field),
  }));
}

/** Both with so many digits that they do not read the same. */
function inDigitsThatDiffer(old: number, given: number, field: Field) {
  for (let decimals = 2; decimals < 10; decimals++) {
    const [a, b] = [old, given].map((value) =>
      field === "volume" ? number(value, decimals) : price(value, decimals)
    );
    if (a !== undefined && b !== undefined && a !== b) return { old: a, new: b };
  }
  return { old: String(old), new: String(given) };
}
