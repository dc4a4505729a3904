/** The tables of the desk (migration 0018) as Kysely sees them. */
import type { Generated, Selectable } from "kysely";
import type { DefaultedTime, Json } from "./column_types.ts";

/** A market that is followed, with its particulars. */
export interface InstrumentsTable {
  id: Generated<string>;
  symbol: string;
  name: string;
  exchange: string;
  venue: string;
  kind: "pair" | "stock";
  base: string;
  quote: string;
  /** The smallest step of a price, quote currency. */
  tick: number;
  /** When it is open; `null` = always. */
  hours_json: Json<unknown> | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** A series of candles as the desk has seen it. */
export interface DeskSeriesTable {
  id: Generated<string>;
  asset: string;
  timeframe: string;
  venue: string;
  /** Counts up whenever a candle of the past has changed. */
  revision: Generated<number>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface DeskCandlesTable {
  series_id: string;
  open_time: Date;
  open: number;
  high: number;
  low: number;
  close: number;
  /** NaN where the candle came without one. */
  volume: number;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type FollowStatus = "active" | "paused" | "stopped";

/** A version that is followed on its market, with what it was sealed with. */
export interface FollowsTable {
  id: Generated<string>;
  seq: Generated<number>;
  user_id: string;
  strategy_id: string;
  strategy_version_id: string;
  instrument_id: string;
  series_id: string;
  broker: Generated<"simulated" | "ibkr_paper">;
  status: Generated<FollowStatus>;
  initial_capital: number;
  fee_percent: number;
  slippage_percent: number;
  intrabar: string;
  /** Largest value of an order, quote currency; `null` = any. */
  max_order: number | null;
  /** Loss of a UTC day, percent of its first equity, at which the follow pauses; `null` = never. */
  max_daily_loss_percent: number | null;
  max_orders_per_hour: number | null;
  /** Open of the first candle whose signals count. */
  started_at: Date;
  stopped_at: Date | null;
  /** Open of the first candle of history; `null` before the first step. */
  history_from: Date | null;
  /** Open of the newest candle that was worked on. */
  last_candle_at: Date | null;
  /** Ordered for the open of the next candle. */
  pending: "entry" | "exit" | null;
  /** At the close of that candle, quote currency. */
  equity: number;
  /** As `FollowState` of the desk. */
  state_json: Json<unknown> | null;
  /** Why it waits for candles; `null` while it does not. */
  problem: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Candles that a follow has seen otherwise than they are now; without prices: it has seen none. */
export interface FollowCandlesTable {
  follow_id: string;
  open_time: Date;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  volume: number | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface FollowPausesTable {
  id: Generated<string>;
  follow_id: string;
  from_time: Date;
  /** `null` while it lasts. */
  to_time: Date | null;
  reason: "owner" | "everything" | "daily_loss" | "problem";
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type SignalOutcome =
  | "ordered"
  | "exit_at_same_close"
  | "cooldown"
  | "no_cash"
  | "paused"
  | "largest_order"
  | "orders_per_hour";

export interface SignalsTable {
  id: Generated<string>;
  seq: Generated<number>;
  follow_id: string;
  strategy_version_id: string;
  /** Open of the candle at whose close it came. */
  candle_at: Date;
  type: "entry" | "exit";
  cause: "signal" | "time";
  /** Its order was filled. */
  executed: Generated<boolean>;
  outcome: SignalOutcome;
  /** Close of the candle. */
  price: number;
  /** What the blocks showed, as `Reading`. */
  values_json: Json<unknown>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export type OrderStatus =
  | "initialized"
  | "denied"
  | "submitted"
  | "accepted"
  | "rejected"
  | "triggered"
  | "pending_cancel"
  | "canceled"
  | "expired"
  | "filled";

export interface OrdersTable {
  id: Generated<string>;
  seq: Generated<number>;
  follow_id: string;
  signal_id: string | null;
  client_order_id: string;
  role: "entry" | "exit" | "stop" | "target";
  side: "buy" | "sell";
  type: "market" | "stop" | "limit";
  /** Of entry and exit the candle of the signal, of stop and target that of the entry. */
  candle_at: Date;
  /** `null` of an entry before its fill. */
  quantity: number | null;
  /** Level of a stop or a limit. */
  price: number | null;
  status: OrderStatus;
  broker: string;
  broker_order_id: string | null;
  submitted_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Append-only: a trigger refuses changes. */
export interface OrderEventsTable {
  id: Generated<string>;
  seq: Generated<number>;
  order_id: string;
  /** 1, 2, 3 … of the order. */
  number: number;
  event: OrderStatus | "replaced";
  price: number | null;
  happened_at: Date;
  heard_at: Date;
  raw_json: Json<unknown> | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface FillsTable {
  id: Generated<string>;
  seq: Generated<number>;
  follow_id: string;
  order_id: string;
  execution_id: string;
  side: "buy" | "sell";
  quantity: number;
  price: number;
  /** Before slippage. */
  reference_price: number;
  /** Quote currency. */
  fee: number;
  slippage: number;
  /** Open of the candle in which it was filled. */
  candle_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface TradesTable {
  id: Generated<string>;
  seq: Generated<number>;
  follow_id: string;
  entry_fill_id: string;
  exit_fill_id: string | null;
  entry_at: Date;
  exit_at: Date | null;
  entry_price: number;
  exit_price: number | null;
  quantity: number;
  fees: number;
  slippage: number;
  /** Of an open trade at the newest close. */
  pnl: number;
  return: number;
  r: number | null;
  exit_reason: string;
  initial_stop: number | null;
  target: number | null;
  /** The engine's `Trade`. */
  trade_json: Json<unknown>;
  /** What the blocks showed at the close that gave the signal, as `Reading`. */
  market_context: Json<unknown>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface StrategyEventsTable {
  id: Generated<string>;
  seq: Generated<number>;
  follow_id: string;
  /** Unique within the follow: an event is told once. */
  key: string;
  type: string;
  severity: "info" | "warning" | "error";
  message: string;
  metadata_json: Json<unknown>;
  happened_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface DeskTables {
  instruments: InstrumentsTable;
  desk_series: DeskSeriesTable;
  desk_candles: DeskCandlesTable;
  follows: FollowsTable;
  follow_candles: FollowCandlesTable;
  follow_pauses: FollowPausesTable;
  signals: SignalsTable;
  orders: OrdersTable;
  order_events: OrderEventsTable;
  fills: FillsTable;
  trades: TradesTable;
  strategy_events: StrategyEventsTable;
}

export type FollowRow = Selectable<FollowsTable>;
