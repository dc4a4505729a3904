/** The tables of paper accounts (migration 0023) as Kysely sees them. */
import type { Generated, Selectable } from "kysely";
import type { DefaultedTime, Json } from "./column_types.ts";

export type BrokerOrderStatus =
  | "initialized"
  | "submitted"
  | "accepted"
  | "rejected"
  | "pending_cancel"
  | "canceled"
  | "expired"
  | "filled";

/** What is to become of the shares of an entry: held with stop and target, sold, or left alone. */
export type BrokerGoal = "hold" | "flat" | "leave";

/** An order as a broker is asked for it. */
export interface BrokerOrdersTable {
  id: Generated<string>;
  seq: Generated<number>;
  follow_id: string;
  /** The entry whose shares it sells; `null` of an entry. */
  entry_id: string | null;
  /** The broker's `orderRef`; of an entry that of the simulated order. */
  client_order_id: string;
  role: "entry" | "exit" | "stop" | "target";
  type: "market" | "stop" | "limit";
  symbol: string;
  currency: string;
  /** Whole shares. */
  quantity: number;
  filled: Generated<number>;
  /** Level of a stop or a limit, as it should be and as the broker was told. */
  price: number | null;
  sent_price: number | null;
  /** False: it is to be canceled. */
  is_wanted: Generated<boolean>;
  /** Of an entry. */
  goal: BrokerGoal | null;
  /** Of an entry: the levels that its position is protected with. */
  stop_price: number | null;
  target_price: number | null;
  status: BrokerOrderStatus;
  /** The broker's number of it, which may begin anew. */
  broker_order_id: number | null;
  /** The broker's lasting number of it. */
  perm_id: number | null;
  /** How often it was sent. */
  attempts: Generated<number>;
  queued_at: Date;
  sent_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Append-only: a trigger refuses changes. */
export interface BrokerOrderEventsTable {
  id: Generated<string>;
  seq: Generated<number>;
  broker_order_id: string;
  event: BrokerOrderStatus | "replaced" | "part_filled" | "corrected";
  price: number | null;
  quantity: number | null;
  happened_at: Date;
  heard_at: Date;
  raw_json: Json<unknown> | null;
  created_at: DefaultedTime;
}

export interface BrokerFillsTable {
  id: Generated<string>;
  seq: Generated<number>;
  broker_order_id: string;
  /** The execution without the number of its correction. */
  execution_key: string;
  execution_id: string;
  side: "buy" | "sell";
  quantity: number;
  price: number;
  /** `null` until the broker has told it. */
  fee: number | null;
  happened_at: Date;
  heard_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface BrokerTables {
  broker_orders: BrokerOrdersTable;
  broker_order_events: BrokerOrderEventsTable;
  broker_fills: BrokerFillsTable;
}

export type BrokerOrderRow = Selectable<BrokerOrdersTable>;
