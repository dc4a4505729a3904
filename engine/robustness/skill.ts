import { normalCdf, normalQuantile } from "../maths/normal.ts";
import { exponential } from "../maths/power.ts";
import {
  dailyReturnValues,
  dayEndsOf,
  daysOfReturn,
  returnsPerYear,
} from "../simulation/daily_returns.ts";
import { DAYS_OF_YEAR } from "../simulation/settings.ts";
import { defineTest, graded, Skipped } from "./definition.ts";

const EULER_GAMMA = 0.5772156649;
/** Φ⁻¹(0.95). */
const SURE = 1.6448536;
const FEWEST_DAYS = 3;

/**
 * Whether the Sharpe ratio is more than the best of that many tries would show by luck: the probabilistic and the deflated
 * Sharpe ratio (Bailey & López de Prado 2012, 2014).
 */
export const skill = defineTest({
  name: "skill",
  *run({ actual, trials }) {
    const { candles, equity, settings } = actual;
    const ends = dayEndsOf(candles);
    const values = Float64Array.from(ends, (bar) => equity[bar]!);
    const returns = dailyReturnValues(values, settings.initialCapital);
    yield candles.length;
    const days = returns.length;
    const moments = momentsOf(returns);
    if (days < FEWEST_DAYS || !(moments.sampleDeviation > 0)) throw new Skipped("too_few_bars");
    const { mean, sampleDeviation, skewness, kurtosis } = moments;
    const sharpe = mean / sampleDeviation;
    const spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
    const probability = (above: number) =>
      normalCdf((sharpe - above) * Math.sqrt(days - 1) / Math.sqrt(spread));
    // Told, and counted, as of a day of the year, whatever the returns are of.
    const toDaily = Math.sqrt(returnsPerYear(candles, settings) / DAYS_OF_YEAR);
    const bestByLuck = bestOf(trials.count, trials.variance) / toDaily;
    const daysEach = daysOfReturn(candles);
    return {
      sharpe_daily: sharpe * toDaily,
      psr: probability(0),
      dsr: probability(bestByLuck),
      trials: trials.count,
      days_needed: sharpe > bestByLuck
        ? daysEach * (1 + spread * square(SURE / (sharpe - bestByLuck)))
        : null,
      days: days * daysEach,
    };
  },
  answer: ({ dsr }) => graded(dsr >= 0.95, dsr >= 0.8),
});

/** The daily Sharpe ratio that the best of N tries without skill is expected to show; 0 for fewer than two. */
export function bestOf(count: number, variance: number): number {
  if (count < 2) return 0;
  return Math.sqrt(variance) *
    ((1 - EULER_GAMMA) * normalQuantile(1 - 1 / count) +
      EULER_GAMMA * normalQuantile(1 - 1 / (count * exponential(1))));
}

interface Moments {
  readonly mean: number;
  readonly sampleDeviation: number;
  /** Of population moments; kurtosis is 3 for a normal distribution. */
  readonly skewness: number;
  readonly kurtosis: number;
}

function momentsOf(values: Float64Array): Moments {
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const value of values) {
    const away = value - mean;
    second += away * away;
    third += away * away * away;
    fourth += away * away * away * away;
  }
  const variance = second / count;
  return {
    mean,
    sampleDeviation: Math.sqrt(second / (count - 1)),
    skewness: third / count / (variance * Math.sqrt(variance)),
    kurtosis: fourth / count / (variance * variance),
  };
}

function square(value: number): number {
  return value * value;
}
