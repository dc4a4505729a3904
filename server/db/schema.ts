/**
 * The tables as Kysely sees them. Columns are snake_case, as in the REST API; times are `Date`s in code and `timestamptz`
 * in the database; rates are percent here (as people type them) and become fractions at the engine's door.
 */
import type { ColumnType, Generated, Insertable, Selectable } from "kysely";
import type { DefaultedTime, Json } from "./column_types.ts";
import type { AccountTables } from "./account_schema.ts";
import type { BackupTables } from "./backup_schema.ts";
import type { BrokerTables } from "./broker_schema.ts";
import type { DeskTables } from "./desk_schema.ts";
import type { MarketTables } from "./market_schema.ts";
import type { NoticeTables } from "./notice_schema.ts";
import type { PlanTables } from "./plan_schema.ts";
import type { WatchingTables } from "./watching_schema.ts";

export interface UsersTable {
  id: Generated<string>;
  /** Trimmed and lower-cased; unique. */
  email: string;
  /** argon2id, encoded with its parameters. */
  password_hash: string;
  default_fee_percent: number | null;
  default_slippage_percent: number | null;
  /** IANA name for display, `null` = the browser's. */
  timezone: string | null;
  /** Limits of this account alone; `null` = everybody's. */
  max_strategies: number | null;
  max_backtests_per_day: number | null;
  max_imports: number | null;
  max_import_candles: number | null;
  /** Given by an operator; `null` = as it was bought. */
  plan: "free" | "premium" | null;
  /** First steps that leave no other trace; `null` until they are done. */
  live_result_seen_at: Date | null;
  compared_at: Date | null;
  /** Since when the list of first steps is not wanted. */
  onboarding_dismissed_at: Date | null;
  role: Generated<Role>;
  /** Since when nobody gets in with it; `null` = it is in use. */
  disabled_at: Date | null;
  /** When it was shown that the person reads this address; `null` until then. */
  email_verified_at: Date | null;
  /** Base32; `null` without a second step of logging in. */
  totp_secret: string | null;
  /** `null` while the secret has not been confirmed with a code. */
  totp_enabled_at: Date | null;
  /** The newest 30 seconds whose code was used, counted from 1970: no code works twice. */
  totp_last_step: number | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type Role = "owner" | "admin" | "member";

export interface SessionsTable {
  id: Generated<string>;
  user_id: string;
  /** SHA-256 of the token, hex; the token itself is never stored. */
  token_hash: string;
  user_agent: string | null;
  last_seen_at: DefaultedTime;
  expires_at: Date;
  /** When the password was last typed in it. */
  confirmed_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface StrategiesTable {
  id: Generated<string>;
  user_id: string;
  name: string;
  asset: string;
  timeframe: string;
  /** The owner's import that is meant with `asset` and `timeframe`; `null` = what everybody shares. */
  import_name: string | null;
  is_archived: Generated<boolean>;
  auto_update_enabled: Generated<boolean>;
  /** How much of the past the daily run covers: `3m`, `6m`, `1y`, `2y`, `3y` or `all`. */
  auto_update_horizon: Generated<string>;
  /** When it was last switched on or its track record restarted; earlier failures do not count. */
  auto_update_since: Date | null;
  auto_update_last_run_at: Date | null;
  /** Days in a row whose run failed for good. */
  auto_update_failing_days: Generated<number>;
  /** Why the newest automatic run failed; `null` when it did not. */
  auto_update_failure: string | null;
  /** Why the app has switched it off; `null` when it has not. */
  auto_update_off_reason: string | null;
  /** What the owner set for testing it, as `strategyContextSchema`; `null` before anything was set. */
  context: ColumnType<unknown, string | null | undefined, string>;
  /** The owner's tags, as `tagsSchema`. */
  tags: ColumnType<unknown, string | undefined, string>;
  is_pinned: Generated<boolean>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface StrategyVersionsTable {
  id: Generated<string>;
  strategy_id: string;
  /** 1, 2, 3 … within the strategy. */
  version_number: number;
  definition_json: Json<unknown>;
  /** The author's line about this version; `null` without one. */
  note: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type RunStatus = "pending" | "running" | "completed" | "failed";
/** What a run waits for that is away. */
export type WaitingFor = "storage" | "database" | "exchange";
export type RunTrigger = "manual" | "rerun" | "schedule";

export interface BacktestRunsTable {
  id: Generated<string>;
  user_id: string;
  strategy_id: string;
  strategy_version_id: string;
  /** The market of the run; the strategy may have moved on since. */
  asset: string;
  timeframe: string;
  /** The owner's import that is meant with `asset` and `timeframe`; `null` = what everybody shares. */
  import_name: string | null;
  status: Generated<RunStatus>;
  /** First candle at or after. */
  date_from: Date;
  /** Last candle before. */
  date_to: Date;
  fee_percent: number;
  slippage_percent: number;
  initial_capital: number;
  intrabar: string;
  triggered_by: Generated<RunTrigger>;
  /** Where the candles come from; of a run that has not ended, where they are expected to come from. */
  venue: string | null;
  /** Open time of the first candle that it read, its history included; `null` of old runs. */
  candles_from: Date | null;
  /** The venue that the run has to read; `null` = the first that can give the candles. */
  venue_asked: string | null;
  /** The venue that would have been read before, and the code of why it was not. */
  venue_passed_over: string | null;
  venue_reason: string | null;
  engine_version: string | null;
  run_hash: string | null;
  /** 0..1 */
  progress: Generated<number>;
  /** How often a runner has claimed the row. */
  attempts: Generated<number>;
  /** Which runner holds the row, and until when it may. */
  claimed_by: string | null;
  lease_expires_at: Date | null;
  /** How long it takes to compute, as `estimateOf` has it: nanoseconds of a fast machine. */
  estimate: Generated<number>;
  /** Counts up over all claims of all runs; `null` before the first of this one. */
  turn: number | null;
  /** Not to be claimed before: set when a run is put back for a while. */
  free_at: DefaultedTime;
  /** How long it was put back for so far because something was away, milliseconds. */
  waited_ms: Generated<number>;
  /** What was away when it was put back. */
  waiting_for: WaitingFor | null;
  /** Counts up with every change that those who watch the run see. */
  revision: Generated<number>;
  total_return: number | null;
  cagr: number | null;
  max_drawdown: number | null;
  num_trades: number | null;
  win_rate: number | null;
  buy_and_hold_return: number | null;
  /** A few points of the equity as multiples of the capital; `null` before the run has ended, and of old runs. */
  sparkline: Json<readonly number[]> | null;
  results_storage_key: string | null;
  /** Of the stored result; `null` of runs of before that was counted. */
  result_bytes: number | null;
  /** When the result was deleted and the summary kept; `null` while it is whole. */
  result_reduced_at: Date | null;
  /** W3C traceparent of the request that asked for it. */
  trace_context: string | null;
  error_code: string | null;
  error_message: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  /** When the owner first looked at the result. */
  seen_at: Date | null;
  /** Of its strategy when it completed: how many variations had been looked at, and the variance of their daily Sharpes. */
  trials_count: number | null;
  trials_variance: number | null;
  /** The owner's line about this run; `null` without one. */
  note: string | null;
  /** The owner's tags, as `tagsSchema`. */
  tags: ColumnType<unknown, string | undefined, string>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** A locked version: what it has done since is kept apart from what was known then. One open a strategy. */
export interface TrackRecordsTable {
  id: Generated<string>;
  strategy_id: string;
  strategy_version_id: string;
  sealed_at: Date;
  /** Close of the first candle that was still open at the start of the record: it counts from here. */
  starts_at: Date;
  /** `null` while the record is open. */
  ended_at: Date | null;
  /** Market, range and settings of its runs, as they were at sealing. */
  asset: string;
  timeframe: string;
  /** The owner's import that is meant with `asset` and `timeframe`; `null` = what everybody shares. */
  import_name: string | null;
  horizon: string;
  date_from: Date;
  fee_percent: number;
  slippage_percent: number;
  initial_capital: number;
  intrabar: string;
  /** Where the candles of its runs come from; `null` in old records without a run: the first of the order. */
  venue: string | null;
  /** Of the resampling, 0..2^32 − 1. */
  seed: number;
  /** Whole days before sealing with a daily return; `null` until the first run is in. */
  past_days: number | null;
  /** What the past made likely; `null` until the first run is in, or when there is too little past. */
  band_json: Json<unknown> | null;
  /** Of the newest run: how far it reaches, and what came after `starts_at`. */
  since_until: Date | null;
  since_return: number | null;
  since_trades: number | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type ScheduledOutcome = "open" | "completed" | "failed" | "deleted";

/** The automatic run of one strategy on one UTC day. */
export interface ScheduledRunsTable {
  id: Generated<string>;
  strategy_id: string;
  /** `2026-01-31`; unique with the strategy. */
  utc_day: string;
  forward_record_id: string;
  /** `null` when the run has been deleted. */
  run_id: string | null;
  outcome: Generated<ScheduledOutcome>;
  tries: Generated<number>;
  /** Set while a failed run waits to be tried again. */
  next_try_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Work that one process does at a time. */
export interface WorkLeasesTable {
  name: string;
  holder: string;
  expires_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Tries to log in that count, of all processes together. */
export interface LoginAttemptsTable {
  /** SHA-256 of who tries from where, hex. */
  key: string;
  tries: number;
  /** When the first of them was; of an account as a whole, the last. */
  since: Date;
  /** From when on they count no longer. */
  expires_at: DefaultedTime;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Devices that an account was logged in with. */
export interface LoginDevicesTable {
  user_id: string;
  /** SHA-256 of the device's token, hex. */
  token_hash: string;
  /** When an account was last logged in with it. */
  last_used_at: DefaultedTime;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Blobs whose rows are gone. */
export interface BlobDeletionsTable {
  key: string;
  /** Not before; a run that was under way may still write its blob. */
  due_at: DefaultedTime;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Backtests that were deleted and count for their day all the same. */
export interface DeletedBacktestsTable {
  /** The run's own id. */
  id: string;
  user_id: string;
  /** When the run was asked for. */
  created_at: Date;
  updated_at: DefaultedTime;
}

/** The variations of a strategy whose results were looked at. */
export interface StrategyTrialsTable {
  strategy_id: string;
  count: Generated<number>;
  /** Of their daily Sharpe ratios. */
  sum: Generated<number>;
  sum_of_squares: Generated<number>;
  /** Content hashes of the newest of them, the oldest first, 16 hex digits each, with nothing between. */
  hashes: Generated<string>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** How far a run can be trusted: who computes it. The report itself is a blob. */
export interface RobustnessReportsTable {
  run_id: string;
  status: Generated<RunStatus>;
  /** Which process computes it. */
  claimed_by: string | null;
  /** W3C traceparent of the request that asked for it. */
  trace_context: string | null;
  /** From when on it may be claimed (again). */
  free_at: DefaultedTime;
  attempts: Generated<number>;
  error_code: string | null;
  error_message: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface Database
  extends
    AccountTables,
    BackupTables,
    BrokerTables,
    DeskTables,
    MarketTables,
    NoticeTables,
    PlanTables,
    WatchingTables {
  users: UsersTable;
  sessions: SessionsTable;
  strategies: StrategiesTable;
  strategy_versions: StrategyVersionsTable;
  strategy_trials: StrategyTrialsTable;
  backtest_runs: BacktestRunsTable;
  robustness_reports: RobustnessReportsTable;
  forward_records: TrackRecordsTable;
  scheduled_runs: ScheduledRunsTable;
  work_leases: WorkLeasesTable;
  login_attempts: LoginAttemptsTable;
  login_devices: LoginDevicesTable;
  blob_deletions: BlobDeletionsTable;
  deleted_backtests: DeletedBacktestsTable;
}

export type UserRow = Selectable<UsersTable>;
export type StrategyRow = Selectable<StrategiesTable>;
export type StrategyVersionRow = Selectable<StrategyVersionsTable>;
export type TrackRecordRow = Selectable<TrackRecordsTable>;
export type BacktestRunRow = Selectable<BacktestRunsTable>;
export type NewBacktestRun = Insertable<BacktestRunsTable>;
