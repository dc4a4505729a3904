/** What is assumed when a candle reached both the stop and the target, in words: the same wherever it is chosen. */
import type { IntrabarMode } from "../../engine/mod.ts";

export const INTRABAR_LABEL = "If stop and target fall in the same candle";

export const INTRABAR_WORDS: Readonly<Record<IntrabarMode, string>> = {
  stop_first: "Assume the stop came first (cautious)",
  ohlc_path: "Follow the candle’s likely path",
  target_first: "Assume the target came first (optimistic)",
};
