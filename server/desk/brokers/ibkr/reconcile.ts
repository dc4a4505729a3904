/** Comparing what the account has with what is known of it, after everything that it had to tell was heard. */
import type { Kysely } from "kysely";
import type { BrokerOrderRow } from "../../../db/broker_schema.ts";
import type { Database } from "../../../db/schema.ts";
import type { PaperNotices } from "./notices.ts";
import {
  changeOrder,
  followsOfSymbol,
  isLive,
  knownPositions,
  moveOrder,
  openGroups,
} from "./orders.ts";
import type { BrokerSnapshot } from "./tws.ts";
import { goneWords, lostWords, notCanceledWords, positionWords } from "./words.ts";

/** Times that an order is sent which nobody acknowledges. */
const MOST_ATTEMPTS = 2;

interface ReconcileParts {
  readonly db: Kysely<Database>;
  readonly now: () => number;
  readonly notices: PaperNotices;
  /** Whether a cancel that came to nothing is tried once more. */
  readonly mayCancelAgain: (order: BrokerOrderRow) => boolean;
}

export async function reconcile(had: BrokerSnapshot, parts: ReconcileParts): Promise<void> {
  const { db, now } = parts;
  for (const group of await openGroups(db)) {
    for (const order of [group.entry, ...group.children]) {
      const isOpen = had.openReferences.has(order.client_order_id) ||
        order.perm_id !== null && had.openPermIds.has(order.perm_id);
      if (isLive(order) && order.status !== "initialized") await settle(order, isOpen, parts);
    }
  }
  for (const [symbol, expected] of await knownPositions(db)) {
    const actual = had.positions.get(symbol) ?? 0;
    if (actual === expected) continue;
    for (const followId of await followsOfSymbol(db, symbol)) {
      await parts.notices.tell(followId, [{
        key: `broker:position:${symbol}:${expected}:${actual}`,
        type: "broker_position",
        severity: "error",
        message: positionWords(symbol, expected, actual),
        metadata: { symbol, expected, actual },
        atMs: now(),
      }]);
    }
  }
}

/** An order of which the account was asked, after everything that it had to tell was heard. */
async function settle(
  order: BrokerOrderRow,
  isOpen: boolean,
  { db, now, notices, mayCancelAgain }: ReconcileParts,
): Promise<void> {
  const { role, symbol, status } = order;
  const atMs = now();
  if (isOpen) {
    if (status !== "pending_cancel") return;
    // The cancel was not heard: it is sent again.
    if (mayCancelAgain(order)) return await changeOrder(db, order.id, { status: "accepted" });
    return await notices.tell(order.follow_id, [{
      key: `broker:${order.client_order_id}:not_canceled`,
      type: "broker_not_canceled",
      severity: "error",
      message: notCanceledWords(role, symbol),
      atMs,
    }]);
  }
  const key = `broker:${order.client_order_id}`;
  if (status === "submitted") {
    if (order.attempts < MOST_ATTEMPTS) {
      return await changeOrder(db, order.id, { status: "initialized" });
    }
    await db.transaction().execute((trx) => moveOrder(trx, order.id, "expired", { atMs }));
    return await notices.tell(order.follow_id, [{
      key: `${key}:lost`,
      type: "broker_lost",
      severity: "error",
      message: lostWords(role, symbol),
      atMs,
    }]);
  }
  await db.transaction().execute((trx) => moveOrder(trx, order.id, "canceled", { atMs }));
  if (status === "pending_cancel") return await notices.tell(order.follow_id, []);
  await notices.tell(order.follow_id, [{
    key: `${key}:gone`,
    type: "broker_gone",
    severity: "warning",
    message: goneWords(role, symbol),
    atMs,
  }]);
}
