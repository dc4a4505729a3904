/** What the bars below a number can show: the metric is chosen once, and remembered. */
import { number, percent } from "../../text/format.ts";
import type { TermKey } from "../../text/glossary.ts";
import { type Compared, COUNT_WORDS, LIE_WORDS, type LieWordList } from "./plateau.ts";

export interface StripMetric extends Compared {
  /** Its name in the engine, and in the glossary. */
  readonly key: TermKey;
  readonly write: (value: number) => string;
  /** Where a bar begins: what is above it is good. */
  readonly base: number;
  readonly words: LieWordList;
  /** Its bars say nothing of good or bad. */
  readonly isNeutral?: boolean;
}

const share = (value: number) => percent(value, { sign: "negative" });

const usual = { base: 0, better: 1, losesBelow: null, words: LIE_WORDS } as const;
const ratio = (value: number) => number(value, 2);

export const STRIP_METRICS: readonly StripMetric[] = [
  { ...usual, key: "total_return", write: percent, flat: 0.005, losesBelow: 0 },
  // Of drawdowns, which are 0 and less, more is better as well; none of them is a loss.
  { ...usual, key: "max_drawdown", write: share, flat: 0.005 },
  { ...usual, key: "sharpe", write: ratio, flat: 0.05, losesBelow: 0 },
  { ...usual, key: "profit_factor", write: ratio, base: 1, flat: 0.05, losesBelow: 1 },
  { ...usual, key: "win_rate", write: share, flat: 0.01, isNeutral: true },
  {
    ...usual,
    key: "num_trades",
    write: number,
    flat: 1,
    better: 0,
    words: COUNT_WORDS,
    isNeutral: true,
  },
];

const KEY = "blockbuilders:strip";

/** The metric of this name; the total return for any other. */
export function metricOf(key: string | null | undefined): StripMetric {
  return STRIP_METRICS.find((metric) => metric.key === key) ?? STRIP_METRICS[0]!;
}

export function rememberedMetric(storage: Pick<Storage, "getItem"> | null): StripMetric {
  try {
    return metricOf(storage?.getItem(KEY));
  } catch {
    return metricOf(null);
  }
}

export function rememberMetric(storage: Pick<Storage, "setItem"> | null, key: string): void {
  try {
    storage?.setItem(KEY, key);
  } catch {
    // A full or refused storage costs the memory of this choice, no more.
  }
}
