/** The quantiles that every distribution is told by. */
import { quantileOf } from "../maths/quantile.ts";

export interface Quantiles {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

/** @param values not empty; sorted in place */
export function quantilesOf(values: Float64Array): Quantiles {
  values.sort();
  return {
    p5: quantileOf(values, 0.05),
    p25: quantileOf(values, 0.25),
    p50: quantileOf(values, 0.5),
    p75: quantileOf(values, 0.75),
    p95: quantileOf(values, 0.95),
  };
}

/** Share of values above 0. */
export function gainShare(values: Float64Array): number {
  let gains = 0;
  for (const value of values) if (value > 0) gains++;
  return gains / values.length;
}
