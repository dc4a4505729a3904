/** How much of the answer hangs on what a candle does not say: which of stop and target came first. */
import type { IntrabarMode } from "../../engine/mod.ts";
import { counted, number, percent } from "../format.ts";
import type { ResultSummary } from "./result.ts";

type Ambiguity = ResultSummary["ambiguity"];

export const INTRABAR_WORDS: Readonly<Record<IntrabarMode, string>> = {
  stop_first: "The stop",
  ohlc_path: "By the candle’s likely path",
  target_first: "The target",
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
    return "In no trade were stop and target both inside the candle that ended it, so the result does not hang on which came first.";
  }
  const values = intrabarRows(ambiguity).flatMap(([, value]) => value ?? []);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const what = `In ${counted(trades, "trade")} stop and target were both inside one candle`;
  if (values.length < MODES.length) {
    return `${what}. What the other assumptions would have given was not recorded by the version that made this result.`;
  }
  if (percent(least) === percent(most)) {
    return `${what}. Whichever came first, the total return stays at ${percent(least)}.`;
  }
  return `${what}, which does not say which came first. The total return lies between ${
    percent(least)
  } and ${percent(most)}: ${number((most - least) * 100, 1)} points hang on that assumption.`;
}
