/** Where the orders of a follow go. */
import type { Transaction } from "kysely";
import type { DeskRun, DeskStep } from "../../../engine/desk.ts";
import type { FollowRow } from "../../db/desk_schema.ts";
import type { Database } from "../../db/schema.ts";

/** A candle that a follow went through. */
export interface BrokerStep {
  readonly follow: FollowRow;
  readonly asset: string;
  readonly step: DeskStep;
  readonly run: Pick<DeskRun, "orderValue" | "entryLevels">;
  readonly close: number;
  /** Unix ms. */
  readonly closedAtMs: number;
  readonly timeframeMs: number;
  readonly nowMs: number;
  /** No later candle is known. */
  readonly isNewest: boolean;
}

/**
 * A broker of the desk. The simulation decides in any case; a broker with an account writes down in the same transaction what it
 * is to be asked for, and asks afterwards.
 */
export interface Broker {
  readonly name: FollowRow["broker"];
  /** Why an asset cannot be traded there; `null` when it can. */
  refusalOf(asset: string): string | null;
  /** After the rows of the candle were written, in their transaction. */
  onStep(trx: Transaction<Database>, step: BrokerStep): Promise<void>;
  /** When the follow is stopped, in that transaction. */
  onStop(trx: Transaction<Database>, follow: FollowRow, nowMs: number): Promise<void>;
}
