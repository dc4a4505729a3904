/** What the bars below a number can show: the metric is chosen once, and remembered. */
import { metricText } from "../../text/metric_text.ts";
import { type FigureMetric, METRIC_FACTS, metricsShown } from "../../text/metrics/mod.ts";
import { type Compared, COUNT_WORDS, LIE_WORDS, type LieWordList } from "./plateau.ts";

export interface StripMetric extends Compared {
  /** Its name in the engine, and in the glossary. */
  readonly key: FigureMetric;
  readonly write: (value: number) => string;
  readonly words: LieWordList;
  /** Its bars say nothing of good or bad. */
  readonly isNeutral: boolean;
}

const BETTER = { higher: 1, lower: -1, neutral: 0 } as const;

/** Of metrics of which the usual words, "do about as well", say nothing. */
const OWN_WORDS: Readonly<Partial<Record<FigureMetric, LieWordList>>> = {
  num_trades: COUNT_WORDS,
};

export const STRIP_METRICS: readonly StripMetric[] = metricsShown("nearby").map(
  (key) => {
    const { direction, nearby } = METRIC_FACTS[key];
    return {
      key,
      write: (value) => metricText(key, value),
      words: OWN_WORDS[key] ?? LIE_WORDS,
      flat: nearby!.flat,
      base: nearby!.base ?? 0,
      losesBelow: nearby!.losesBelow ?? null,
      better: BETTER[direction],
      isNeutral: nearby!.toned !== true,
    };
  },
);

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
