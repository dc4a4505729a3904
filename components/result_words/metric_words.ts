/** The metric cards: what each is called, what it means, how it is written. */
import { GLOSSARY, type TermKey } from "../../text/glossary.ts";
import { counted, tone, UNKNOWN } from "../../text/format.ts";
import { type Figure, metricText } from "../../text/metric_text.ts";
import {
  type FigureMetric,
  METRIC_FACTS,
  type MetricPlace,
  metricsShown,
} from "../../text/metrics/mod.ts";
import { METRIC_WORDS } from "../../text/metrics/words.ts";
import { NOT_RECORDED, type ResultSummary } from "./result.ts";
import { FEW_TRADES } from "./verdict.ts";

export interface MetricCard {
  readonly key: TermKey & Figure;
  readonly label: string;
  /** What it means, in a sentence or two; shown on hover. */
  readonly definition: string;
  readonly value: string;
  readonly tone: "gain" | "loss" | undefined;
  /** A second line in quiet words. */
  readonly note: string | null;
  /** Why there is no value. */
  readonly why: string | null;
}

type Metrics = ResultSummary["metrics"];

/** Growth a year beyond which the number says nothing any more: a few lucky days, raised to the power of a year. */
const MOST_CAGR = 100;

const NO_TRADES = "No closed trades.";

/** Second lines of the cards that have one. */
const NOTES: Readonly<
  Partial<Record<FigureMetric, (metrics: Metrics, value: number | null) => string | null>>
> = {
  total_return: ({ buy_and_hold_return: hold }) =>
    `Buy & hold ${metricText("buy_and_hold_return", hold)}`,
  max_drawdown: drawdownNote,
  num_trades: (_, trades) =>
    trades !== null && trades > 0 && trades < FEW_TRADES ? "Too few to judge" : null,
  longest_losing_streak: (_, trades) => trades === null ? null : "in a row",
  average_bars_held: (_, bars) => bars === null ? null : "candles",
};

/** The cards of a result, or of another list of its metrics, the most asked-for first. Costs end all but the headlines. */
export function metricCards(
  metrics: Metrics,
  initialCapital: number,
  place: MetricPlace = "cards",
): readonly MetricCard[] {
  const cards = metricsShown(place).map((name) => card(name, metrics));
  if (place !== "headlines") cards.push(costsCard(metrics, initialCapital));
  // A metric that is undefined is there as `null`; what an earlier version did not know is not there.
  return cards.map((one) =>
    one.value === UNKNOWN && !(one.key in metrics) ? { ...one, why: NOT_RECORDED } : one
  );
}

function card(name: FigureMetric, metrics: Metrics): MetricCard {
  const { signed, direction } = METRIC_FACTS[name];
  const words = METRIC_WORDS[name];
  const own = metrics[name] ?? null;
  const isAbsurd = name === "cagr" && own !== null && own > MOST_CAGR;
  const value = isAbsurd ? null : own;
  const hasNoTrades = words.group === "trades" && (metrics.num_trades ?? 0) === 0;
  return {
    key: name,
    label: words.term,
    definition: words.definition,
    value: metricText(name, value),
    tone: signed && direction !== "neutral" ? tone(value) : undefined,
    note: NOTES[name]?.(metrics, own) ?? null,
    why: value !== null
      ? null
      : isAbsurd
      ? "The period is too short to say anything about a year."
      : hasNoTrades
      ? NO_TRADES
      : words.undefinedBecause ?? null,
  };
}

/** Fees and slippage together, which is no metric of its own. */
function costsCard(
  { fees_paid: fees = null, slippage_paid: slippage = null }: Metrics,
  initialCapital: number,
): MetricCard {
  const costs = fees === null || slippage === null ? null : fees + slippage;
  const { term: label, definition } = GLOSSARY.costs;
  return {
    key: "costs",
    label,
    definition,
    value: metricText("costs", costs),
    tone: undefined,
    note: costs !== null && costs > 0 && initialCapital > 0
      ? `${metricText("costs_share", costs / initialCapital)} of starting capital`
      : null,
    why: null,
  };
}

function drawdownNote(metrics: Metrics): string | null {
  const fall = metrics.max_drawdown ?? 0;
  if (fall === 0) return null;
  const { max_drawdown_start: start, max_drawdown_recovery: recovery } = metrics;
  if (recovery === null || recovery === undefined) return "Not recovered yet";
  if (start === null || start === undefined) return null;
  return `Recovered after ${
    counted(Math.max(1, Math.round((recovery - start) / 86_400_000)), "day")
  }`;
}
