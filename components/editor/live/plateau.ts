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

/** How a value stands among the two to either side of it. NaN where there is no result. */
export function lieOf(results: ArrayLike<number>, at: number): Lie {
  const own = results[at];
  const known = Array.from(results).filter(Number.isFinite);
  if (own === undefined || !Number.isFinite(own) || known.length < 4) return "unknown";
  const spread = Math.max(...known) - Math.min(...known);
  if (spread < 0.005) return "flat";
  const near = [at - 2, at - 1, at + 1, at + 2].map((k) => results[k])
    .filter((value): value is number => value !== undefined && Number.isFinite(value));
  if (near.length === 0) return "unknown";
  const mean = near.reduce((a, b) => a + b) / near.length;
  if (own - mean > 0.35 * spread) return "peak";
  return Math.abs(own - mean) <= 0.15 * spread ? "plateau" : "slope";
}

export const LIE_WORDS: Readonly<Record<Lie, string>> = {
  flat: "Its neighbours give nearly the same: this number hardly matters here.",
  plateau: "Its neighbours do about as well: a plateau, which is easier to trust.",
  slope: "Its neighbours do better or worse: the result leans on this number.",
  peak: "A lonely peak: its neighbours do much worse, which is often chance.",
  unknown: "",
};
