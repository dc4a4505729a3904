/** Writing down what a candle did: signal, orders with their events, fills, trades, in this order and in one transaction. */
import type { Transaction } from "kysely";
import type { DeskAction, DeskStep } from "../../engine/desk.ts";
import type { Reading } from "../../contracts/desk.ts";
import { clientOrderId } from "./basics/order_ids.ts";
import type { OrderStatus, SignalOutcome } from "../db/desk_schema.ts";
import type { Database } from "../db/schema.ts";

export interface StepRecord {
  readonly followId: string;
  readonly versionId: string;
  readonly broker: string;
  readonly step: DeskStep;
  /** Of the step's signal. */
  readonly outcome: SignalOutcome | null;
  /** What the blocks showed at this close; asked for with a signal alone. */
  readonly reading: () => Reading;
  /** Close of the candle, Unix ms. */
  readonly closedAtMs: number;
  readonly close: number;
  readonly heardAtMs: number;
}

/** What a step has newly written, for the notices about it. */
export interface Written {
  readonly signalId: string | null;
}

export async function writeStep(
  trx: Transaction<Database>,
  record: StepRecord,
): Promise<Written> {
  const { step } = record;
  // What happened inside the candle comes before its close, where the signal is.
  const inside = step.actions.filter(({ kind }) => kind !== "replaced" && kind !== "submitted");
  const levels = step.actions.filter(isLevel);
  const raised = step.actions.filter(({ kind }) => kind === "replaced");
  const ordered = step.actions.filter((action) => action.kind === "submitted" && !isLevel(action));
  const [bought, ended] = [inside.filter(isEntry), inside.filter((action) => !isEntry(action))];
  for (const action of [...bought, ...levels, ...ended, ...raised]) {
    await writeAction(trx, record, action, null);
  }
  const signalId = await writeSignal(trx, record);
  for (const action of ordered) await writeAction(trx, record, action, signalId);
  return { signalId };
}

const isEntry = ({ role }: DeskAction) => role === "entry";
const isLevel = ({ kind, role }: DeskAction) =>
  kind === "submitted" && (role === "stop" || role === "target");

