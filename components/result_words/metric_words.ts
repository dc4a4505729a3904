/** The metric cards: what each is called, what it means, how it is written. */
import { GLOSSARY, type TermKey } from "../../text/glossary.ts";
import { counted, tone, UNKNOWN } from "../../text/format.ts";
import { type Metric, metricText } from "../../text/metric_text.ts";
import { NOT_RECORDED, type ResultSummary } from "./result.ts";
import { FEW_TRADES } from "./verdict.ts";

export interface MetricCard {
  readonly key: TermKey;
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

/** The cards of a result, the most asked-for first. */
export function metricCards(metrics: Metrics, initialCapital: number): readonly MetricCard[] {
  const of = (key: string) => metrics[key] ?? null;
  const trades = of("num_trades") ?? 0;
  const noTrades = trades === 0 ? NO_TRADES : null;
  const fees = of("fees_paid");
  const slippage = of("slippage_paid");
  const costs = fees === null || slippage === null ? null : fees + slippage;
  const cagr = of("cagr");
  const isAbsurd = cagr !== null && cagr > MOST_CAGR;
  // A metric that is undefined is there as `null`; what an earlier version did not know is not there.
  const cards = [
    card("total_return", of("total_return"), {
      coloured: true,
      note: `Buy & hold ${metricText("buy_and_hold_return", of("buy_and_hold_return"))}`,
    }),
    card("cagr", isAbsurd ? null : cagr, {
      coloured: true,
      why: isAbsurd
        ? "The period is too short to say anything about a year."
        : "The period is shorter than one day.",
    }),
    card("max_drawdown", of("max_drawdown"), {
      coloured: true,
      note: drawdownNote(metrics),
    }),
    card("num_trades", of("num_trades"), {
      note: trades > 0 && trades < FEW_TRADES ? "Too few to judge" : null,
    }),
    card("win_rate", of("win_rate"), {
      why: noTrades,
    }),
    card("average_r", of("average_r"), {
      coloured: true,
      why: noTrades ?? "It needs a stop loss to measure the risk by.",
    }),
    card("sharpe", of("sharpe"), {
      why: "Too few days, or the equity never changed.",
    }),
    card("profit_factor", of("profit_factor"), {
      why: noTrades ?? "No trade lost, so there is nothing to divide by.",
    }),
    card("exposure", of("exposure")),
    card("costs", costs, {
      why: NOT_RECORDED,
      note: costs !== null && costs > 0 && initialCapital > 0
        ? `${metricText("costs_share", costs / initialCapital)} of starting capital`
        : null,
    }),
  ];
  return cards.map((one) =>
    one.value === UNKNOWN && !(one.key in metrics) ? { ...one, why: NOT_RECORDED } : one
  );
}

function card(
  key: TermKey & Metric,
  value: number | null,
  { coloured = false, note = null, why = null }: {
    coloured?: boolean;
    note?: string | null;
    why?: string | null;
  } = {},
): MetricCard {
  const { term: label, definition } = GLOSSARY[key];
  return {
    key,
    label,
    definition,
    value: metricText(key, value),
    tone: coloured ? tone(value) : undefined,
    note,
    why: value === null ? why : null,
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
