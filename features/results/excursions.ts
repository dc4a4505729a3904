/** How far the price went against each trade and in its favour: points of a picture, and what they say. */
import type { ResultTrade } from "../../components/result_words/result.ts";
import { number, percent } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";

type Trade = Pick<ResultTrade, "mae" | "mfe" | "pnl" | "return" | "exit_time">;

/** A closed trade in the picture. */
export interface Excursion {
  /** Its place among all trades, from 0. */
  readonly trade: number;
  /** How far it fell below its entry: a fraction, 0 and more. */
  readonly fall: number;
  /** How far it rose above its entry: a fraction, 0 and more. */
  readonly rise: number;
  readonly return: number;
  readonly won: boolean;
}

/** The closed trades, in order of time. */
export function excursionsOf(trades: readonly Trade[]): readonly Excursion[] {
  return trades.flatMap((trade, index) =>
    trade.exit_time === null ? [] : [{
      trade: index,
      fall: Math.max(0, -trade.mae),
      rise: Math.max(0, trade.mfe),
      return: trade.return,
      won: trade.pnl > 0,
    }]
  );
}

/** Fewer than so many trades of a kind say nothing about where a stop or a target belongs. */
const ENOUGH = 5;

/** What winners went through and what losers had, in up to two sentences. */
export function excursionWords(excursions: readonly Excursion[]): readonly string[] {
  const falls = excursions.filter(({ won }) => won).map(({ fall }) => fall);
  const rises = excursions.filter(({ won }) => !won).map(({ rise }) => rise);
  const words: string[] = [];
  if (falls.length >= ENOUGH) {
    words.push(`9 of 10 winning trades fell at most ${size(quantile(falls, 0.9))} on their way.`);
  }
  if (rises.length >= ENOUGH) {
    const median = quantile(rises, 0.5);
    words.push(
      median > 0.0005
        ? `Half of the losing trades had been ${size(median)} or more ahead.`
        : "Half of the losing trades were never ahead.",
    );
  }
  return words;
}

/** "Trade 12 fell to −3.20 %, rose to +5.10 % and made +2.40 %." */
export function readingWords({ trade, fall, rise, return: made }: Excursion): string {
  return `Trade ${number(trade + 1)} fell to ${metricText("mae", -fall)}, rose to ${
    metricText("mfe", rise)
  } and made ${metricText("trade_return", made)}.`;
}

/** The value that a share of the values does not exceed; of a few values one of them. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function size(fraction: number): string {
  return percent(fraction, { digits: 1, sign: "negative" });
}
