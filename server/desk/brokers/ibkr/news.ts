/** Writing down what the broker says, once, in whatever order and however often it says it. */
import type { Kysely, Transaction } from "kysely";
import type { BrokerOrderRow } from "../../../db/broker_schema.ts";
import type { Database } from "../../../db/schema.ts";
import type { NewEvent } from "../../basics/events.ts";
import {
  changeOrder,
  groupOf,
  heldOf,
  isLive,
  moveOrder,
  namedOrder,
  tellOrder,
} from "./orders.ts";
import type { BrokerNews } from "./tws.ts";
import {
  aliveWords,
  canceledWords,
  correctedWords,
  lateFillWords,
  rejectedWords,
  remarkWords,
} from "./words.ts";

type OrderNews = Extract<BrokerNews, { readonly kind: "order" }>;
type Execution = Extract<BrokerNews, { readonly kind: "execution" }>;
type Problem = Extract<BrokerNews, { readonly kind: "problem" }>;

/** What came of a piece of news. */
export interface Heard {
  /** The order that has changed. */
  readonly order: BrokerOrderRow | null;
  /** To be told to the follow. */
  readonly events: readonly NewEvent[];
  /** Shares by which the account's position has moved. */
  readonly moved: { readonly symbol: string; readonly shares: number } | null;
  /** Something does not add up: what the broker has is to be compared. */
  readonly isAmiss: boolean;
}

const NOTHING: Heard = { order: null, events: [], moved: null, isAmiss: false };

/** Refused for good: no such stock, rejected, no permission, and what else is known of orders like ours. */
const REFUSED = new Set([110, 200, 201, 203, 321, 387, 434, 460]);
const CANCELED = 202;
const DUPLICATE_ID = 103;
const MODIFIED_WHEN_FILLED = 104;
const CANNOT_CANCEL = new Set([161, 10147, 10148]);
const OPEN_STATES = new Set(["PreSubmitted", "Submitted"]);
const CANCELED_STATES = new Set(["Cancelled", "ApiCancelled"]);

export async function hear(
  db: Kysely<Database>,
  news: OrderNews | Execution | Problem | Extract<BrokerNews, { readonly kind: "fee" }>,
  nowMs: number,
): Promise<Heard> {
  return await db.transaction().execute(async (trx) => {
    switch (news.kind) {
      case "order":
        return await hearState(trx, news, nowMs);
      case "execution":
        return await hearExecution(trx, news, nowMs);
      case "fee":
        await trx.updateTable("broker_fills").set({ fee: news.fee, updated_at: new Date() })
          .where("execution_id", "=", news.executionId).execute();
        return NOTHING;
      case "problem":
        return await hearProblem(trx, news, nowMs);
    }
  });
}

async function hearState(
  trx: Transaction<Database>,
  news: OrderNews,
  nowMs: number,
): Promise<Heard> {
  const order = await namedOrder(trx, news);
  if (!order) return NOTHING;
  const { status, permId, orderId } = news;
  if (permId !== null && order.perm_id === null) {
    await changeOrder(trx, order.id, { perm_id: permId });
  }
  if (orderId !== null && order.broker_order_id !== orderId && isLive(order)) {
    await changeOrder(trx, order.id, { broker_order_id: orderId });
  }
  const telling = { atMs: nowMs, raw: news };
  const { role, symbol } = order;
  if (OPEN_STATES.has(status)) {
    if (order.status === "submitted" || order.status === "initialized") {
      await moveOrder(trx, order.id, "accepted", telling);
      return { ...NOTHING, order };
    }
    // Open by name, and given up here: a state of an order that has ended can be an old one.
    const isGivenUp = order.status === "expired" && news.reference !== null;
    if (!isGivenUp) return NOTHING;
    await changeOrder(trx, order.id, { is_wanted: false });
    await moveOrder(trx, order.id, "accepted", telling);
    return {
      ...NOTHING,
      order,
      events: [event(order, "alive", "warning", aliveWords(role, symbol), nowMs)],
    };
  }
  if (CANCELED_STATES.has(status)) return await canceled(trx, order, telling);
  if (status === "Inactive" && order.status === "submitted") {
    // Taken and held back; the reason comes as a problem of its own.
    await moveOrder(trx, order.id, "accepted", telling);
    return { ...NOTHING, order };
  }
  if (status === "Filled" && isLive(order)) {
    const group = await groupOf(trx, order.entry_id ?? order.id);
    // Orders of a group shrink by what another one has filled.
    const isSold = order.role !== "entry" && group !== null && heldOf(group) <= 0;
    if (!isSold || order.filled === 0) {
      return { ...NOTHING, isAmiss: order.filled < order.quantity };
    }
    await moveOrder(trx, order.id, "filled", telling);
    return { ...NOTHING, order };
  }
  return NOTHING;
}

