/** What is to be done next about the orders of an entry: from what is wanted and what is so, whatever happened in between. */
import type { BrokerOrderRow } from "../../../db/broker_schema.ts";
import { heldOf, isLive, type OrderGroup } from "./orders.ts";

export type Act =
  /** Send it. */
  | { readonly kind: "place"; readonly order: BrokerOrderRow }
  /** Tell its new level. */
  | { readonly kind: "replace"; readonly order: BrokerOrderRow }
  | { readonly kind: "cancel"; readonly order: BrokerOrderRow }
  /** It was never sent, and will not be. */
  | { readonly kind: "drop"; readonly order: BrokerOrderRow; readonly isLate: boolean }
  /** It is not wanted any more. */
  | { readonly kind: "unwant"; readonly order: BrokerOrderRow }
  /** A new order that sells what is held. */
  | {
    readonly kind: "add";
    readonly role: "exit" | "stop" | "target";
    readonly attempt: number;
    readonly quantity: number;
    readonly price: number | null;
  }
  /** It was tried often enough. */
  | { readonly kind: "give_up"; readonly role: "exit" | "stop" | "target"; readonly held: number };

/** How long after its candle's close an entry is still sent: it is meant for the next open. */
export const SEND_WITHIN_MS = 10 * 60_000;
/** Orders of one kind for one entry. */
const MOST_LEVELS = 3;
const MOST_EXITS = 5;

/** `null` while there is nothing to do, or an answer is waited for. */
export function nextAct(group: OrderGroup, nowMs: number): Act | null {
  const { entry, children } = group;
  const live = children.filter(isLive);
  const held = heldOf(group);
  for (const order of [entry, ...live]) {
    const act = isLive(order) ? actOf(order, group, nowMs) : null;
    if (act) return act;
  }
  if (entry.goal === "leave") return wantedOne([entry, ...live]);
  if (entry.goal === "flat") {
    const other = wantedOne([entry, ...live.filter(({ role }) => role !== "exit")]);
    if (other) return other;
    if (isLive(entry) || live.length > 0 || held <= 0) return null;
    return added(group, "exit", held, null, MOST_EXITS);
  }
  if (isLive(entry) || held <= 0) return null;
  // More is held than a level covers: a fill came late.
  const short = live.find(({ role, quantity, filled, is_wanted }) =>
    role !== "exit" && is_wanted && quantity - filled < held
  );
  if (short) return { kind: "unwant", order: short };
  for (const role of ["stop", "target"] as const) {
    const price = role === "stop" ? entry.stop_price : entry.target_price;
    if (price === null || live.some((order) => order.role === role)) continue;
    const act = added(group, role, held, price, MOST_LEVELS);
    if (act.kind === "add") return act;
    if (role === "target" || entry.target_price === null) return act;
    // The target is tried all the same.
    if (live.some((order) => order.role === "target")) return act;
  }
  return null;
}

function actOf(order: BrokerOrderRow, { entry, children }: OrderGroup, nowMs: number): Act | null {
  if (order.status === "initialized") {
    if (!order.is_wanted) return { kind: "drop", order, isLate: false };
    const isLate = order.role === "entry" && nowMs - order.queued_at.getTime() > SEND_WITHIN_MS;
    if (isLate) return { kind: "drop", order, isLate };
    const isFree = order.role !== "exit" ||
      !isLive(entry) && !children.some((other) => other !== order && isLive(other));
    return isFree ? { kind: "place", order } : null;
  }
  if (order.status !== "accepted") return null;
  if (!order.is_wanted) return { kind: "cancel", order };
  return order.price !== order.sent_price ? { kind: "replace", order } : null;
}

function wantedOne(orders: readonly BrokerOrderRow[]): Act | null {
  const order = orders.find((one) => isLive(one) && one.is_wanted);
  return order ? { kind: "unwant", order } : null;
}

function added(
  { children }: OrderGroup,
  role: "exit" | "stop" | "target",
  held: number,
  price: number | null,
  most: number,
): Act {
  const tried = children.filter((order) => order.role === role).length;
  return tried < most
    ? { kind: "add", role, attempt: tried + 1, quantity: held, price }
    : { kind: "give_up", role, held };
}
