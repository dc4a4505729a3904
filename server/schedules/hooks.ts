/** What daily updates tell other parts of the server, such as notices, without knowing them. */
import type { Transaction } from "kysely";
import type { BacktestRunRow, Database, StrategyRow } from "../db/schema.ts";

/** The daily run of a strategy, once it is decided what became of the day. */
export interface ToldDay {
  readonly strategy: StrategyRow;
  readonly run: BacktestRunRow;
  readonly day: string;
  readonly outcome:
    | {
      readonly kind: "completed";
      /** Since the record began; `null` when it has no candle yet. */
      readonly since: { readonly return: number; readonly trades: number } | null;
    }
    | { readonly kind: "failed"; readonly problem: string; readonly switchedOff: boolean };
}

/**
 * `onDay` is called once a day and strategy, within the transaction that decides it; what it throws undoes that. `afterDay` is called
 * when that has ended, and not at all when the process is killed before; it must not throw.
 */
export interface ScheduleHooks {
  readonly onDay?: (trx: Transaction<Database>, told: ToldDay) => Promise<void>;
  readonly afterDay?: (told: ToldDay) => Promise<void>;
}
