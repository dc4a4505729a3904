/** What a run says that waits because something is away. */
import type { Run } from "../contracts/backtests.ts";

export const WAITING_WORDS: Readonly<Record<NonNullable<Run["waiting_for"]>, string>> = {
  storage: "Results cannot be stored right now.",
  database: "The database does not answer right now.",
  exchange: "The exchange does not answer right now, and these candles are not stored yet.",
};

/** What happens next with such a run. */
export const TRIED_AGAIN = "Your backtest waits and is tried again automatically.";
