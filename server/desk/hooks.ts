/** What the desk tells other parts of the server, such as notices and streams, without knowing them. */
import type { Kysely, Transaction } from "kysely";
import type { SignalOutcome } from "../db/desk_schema.ts";
import type { Database } from "../db/schema.ts";
import type { FollowedRow, NewEvent } from "./queries.ts";

/** A signal that was written down with the candle that gave it. */
export interface ToldSignal {
  readonly follow: FollowedRow;
  readonly signalId: string;
  readonly type: "entry" | "exit";
  readonly outcome: SignalOutcome;
  /** Open of the candle, Unix ms. */
  readonly candleMs: number;
  /** Its close, quote currency. */
  readonly price: number;
}

export interface ToldEvent {
  readonly follow: FollowedRow;
  readonly event: NewEvent;
}

/** A candle that a follow has gone past. */
export interface ToldStep {
  readonly follow: FollowedRow;
  /** Open of the candle, Unix ms. */
  readonly candleMs: number;
  readonly signalId: string | null;
}

/**
 * `onSignal` and `onEvent` are called once for what is new, within the transaction that writes it: what they write stands or falls
 * with it, and what they throw undoes it. `afterStep` is called when the transaction of a candle has ended, by the process that
 * worked on it and not at all when that is killed before: nothing may depend on it. What it throws is logged.
 */
export interface DeskHooks {
  readonly onSignal?: (trx: Transaction<Database>, told: ToldSignal) => Promise<void>;
  readonly onEvent?: (trx: Kysely<Database>, told: ToldEvent) => Promise<void>;
  readonly afterStep?: (told: ToldStep) => Promise<void>;
}

/** Several as one, in their order. */
export function joinHooks(...all: readonly DeskHooks[]): DeskHooks {
  return {
    onSignal: async (trx, told) => {
      for (const { onSignal } of all) await onSignal?.(trx, told);
    },
    onEvent: async (trx, told) => {
      for (const { onEvent } of all) await onEvent?.(trx, told);
    },
    afterStep: async (told) => {
      for (const { afterStep } of all) await afterStep?.(told);
    },
  };
}
