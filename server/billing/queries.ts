/** The statements about subscriptions, and about the events that were taken in. */
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { Database } from "../db/schema.ts";
import type { BillingEvent, SubscriptionState } from "./payments.ts";

export type SubscriptionRow = Selectable<Database["subscriptions"]>;

/** How long an event that was taken in is remembered; Stripe sends one for three days at the most. */
const REMEMBERED_MS = 30 * 86_400_000;

export async function subscriptionOf(
  db: Kysely<Database>,
  userId: string,
): Promise<SubscriptionRow | undefined> {
  return await db.selectFrom("subscriptions").selectAll().where("user_id", "=", userId)
    .executeTakeFirst();
}

export async function accountOfCustomer(
  db: Kysely<Database>,
  customerId: string,
): Promise<string | undefined> {
  const row = await db.selectFrom("subscriptions").select("user_id")
    .where("customer_id", "=", customerId).executeTakeFirst();
  return row?.user_id;
}

/** Keeps which customer an account is; the first one stays. Answers who it is. */
export async function keepCustomer(
  db: Kysely<Database>,
  userId: string,
  customerId: string,
): Promise<string> {
  await db.insertInto("subscriptions").values({ user_id: userId, customer_id: customerId })
    .onConflict((conflict) => conflict.column("user_id").doNothing()).execute();
  const row = await db.selectFrom("subscriptions").select("customer_id")
    .where("user_id", "=", userId).executeTakeFirstOrThrow();
  return row.customer_id;
}

/** Whether the event was taken in before. */
export async function isKnownEvent(db: Kysely<Database>, id: string): Promise<boolean> {
  const row = await db.selectFrom("billing_events").select("id").where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Remembers an event; answers whether it is new. Old ones are forgotten with it. */
export async function rememberEvent(
  trx: Transaction<Database>,
  { id, type, happenedMs }: BillingEvent,
  customerId: string,
  nowMs: number,
): Promise<boolean> {
  const rows = await trx.insertInto("billing_events").values({
    id,
    type,
    customer_id: customerId,
    happened_at: new Date(happenedMs),
    created_at: new Date(nowMs),
  }).onConflict((conflict) => conflict.column("id").doNothing()).returning("id").execute();
  await trx.deleteFrom("billing_events")
    .where("created_at", "<", new Date(nowMs - REMEMBERED_MS)).execute();
  return rows.length > 0;
}

/**
 * Writes what was read from Stripe, unless something was written that was read later. Answers the state before, or `undefined`
 * when nothing was written.
 */
export async function writeState(
  trx: Transaction<Database>,
  userId: string,
  state: SubscriptionState | null,
  { readMs, isFailing }: { readonly readMs: number; readonly isFailing: boolean },
): Promise<SubscriptionRow | undefined> {
  const before = await trx.selectFrom("subscriptions").selectAll().where("user_id", "=", userId)
    .forUpdate().executeTakeFirst();
  if (!before || before.read_at !== null && before.read_at.getTime() > readMs) return undefined;
  // Another subscription fails for itself.
  const failedBefore = before.subscription_id === (state?.id ?? null) ? before.failed_at : null;
  await trx.updateTable("subscriptions").set({
    subscription_id: state?.id ?? null,
    status: state?.status ?? null,
    period_end: state?.periodEndMs == null ? null : new Date(state.periodEndMs),
    ends: state?.ends ?? false,
    failed_at: isFailing ? failedBefore ?? new Date(readMs) : null,
    read_at: new Date(readMs),
    updated_at: sql<Date>`now()`,
  }).where("user_id", "=", userId).execute();
  return before;
}