async function writeSignal(
  trx: Transaction<Database>,
  { followId, versionId, step, outcome, reading, close }: StepRecord,
): Promise<string | null> {
  if (!step.signal || outcome === null) return null;
  const { id } = await trx.insertInto("signals").values({
    follow_id: followId,
    strategy_version_id: versionId,
    candle_at: new Date(step.time),
    type: step.signal.type,
    cause: step.signal.cause,
    outcome,
    price: close,
    values_json: JSON.stringify(reading()),
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

async function writeAction(
  trx: Transaction<Database>,
  record: StepRecord,
  action: DeskAction,
  signalId: string | null,
): Promise<void> {
  const { followId, step, closedAtMs } = record;
  const { role } = action;
  if (action.kind === "submitted") {
    const { type, price, quantity } = action;
    const submittedMs = isLevel(action) ? step.time : closedAtMs;
    const order = await trx.insertInto("orders").values({
      follow_id: followId,
      signal_id: signalId,
      client_order_id: clientOrderId(followId, action),
      role,
      side: role === "entry" ? "buy" : "sell",
      type,
      candle_at: new Date(action.time),
      quantity,
      price,
      status: "accepted",
      broker: record.broker,
      submitted_at: new Date(submittedMs),
    }).returning("id").executeTakeFirstOrThrow();
    for (const [n, event] of (["initialized", "submitted", "accepted"] as const).entries()) {
      await insertOrderEvent(trx, record, order.id, n + 1, { event, price, atMs: submittedMs });
    }
    return;
  }
  const order = await trx.selectFrom("orders as o").select(["o.id", "o.signal_id"])
    .select((eb) =>
      eb.selectFrom("order_events as e").select((e) => e.fn.max("e.number").as("n"))
        .whereRef("e.order_id", "=", "o.id").as("events")
    )
    .where("o.follow_id", "=", followId).where("o.role", "=", role)
    .where("o.candle_at", "=", new Date(action.time)).executeTakeFirstOrThrow();
  let number = (order.events ?? 0) + 1;
  // At the open, or at some moment inside the candle: its open is the last that is known of either.
  const atMs = action.kind === "replaced" ? closedAtMs : step.time;
  const tell = async (event: OrderStatus | "replaced", price: number | null = null) =>
    await insertOrderEvent(trx, record, order.id, number++, { event, price, atMs });
  if (action.kind === "replaced") {
    await tell("replaced", action.price);
    await updateOrder(trx, order.id, { price: action.price });
    return;
  }
  if (action.kind === "canceled") {
    await tell("canceled");
    return await updateOrder(trx, order.id, { status: "canceled" });
  }
  if (action.kind === "rejected") {
    await tell("rejected");
    await updateOrder(trx, order.id, { status: "rejected" });
    if (order.signal_id) {
      await trx.updateTable("signals").set({ outcome: "no_cash", updated_at: new Date() })
        .where("id", "=", order.signal_id).execute();
    }
    return;
  }
  if (role === "stop") await tell("triggered", action.referencePrice);
  await tell("filled", action.price);
  await updateOrder(trx, order.id, { status: "filled", quantity: action.quantity });
  const fill = await trx.insertInto("fills").values({
    follow_id: followId,
    order_id: order.id,
    execution_id: `${clientOrderId(followId, action)}-1`,
    side: action.side,
    quantity: action.quantity,
    price: action.price,
    reference_price: action.referencePrice,
    fee: action.fee,
    slippage: action.slippage,
    candle_at: new Date(step.time),
  }).returning("id").executeTakeFirstOrThrow();
  if (order.signal_id) {
    await trx.updateTable("signals").set({ executed: true, updated_at: new Date() })
      .where("id", "=", order.signal_id).execute();
  }
  await writeTrade(trx, record, action, { fillId: fill.id, signalId: order.signal_id });
}

async function writeTrade(
  trx: Transaction<Database>,
  { followId, step }: StepRecord,
  { side, trade }: DeskAction & { readonly kind: "filled" },
  { fillId, signalId }: { readonly fillId: string; readonly signalId: string | null },
): Promise<void> {
  const told = tradeColumns(trade);
  if (side === "sell") {
    await trx.updateTable("trades").set({ ...told, exit_fill_id: fillId, updated_at: new Date() })
      .where("follow_id", "=", followId).where("entry_at", "=", new Date(trade.entry_time))
      .execute();
    return;
  }
  const signal = signalId === null
    ? undefined
    : await trx.selectFrom("signals").select("values_json").where("id", "=", signalId)
      .executeTakeFirst();
  const level = (role: "stop" | "target") =>
    step.actions.find((action) => action.kind === "submitted" && action.role === role);
  const [stop, target] = [level("stop"), level("target")];
  await trx.insertInto("trades").values({
    ...told,
    follow_id: followId,
    entry_fill_id: fillId,
    entry_at: new Date(trade.entry_time),
    entry_price: trade.entry_price,
    quantity: trade.quantity,
    initial_stop: stop?.kind === "submitted" ? stop.price : null,
    target: target?.kind === "submitted" ? target.price : null,
    market_context: JSON.stringify(signal?.values_json ?? {}),
  }).execute();
}

/** Marks the open trade at the newest close. */
export async function markTrade(
  trx: Transaction<Database>,
  followId: string,
  trade: Parameters<typeof tradeColumns>[0],
): Promise<void> {
  await trx.updateTable("trades").set({ ...tradeColumns(trade), updated_at: new Date() })
    .where("follow_id", "=", followId).where("entry_at", "=", new Date(trade.entry_time)).execute();
}

function tradeColumns(trade: (DeskAction & { readonly kind: "filled" })["trade"]) {
  return {
    exit_at: trade.exit_time === null ? null : new Date(trade.exit_time),
    exit_price: trade.exit_price,
    fees: trade.fees,
    slippage: trade.slippage,
    pnl: trade.pnl,
    return: trade.return,
    r: trade.r,
    exit_reason: trade.exit_reason,
    trade_json: JSON.stringify(trade),
  };
}

/** Cancels what a follow has open, when it is stopped. */
export async function cancelOpenOrders(
  trx: Transaction<Database>,
  followId: string,
  atMs: number,
): Promise<number> {
  const open = await trx.selectFrom("orders as o").select("o.id")
    .select((eb) =>
      eb.selectFrom("order_events as e").select((e) => e.fn.max("e.number").as("n"))
        .whereRef("e.order_id", "=", "o.id").as("events")
    )
    .where("o.follow_id", "=", followId)
    .where("o.status", "in", ["initialized", "submitted", "accepted", "triggered"] as const)
    .orderBy("o.seq").execute();
  for (const { id, events } of open) {
    const told = { event: "canceled" as const, price: null, atMs };
    await insertOrderEvent(trx, { heardAtMs: atMs }, id, (events ?? 0) + 1, told);
    await updateOrder(trx, id, { status: "canceled" });
  }
  return open.length;
}

async function insertOrderEvent(
  trx: Transaction<Database>,
  { heardAtMs }: Pick<StepRecord, "heardAtMs">,
  orderId: string,
  number: number,
  { event, price, atMs }: {
    readonly event: OrderStatus | "replaced";
    readonly price: number | null;
    readonly atMs: number;
  },
): Promise<void> {
  await trx.insertInto("order_events").values({
    order_id: orderId,
    number,
    event,
    price,
    happened_at: new Date(atMs),
    heard_at: new Date(heardAtMs),
  }).execute();
}

async function updateOrder(
  trx: Transaction<Database>,
  id: string,
  values: { status?: OrderStatus; price?: number; quantity?: number },
): Promise<void> {
  await trx.updateTable("orders").set({ ...values, updated_at: new Date() }).where("id", "=", id)
    .execute();
}
