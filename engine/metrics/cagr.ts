import { power } from "../maths/power.ts";
import type { Metric } from "./metric.ts";

const DAY_MS = 86_400_000;

/**
 * Compound annual growth rate: (last equity / capital)^(365.25 days / span) − 1. The span runs from the first bar's open to
 * the last bar's close; `null` under one day.
 */
export const cagr: Metric<"cagr"> = {
  name: "cagr",
  compute: ({ simulation, settings, candles }) => {
    const { time, timeframeMs, length } = candles;
    const span = time[length - 1]! + timeframeMs - time[0]!;
    if (span < DAY_MS) return null;
    const growth = simulation.lastEquity / settings.initialCapital;
    const rate = power(growth, 365.25 * DAY_MS / span) - 1;
    return rate < Infinity ? rate : null;
  },
};
