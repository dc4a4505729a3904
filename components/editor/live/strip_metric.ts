/** What the bars below a number can show: the metric is chosen once, and remembered. */
import { number, percent } from "../../format.ts";
import type { TermKey } from "../../learn/glossary.ts";
import { COUNT_WORDS, LIE_WORDS } from "./plateau.ts";

export interface StripMetric {
  /** Its name in the engine, and in the glossary. */
  readonly key: TermKey;
  readonly write: (value: number) => string;
  /** Where a bar begins: what is above it is good. */
  readonly base: number;
  /** A difference that nobody would mind. */
  readonly flat: number;
  readonly words: typeof LIE_WORDS;
  /** Neither more nor less of it is good. */
  readonly isNeutral?: boolean;
}

const share = (value: number) => percent(value, { sign: "negative" });

export const STRIP_METRICS: readonly StripMetric[] = [
  { key: "total_return", write: percent, base: 0, flat: 0.005, words: LIE_WORDS },
  { key: "max_drawdown", write: percent, base: 0, flat: 0.005, words: LIE_WORDS },
  { key: "sharpe", write: (value) => number(value, 2), base: 0, flat: 0.05, words: LIE_WORDS },
  {
    key: "profit_factor",
    write: (value) => number(value, 2),
    base: 1,
    flat: 0.05,
    words: LIE_WORDS,
  },
  { key: "win_rate", write: share, base: 0, flat: 0.01, words: LIE_WORDS, isNeutral: true },
  { key: "num_trades", write: number, base: 0, flat: 1, words: COUNT_WORDS, isNeutral: true },
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
