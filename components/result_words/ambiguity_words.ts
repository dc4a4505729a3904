/** How much of the result depends on which of stop and target came first, where both fall in one candle. */
import type { IntrabarMode } from "../../engine/mod.ts";
import { counted } from "../../text/format.ts";
import { metricDifference, metricText } from "../../text/metric_text.ts";
import type { ResultSummary } from "./result.ts";

type Ambiguity = ResultSummary["ambiguity"];

export const INTRABAR_WORDS: Readonly<Record<IntrabarMode, string>> = {
  stop_first: "Stop first",
  ohlc_path: "Likely path of the candle",
  target_first: "Target first",
};

const MODES = Object.keys(INTRABAR_WORDS) as IntrabarMode[];

/** The total return by assumption, the careful one first; `null` where the result does not say. */
export function intrabarRows(
  { total_return }: Ambiguity,
): readonly (readonly [IntrabarMode, number | null])[] {
  return MODES.map((mode) => [mode, total_return[mode]] as const);
}

export function ambiguityWords(ambiguity: Ambiguity): string {
  const { ambiguous_trades: trades } = ambiguity;
  if (trades === 0) {
    return "In no trade did stop and target fall in the same candle, so their order does not matter.";
  }
  const values = intrabarRows(ambiguity).flatMap(([, value]) => value ?? []);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const [low, high] = [metricText("total_return", least), metricText("total_return", most)];
  const what = `In ${counted(trades, "trade")}, stop and target fell in the same candle`;
  if (values.length < MODES.length) {
    return `${what}. What the other assumptions would have given was not recorded by the version that made this result.`;
  }
  if (low === high) return `${what}. Whichever came first, the total return is ${low}.`;
  const apart = metricDifference("total_return", most, least).replace("+", "");
  return `${what}, so either may have come first. The total return is between ${low} and ${high}, ${apart} apart.`;
}
