/** Why a trade ended, as it stands on screen. */
import type { ExitReason } from "../engine/mod.ts";

export const EXIT_WORDS: Readonly<Record<ExitReason, string>> = {
  signal: "Signal",
  stop_loss: "Stop loss",
  trailing_stop: "Trailing stop",
  take_profit: "Take profit",
  time: "Time",
  open: "Still open",
};
