/**
 * Interactive Brokers' paper account: what it is to be asked for is written down with the candle that orders it. Asking, and
 * hearing what became of it, is done by `ibkr/bridge.ts`.
 */
import { rateOf } from "../../../contracts/engine_settings.ts";
import type { Transaction } from "kysely";
import type { FollowRow } from "../../db/desk_schema.ts";
import type { Database } from "../../db/schema.ts";
import { twelveData } from "../../market_data/vendors/twelve_data.ts";
import { insertEvent } from "../basics/events.ts";
import { clientOrderId } from "../basics/order_ids.ts";
import type { Broker, BrokerStep } from "./broker.ts";
import { groupOf, heldOf, insertOrder, isLive, LIVE, moveOrder } from "./ibkr/orders.ts";
import { lateEntryWords, leftWords, restCanceledWords, tooSmallWords } from "./ibkr/words.ts";

/** Stocks whose candles come from Twelve Data, by their symbols. */
function symbolOf(asset: string): { readonly symbol: string; readonly currency: string } | null {
  const symbol = twelveData.markets.find((market) => market.asset === asset)?.symbol;
  const currency = asset.split("/")[1];
  return symbol === undefined || currency === undefined ? null : { symbol, currency };
}

export const ibkrPaper: Broker = {
  name: "ibkr_paper",
  refusalOf: (asset) =>
    symbolOf(asset)
      ? null
      : `The paper account trades stocks whose candles come from ${twelveData.title}; ${asset} is not one.`,
  onStep,
  onStop,
};

async function onStep(trx: Transaction<Database>, told: BrokerStep): Promise<void> {
  const { follow, step, closedAtMs } = told;
  let ordered: string | null = null;
  for (const action of step.actions) {
    const reference = clientOrderId(follow.id, action);
    if (action.role === "entry" && action.kind === "submitted") {
      ordered = reference;
      await orderEntry(trx, told, reference);
    } else if (action.role === "entry" && action.kind === "filled") {
      await endEntry(trx, told, reference);
    } else if (
      (action.role === "stop" || action.role === "target") &&
      (action.kind === "submitted" || action.kind === "replaced") && action.price !== null
    ) await setLevel(trx, follow.id, action.role, action.price);
  }
  // What the simulation holds no longer, or sells at the next open, is sold.
  if (step.position !== null && step.pending !== "exit") return;
  await trx.updateTable("broker_orders").set({ goal: "flat", updated_at: new Date() })
    .where("follow_id", "=", follow.id).where("goal", "=", "hold")
    .where("client_order_id", "!=", ordered ?? "").where("queued_at", "<", new Date(closedAtMs + 1))
    .execute();
}

async function orderEntry(
  trx: Transaction<Database>,
  { follow, asset, run, close, closedAtMs, timeframeMs, nowMs, isNewest }: BrokerStep,
  reference: string,
): Promise<void> {
  const market = symbolOf(asset);
  if (!market) return;
  const price = close * (1 + rateOf(follow.slippage_percent));
  const quantity = Math.floor(run.orderValue / price);
  const isLate = !isNewest || nowMs - closedAtMs >= timeframeMs;
  const { stop, target } = run.entryLevels;
  await insertOrder(trx, {
    ...market,
    follow_id: follow.id,
    client_order_id: reference,
    role: "entry",
    type: "market",
    quantity,
    goal: "hold",
    stop_price: stop === null ? null : toCent(stop),
    target_price: target === null ? null : toCent(target),
    status: isLate || quantity === 0 ? "expired" : "initialized",
    // By the clock of whoever sends it.
    atMs: nowMs,
  });
  if (!isLate && quantity > 0) return;
  await insertEvent(trx, follow.id, {
    key: `broker:${reference}:unsent`,
    type: "broker_unsent",
    severity: "warning",
    message: isLate
      ? lateEntryWords(closedAtMs)
      : tooSmallWords(run.orderValue, close, market.currency),
    atMs: nowMs,
  });
}

/** The candle for which it was meant is over: what was not filled in it is canceled. */
async function endEntry(
  trx: Transaction<Database>,
  { follow, nowMs }: BrokerStep,
  reference: string,
): Promise<void> {
  const entry = await trx.selectFrom("broker_orders").selectAll()
    .where("client_order_id", "=", reference).executeTakeFirst();
  if (!entry || !isLive(entry) || !entry.is_wanted) return;
  await trx.updateTable("broker_orders").set({ is_wanted: false, updated_at: new Date() })
    .where("id", "=", entry.id).execute();
  await insertEvent(trx, follow.id, {
    key: `broker:${reference}:rest`,
    type: "broker_unfilled",
    severity: "warning",
    message: restCanceledWords(entry.filled, entry.quantity, entry.symbol),
    atMs: nowMs,
  });
}

async function setLevel(
  trx: Transaction<Database>,
  followId: string,
  role: "stop" | "target",
  level: number,
): Promise<void> {
  const price = toCent(level);
  const column = role === "stop" ? "stop_price" : "target_price";
  await trx.updateTable("broker_orders").set({ [column]: price, updated_at: new Date() })
    .where("follow_id", "=", followId).where("goal", "=", "hold").execute();
  await trx.updateTable("broker_orders").set({ price, updated_at: new Date() })
    .where("follow_id", "=", followId).where("role", "=", role).where("status", "in", LIVE)
    .execute();
}

async function onStop(trx: Transaction<Database>, follow: FollowRow, nowMs: number): Promise<void> {
  const entries = await trx.updateTable("broker_orders")
    .set({ goal: "leave", updated_at: new Date() })
    .where("follow_id", "=", follow.id).where("role", "=", "entry")
    .where("goal", "in", ["hold", "flat"]).returning(["id", "symbol"]).execute();
  let [held, symbol] = [0, ""];
  for (const entry of entries) {
    const group = await groupOf(trx, entry.id);
    if (!group) continue;
    for (const order of [group.entry, ...group.children]) {
      if (order.status === "initialized") {
        await moveOrder(trx, order.id, "canceled", { atMs: nowMs });
      }
    }
    held += heldOf(group);
    symbol = entry.symbol;
  }
  if (held === 0) return;
  await insertEvent(trx, follow.id, {
    key: "broker:left",
    type: "broker_left",
    severity: "warning",
    message: leftWords(held, symbol),
    atMs: nowMs,
  });
}

/** Levels of stocks are told in cents. */
function toCent(price: number): number {
  return Math.round(price * 100) / 100;
}
