/** What every metric is called and means. Apart from how it is written, because few pages explain what many show. */
import { COSTS_WORDS } from "./costs_words.ts";
import type { FigureMetric, MetricWords } from "./metric_facts.ts";
import { RESULT_WORDS } from "./result_words.ts";
import { TRADES_WORDS } from "./trades_words.ts";

export const METRIC_WORDS: Readonly<Record<FigureMetric, MetricWords>> = {
  ...RESULT_WORDS,
  ...TRADES_WORDS,
  ...COSTS_WORDS,
};
