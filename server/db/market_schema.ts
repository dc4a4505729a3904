/** The tables of candles and of the vendors that they come from, as Kysely sees them. */
import type { Generated } from "kysely";
import type { DefaultedTime } from "./column_types.ts";

export interface CandlesTable {
  asset: string;
  timeframe: string;
  /** The exchange, `synthetic`, or the name an import gave. */
  venue: string;
  /** Whose private import it is; `null` for the shared series. */
  owner_id: string | null;
  /** Open time. */
  timestamp: Date;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Stretches of a series known to be complete: a gap inside one is real and is not asked for again. */
export interface CandleCoverageTable {
  id: Generated<string>;
  asset: string;
  timeframe: string;
  venue: string;
  owner_id: string | null;
  from_time: Date;
  /** Exclusive. */
  to_time: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** A month of a series that has had candles: triggers keep it with every change of one of its rows, and renew its version. */
export interface CandleMonthsTable {
  asset: string;
  timeframe: string;
  venue: string;
  owner_id: string | null;
  /** Months since the year 0, UTC. */
  month: number;
  version: Generated<string>;
  candles: number;
  /** Those of them without a volume. */
  bare: number;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type RestatementStatus = "open" | "accepted" | "rejected" | "superseded";

/** An answer of a vendor that differs from a stored candle. */
export interface CandleRestatementsTable {
  id: Generated<string>;
  asset: string;
  timeframe: string;
  venue: string;
  /** Open time. */
  timestamp: Date;
  old_open: number;
  old_high: number;
  old_low: number;
  old_close: number;
  old_volume: number;
  new_open: number;
  new_high: number;
  new_low: number;
  new_close: number;
  new_volume: number;
  /** Who gave the new values. */
  vendor: string;
  status: Generated<RestatementStatus>;
  seen_at: DefaultedTime;
  /** When it was accepted, rejected or superseded. */
  decided_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** When a shared series was looked through, and up to where its vendor was asked a second time. */
export interface CandleChecksTable {
  asset: string;
  timeframe: string;
  venue: string;
  checked_at: Date | null;
  /** The months as they were then: `month version,…`. */
  months: Generated<string>;
  rechecked_to: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Something about a shared series that a person should know. */
export interface CandleFindingsTable {
  id: Generated<string>;
  asset: string;
  timeframe: string;
  venue: string;
  kind: string;
  /** Of a disagreement; else empty. */
  other_venue: Generated<string>;
  from_time: Date;
  /** Exclusive. */
  to_time: Date;
  candles: number;
  /** How far off, as a share. */
  size: number | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Files of CANDLES_DIR that have been taken in, so that an unchanged one is skipped at the next start. */
export interface CandleFilesTable {
  id: Generated<string>;
  path: string;
  /** Bytes. */
  size: number;
  modified_at: Date;
  sha256: string;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Room that an import under way has been given. */
export interface ImportReservationsTable {
  id: Generated<string>;
  user_id: string;
  /** Which of the account's series. */
  series: string;
  /** How many the series will have then, at the most. */
  candles: number;
  /** A process that is killed in between must not keep the room for ever. */
  expires_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** A change of a vendor's state; the newest row is its state now, none = it works. */
export interface VendorStatesTable {
  id: Generated<string>;
  vendor: string;
  state: "working" | "away";
  /** Code of the failure that put it aside. */
  reason: string | null;
  since: Date;
  created_at: DefaultedTime;
}

/** The vendor that somebody has put before the order of the settings; one row, or none. */
export interface VendorChoiceTable {
  id: number;
  vendor: string;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface MarketTables {
  candles: CandlesTable;
  candle_coverage: CandleCoverageTable;
  candle_months: CandleMonthsTable;
  candle_restatements: CandleRestatementsTable;
  candle_checks: CandleChecksTable;
  candle_findings: CandleFindingsTable;
  candle_files: CandleFilesTable;
  import_reservations: ImportReservationsTable;
  vendor_states: VendorStatesTable;
  vendor_choice: VendorChoiceTable;
}
