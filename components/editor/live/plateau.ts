/** What the neighbouring values of a parameter would have given. */
import type { ParamSpec } from "../../../engine/mod.ts";

/** Values to either side of the middle one. */
const EACH_SIDE = 10;

/** Up to 21 values around `value`, in range, ascending; `value` is one of them. */
export function neighbours(
  { kind, min = -Infinity, max = Infinity }: Pick<ParamSpec, "kind" | "min" | "max">,
  value: number,
): number[] {
  const step = kind === "integer"
    ? Math.max(1, Math.round(Math.abs(value) / 20))
    : niceStep(Math.abs(value) / 10 || 0.1);
  const values: number[] = [];
  for (let k = -EACH_SIDE; k <= EACH_SIDE; k++) {
    const next = Number((value + k * step).toPrecision(10));
    if (next >= min && next <= max) values.push(next);
  }
  return values;
}

/** 1, 2 or 5 times a power of ten, at most `size`. */
function niceStep(size: number): number {
  let power = 1;
  while (power > size) power /= 10;
  while (power * 10 <= size) power *= 10;
  return [5, 2, 1].map((factor) => factor * power).find((step) => step <= size) ?? power;
}

export type Lie = "flat" | "plateau" | "slope" | "peak" | "unknown";

/**
 * How a value stands among the two to either side of it.
 *
 * @param results NaN where there is no result
 * @param flat the difference, in the results' unit, that nobody would mind
 */
export function lieOf(results: ArrayLike<number>, at: number, flat: number): Lie {
  const own = results[at];
  const known = Array.from(results).filter(Number.isFinite);
  if (own === undefined || !Number.isFinite(own) || known.length < 4) return "unknown";
  const spread = Math.max(...known) - Math.min(...known);
  if (spread < flat) return "flat";
  const near = [at - 2, at - 1, at + 1, at + 2].map((k) => results[k])
    .filter((value): value is number => value !== undefined && Number.isFinite(value));
  if (near.length === 0) return "unknown";
  const mean = near.reduce((a, b) => a + b) / near.length;
  if (own - mean > 0.35 * spread) return "peak";
  return Math.abs(own - mean) <= 0.15 * spread ? "plateau" : "slope";
}

/** A lie in a word, and what it means for the trader. */
export interface LieWords {
  readonly word: string;
  readonly meaning: string;
}

export const LIE_WORDS: Readonly<Record<Exclude<Lie, "unknown">, LieWords>> = {
  flat: { word: "Flat", meaning: "its neighbours give nearly the same; it hardly matters here." },
  plateau: {
    word: "Plateau",
    meaning: "its neighbours do about as well, which is easier to trust.",
  },
  slope: { word: "Slope", meaning: "its neighbours do better or worse; the result leans on it." },
  peak: { word: "Lonely peak", meaning: "its neighbours do much worse, which is often chance." },
};

/** Of a metric of which neither more nor less is better. */
export const COUNT_WORDS: typeof LIE_WORDS = {
  flat: { word: "Flat", meaning: "its neighbours trade as often." },
  plateau: { word: "Plateau", meaning: "its neighbours trade about as often." },
  slope: { word: "Slope", meaning: "its neighbours trade more, or less, often." },
  peak: { word: "Peak", meaning: "its neighbours trade much less often." },
};