async function canceled(
  trx: Transaction<Database>,
  order: BrokerOrderRow,
  telling: { readonly atMs: number; readonly raw: unknown },
): Promise<Heard> {
  if (!isLive(order)) return NOTHING;
  await moveOrder(trx, order.id, "canceled", telling);
  const group = await groupOf(trx, order.entry_id ?? order.id);
  // What is sold cancels the other level by itself.
  const isExpected = !order.is_wanted ||
    (order.role !== "entry" && group !== null && heldOf(group) <= 0);
  const words = canceledWords(order.role, order.symbol);
  return {
    ...NOTHING,
    order,
    events: isExpected ? [] : [event(order, "canceled", "warning", words, telling.atMs)],
  };
}

async function hearExecution(
  trx: Transaction<Database>,
  news: Execution,
  nowMs: number,
): Promise<Heard> {
  const order = await namedOrder(trx, news);
  if (!order) return NOTHING;
  const { executionId, side, quantity, price } = news;
  const key = executionId.replace(/\.\d+$/, "");
  const known = await trx.selectFrom("broker_fills").selectAll()
    .where("execution_key", "=", key).executeTakeFirst();
  if (known && known.execution_id >= executionId) return NOTHING;
  const atMs = news.atMs ?? nowMs;
  const sign = side === "buy" ? 1 : -1;
  if (known) {
    await trx.updateTable("broker_fills")
      .set({ execution_id: executionId, quantity, price, fee: null, updated_at: new Date() })
      .where("id", "=", known.id).execute();
  } else {
    await trx.insertInto("broker_fills").values({
      broker_order_id: order.id,
      execution_key: key,
      execution_id: executionId,
      side,
      quantity,
      price,
      happened_at: new Date(atMs),
      heard_at: new Date(nowMs),
    }).execute();
  }
  const filled = order.filled + quantity - (known?.quantity ?? 0);
  const isWhole = filled >= order.quantity;
  await changeOrder(trx, order.id, {
    filled,
    ...(news.permId !== null && order.perm_id === null ? { perm_id: news.permId } : {}),
    ...(isWhole ? { status: "filled" } : {}),
    // It is known at the broker, though that was never told.
    ...(!isWhole && order.status === "submitted" ? { status: "accepted" } : {}),
  });
  await tellOrder(trx, order.id, {
    event: known ? "corrected" : isWhole ? "filled" : "part_filled",
    price,
    quantity,
    atMs,
    heardAtMs: nowMs,
    raw: news,
  });
  const { role, symbol } = order;
  const isLate = !known && !isLive(order) && order.status !== "filled";
  return {
    order,
    events: known
      ? [event(order, `corrected:${executionId}`, "warning", correctedWords(symbol, price), nowMs)]
      : isLate
      ? [event(
        order,
        `late:${key}`,
        "warning",
        lateFillWords(role, quantity, symbol),
        nowMs,
        "broker_late_fill",
      )]
      : [],
    moved: { symbol, shares: sign * (quantity - (known?.quantity ?? 0)) },
    isAmiss: false,
  };
}

async function hearProblem(
  trx: Transaction<Database>,
  news: Problem,
  nowMs: number,
): Promise<Heard> {
  const { orderId, code, text } = news;
  if (orderId === null) return NOTHING;
  const order = await namedOrder(trx, { reference: null, permId: null, orderId });
  if (!order) return NOTHING;
  const telling = { atMs: nowMs, raw: news };
  const { role, symbol, id } = order;
  if (code === CANCELED) return await canceled(trx, order, telling);
  if (code === DUPLICATE_ID) {
    // The number is taken: it is sent under another one.
    if (order.status !== "submitted") return NOTHING;
    await changeOrder(trx, id, { status: "initialized", broker_order_id: null });
    return { ...NOTHING, order };
  }
  if (code === MODIFIED_WHEN_FILLED || CANNOT_CANCEL.has(code)) {
    return { ...NOTHING, isAmiss: true };
  }
  if (REFUSED.has(code) && isLive(order)) {
    if (order.status === "accepted" && order.sent_price !== null) {
      // A new level was refused, or the order itself: what is open tells.
      const words = rejectedWords(role, symbol, code, text);
      const events = [event(order, `refused:${code}`, "error", words, nowMs)];
      return { ...NOTHING, events, isAmiss: true };
    }
    await moveOrder(trx, id, "rejected", telling);
    const words = rejectedWords(role, symbol, code, text);
    return { ...NOTHING, order, events: [event(order, "rejected", "error", words, nowMs)] };
  }
  const words = remarkWords(role, symbol, code, text);
  return { ...NOTHING, events: [event(order, `remark:${code}`, "warning", words, nowMs)] };
}

function event(
  order: BrokerOrderRow,
  what: string,
  severity: NewEvent["severity"],
  message: string,
  atMs: number,
  type = `broker_${what.replace(/:.*/s, "")}`,
): NewEvent {
  return {
    key: `broker:${order.client_order_id}:${what}`,
    type,
    severity,
    message,
    metadata: { client_order_id: order.client_order_id, symbol: order.symbol, role: order.role },
    atMs,
  };
}
