/** Versions that are followed candle by candle, and what comes of it: signals, orders, trades, events. */
import { z } from "zod";
import {
  capitalSchema,
  DEFAULT_CAPITAL,
  feePercentSchema,
  intrabarSchema,
  slippagePercentSchema,
} from "./backtests.ts";
import { queryNumber } from "./query_numbers.ts";

const timeSchema = z.string().describe("ISO 8601, UTC");
const candleTime = timeSchema.describe("Open of the candle, ISO 8601, UTC");

const FOLLOW_STATUSES = ["active", "paused", "stopped"] as const;
const followStatusSchema = z.enum(FOLLOW_STATUSES);

const maxOrder = z.number("The largest order is an amount above 0.")
  .positive("The largest order is an amount above 0.").max(1e12).nullable();
const maxDailyLoss = z.number("The daily loss is a percentage above 0, up to 100.")
  .positive("The daily loss is a percentage above 0, up to 100.")
  .max(100, "The daily loss is a percentage above 0, up to 100.").nullable();
const maxOrdersPerHour = z.int("Orders per hour is a whole number from 1 to 1,000.")
  .min(1, "Orders per hour is a whole number from 1 to 1,000.")
  .max(1_000, "Orders per hour is a whole number from 1 to 1,000.").nullable();

export const createFollowSchema = z.strictObject({
  strategy_id: z.string("Choose a strategy."),
  broker: z.enum(["simulated", "ibkr_paper"], { error: "Choose simulated or ibkr_paper." })
    .optional().describe("`ibkr_paper`: a paper account at Interactive Brokers, for stocks"),
  version: z.number().int().min(1).optional().describe("The newest without it"),
  initial_capital: capitalSchema.default(DEFAULT_CAPITAL),
  fee_percent: feePercentSchema.optional().describe("The strategy's or the account's without it"),
  slippage_percent: slippagePercentSchema.optional()
    .describe("The strategy's or the account's without it"),
  intrabar: intrabarSchema.optional(),
  max_order: maxOrder.optional().describe("Largest value of an order, quote currency"),
  max_daily_loss_percent: maxDailyLoss.optional()
    .describe("Loss of a UTC day, percent, at which the follow pauses"),
  max_orders_per_hour: maxOrdersPerHour.optional(),
});
export type CreateFollow = z.infer<typeof createFollowSchema>;

export const updateFollowSchema = z.strictObject({
  action: z.enum(["pause", "resume", "stop"], { error: "Choose pause, resume or stop." })
    .optional(),
  max_order: maxOrder.optional(),
  max_daily_loss_percent: maxDailyLoss.optional(),
  max_orders_per_hour: maxOrdersPerHour.optional(),
});
export type UpdateFollow = z.infer<typeof updateFollowSchema>;

/** What the blocks showed at the newest closes, the oldest first. */
export interface Reading {
  /** Open times, Unix ms. */
  readonly time: readonly number[];
  readonly close: readonly number[];
  /** `block.port` → one value a candle; signals as 0 and 1. */
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

const deskPositionSchema = z.object({
  entry_at: candleTime,
  entry_price: z.number(),
  quantity: z.number(),
  stop: z.number().nullable(),
  target: z.number().nullable(),
  pnl: z.number().describe("At the newest close, quote currency"),
  return: z.number().describe("A fraction of what it cost"),
});

const paperStandingSchema = z.object({
  symbol: z.string().nullable().describe("`null` before its first order"),
  held: z.number().describe("Shares in the paper account, by its executions"),
  open_orders: z.number().int().describe("Open there, or waiting to be sent"),
  trades: z.number().int().describe("Trades that were compared with the simulation"),
  cost: z.number().describe("What they cost more than the simulation says, quote currency"),
});

export const followSchema = z.object({
  id: z.uuid(),
  strategy_id: z.uuid(),
  strategy_name: z.string(),
  version_number: z.number().int(),
  asset: z.string(),
  timeframe: z.string(),
  venue: z.string(),
  broker: z.enum(["simulated", "ibkr_paper"]),
  status: followStatusSchema,
  state: z.string().describe("How it stands, in words"),
  problem: z.string().nullable().describe("Why it waits for candles"),
  initial_capital: z.number(),
  fee_percent: z.number(),
  slippage_percent: z.number(),
  intrabar: intrabarSchema,
  max_order: z.number().nullable(),
  max_daily_loss_percent: z.number().nullable(),
  max_orders_per_hour: z.number().int().nullable(),
  started_at: candleTime.describe("Open of the first candle whose close counts"),
  stopped_at: timeSchema.nullable(),
  last_candle_at: candleTime.nullable(),
  last_close: z.number().nullable(),
  pending: z.enum(["entry", "exit"]).nullable().describe("Ordered for the open of the next candle"),
  equity: z.number(),
  return: z.number().describe("Since it began, a fraction"),
  held: z.number().describe("Base currency, from the fills alone"),
  position: deskPositionSchema.nullable(),
  paper: paperStandingSchema.nullable().describe("`null` with the simulated broker"),
  created_at: timeSchema,
});
export type Follow = z.infer<typeof followSchema>;

/** Closes of the candle that is open now that would order something at the next open. */
export const flipPricesSchema = z.object({
  stretches: z.array(z.object({
    order: z.enum(["entry", "exit"]),
    from: z.number().nullable().describe(
      "First close of it; `null` where it begins below the range",
    ),
    to: z.number().nullable().describe("Last close of it; `null` where it goes on above the range"),
  })),
  reference: z.number().describe("The last close"),
  range_percent: z.number().describe("How far around it was looked"),
  in_position: z.boolean(),
});
export type FlipPrices = z.infer<typeof flipPricesSchema>;
export const followFlipSchema = z.object({
  flip: flipPricesSchema.nullable().describe(
    "`null` before the first candle and while an order waits",
  ),
});

/** A follow since it began, a point for each close (of many every n-th), oldest first. */
export const followCourseSchema = z.object({
  time: z.array(z.number()).describe("Closes, Unix ms"),
  close: z.array(z.number()),
  equity: z.array(z.number()),
  likely: z.object({
    past_days: z.number().int().describe("Daily returns before it began that the range is from"),
    needed_days: z.number().int().describe("With fewer there is none"),
    low: z.array(z.number()),
    middle: z.array(z.number()),
    high: z.array(z.number()),
  }).nullable().describe(
    "Equity after 0, 1, 2 … days: nine in ten futures drawn from the past stay between; empty lists with too short a past, `null` when it cannot be said now",
  ),
});
export type FollowCourse = z.infer<typeof followCourseSchema>;

export const followListSchema = z.object({ follows: z.array(followSchema) });
export const pausedAllSchema = z.object({ paused: z.number().int() });

/** Which rows, and where to go on. */
const pageQuery = {
  follow_id: z.uuid("follow_id is the id of a follow.").optional(),
  limit: queryNumber("limit", 1, 200).default(50),
  before: queryNumber("before", 1, Number.MAX_SAFE_INTEGER).optional()
    .describe("`next` of the page before"),
};
const next = z.number().int().nullable()
  .describe("For `before` of the next page; `null` on the last one");

export const SIGNAL_OUTCOMES = [
  "ordered",
  "exit_at_same_close",
  "cooldown",
  "no_cash",
  "paused",
  "largest_order",
  "orders_per_hour",
] as const;

export const listSignalsSchema = z.strictObject({
  ...pageQuery,
  type: z.enum(["entry", "exit"]).optional(),
});
export const signalSchema = z.object({
  id: z.uuid(),
  follow_id: z.uuid(),
  candle_at: candleTime,
  type: z.enum(["entry", "exit"]),
  cause: z.enum(["signal", "time"]),
  executed: z.boolean(),
  outcome: z.enum(SIGNAL_OUTCOMES),
  price: z.number().describe("Close of the candle"),
  reasons: z.array(z.string()).describe("What its conditions showed"),
  values: z.record(z.string(), z.number().nullable()).describe("By `block.port`"),
});
export type Signal = z.infer<typeof signalSchema>;
export const signalListSchema = z.object({ signals: z.array(signalSchema), next });

export const ORDER_STATUSES = [
  "initialized",
  "denied",
  "submitted",
  "accepted",
  "rejected",
  "triggered",
  "pending_cancel",
  "canceled",
  "expired",
  "filled",
] as const;

export const listOrdersSchema = z.strictObject({
  ...pageQuery,
  status: z.enum(ORDER_STATUSES).optional(),
});
const executionSchema = z.object({
  execution_id: z.string(),
  quantity: z.number(),
  price: z.number(),
  reference_price: z.number().describe("Before slippage"),
  fee: z.number(),
  slippage: z.number(),
  candle_at: candleTime,
});
export const orderSchema = z.object({
  id: z.uuid(),
  follow_id: z.uuid(),
  signal_id: z.uuid().nullable().describe("`null` of a stop and a target"),
  client_order_id: z.string(),
  role: z.enum(["entry", "exit", "stop", "target"]),
  side: z.enum(["buy", "sell"]),
  type: z.enum(["market", "stop", "limit"]),
  quantity: z.number().nullable(),
  price: z.number().nullable().describe("Level of a stop or a limit"),
  status: z.enum(ORDER_STATUSES),
  broker: z.string(),
  submitted_at: timeSchema,
  events: z.array(z.object({
    event: z.enum([...ORDER_STATUSES, "replaced"]),
    price: z.number().nullable(),
    happened_at: timeSchema,
    heard_at: timeSchema,
  })),
  fills: z.array(executionSchema),
});
export type Order = z.infer<typeof orderSchema>;
export const orderListSchema = z.object({ orders: z.array(orderSchema), next });

/** An execution by itself, as it is told when it comes. */
export const deskFillSchema = executionSchema.extend({
  id: z.uuid(),
  follow_id: z.uuid(),
  order_id: z.uuid(),
  side: z.enum(["buy", "sell"]),
});
export type DeskFill = z.infer<typeof deskFillSchema>;

export const listTradesSchema = z.strictObject({
  ...pageQuery,
  state: z.enum(["open", "closed"]).optional(),
});
const seenSideSchema = z.object({
  price: z.number().describe("Average of the executions"),
  difference: z.number().describe("To the simulated price, quote currency a share"),
  delay_ms: z.number().nullable()
    .describe("To the simulated fill; `null` where only its candle is known"),
});
const slippageSeenSchema = z.object({
  bought: z.number(),
  sold: z.number(),
  entry: seenSideSchema.nullable(),
  exit: seenSideSchema.nullable(),
  fees: z.number(),
  cost: z.number().describe("More than the simulation says, fees included; quote currency"),
});

export const deskTradeSchema = z.object({
  id: z.uuid(),
  follow_id: z.uuid(),
  entry_at: candleTime,
  exit_at: candleTime.nullable(),
  entry_price: z.number(),
  exit_price: z.number().nullable(),
  quantity: z.number(),
  fees: z.number(),
  slippage: z.number(),
  pnl: z.number(),
  return: z.number(),
  r: z.number().nullable(),
  exit_reason: z.enum(["signal", "stop_loss", "trailing_stop", "take_profit", "time", "open"]),
  initial_stop: z.number().nullable(),
  target: z.number().nullable(),
  seen: slippageSeenSchema.nullable()
    .describe("What the paper account filled otherwise; `null` where it filled nothing"),
});
export type DeskTrade = z.infer<typeof deskTradeSchema>;
export const deskTradeListSchema = z.object({ trades: z.array(deskTradeSchema), next });

export const listEventsSchema = z.strictObject({
  ...pageQuery,
  type: z.string().max(40).optional(),
});
export const deskEventSchema = z.object({
  id: z.uuid(),
  follow_id: z.uuid(),
  type: z.string(),
  severity: z.enum(["info", "warning", "error"]),
  message: z.string(),
  happened_at: timeSchema,
});
export type DeskEvent = z.infer<typeof deskEventSchema>;
export const deskEventListSchema = z.object({ events: z.array(deskEventSchema), next });

/** Something about a follow has changed: read it again. */
export const deskChangeSchema = z.object({ follow_id: z.string() });
