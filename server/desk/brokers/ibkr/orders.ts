/** The statements about orders in a paper account. */
import { type Insertable, type Kysely, sql, type Transaction, type Updateable } from "kysely";
import type { BrokerOrderRow, BrokerOrderStatus } from "../../../db/broker_schema.ts";
import type { Database } from "../../../db/schema.ts";
import type { OrderNames } from "./tws.ts";

/** Orders that may still do something. */
export const LIVE = ["initialized", "submitted", "accepted", "pending_cancel"] as const;

export function isLive({ status }: Pick<BrokerOrderRow, "status">): boolean {
  return LIVE.some((one) => one === status);
}

/** An entry with the orders that sell its shares, in the order in which they were made. */
export interface OrderGroup {
  readonly entry: BrokerOrderRow;
  readonly children: readonly BrokerOrderRow[];
}

/** Shares of an entry that have not been sold. */
export function heldOf({ entry, children }: OrderGroup): number {
  return children.reduce((left, { filled }) => left - filled, entry.filled);
}

/** Inserts an order unless it is there; answers its row when it is new. */
export async function insertOrder(
  trx: Kysely<Database>,
  values: Omit<Insertable<Database["broker_orders"]>, "queued_at"> & { readonly atMs: number },
): Promise<BrokerOrderRow | undefined> {
  const { atMs, ...columns } = values;
  const row = await trx.insertInto("broker_orders")
    .values({ ...columns, queued_at: new Date(atMs) })
    .onConflict((c) => c.column("client_order_id").doNothing())
    .returningAll().executeTakeFirst();
  if (row) await tellOrder(trx, row.id, { event: row.status, price: row.price, atMs });
  return row;
}

export interface OrderTelling {
  readonly event: Database["broker_order_events"]["event"];
  readonly price?: number | null;
  readonly quantity?: number;
  /** When it happened, and when it was heard, Unix ms. */
  readonly atMs: number;
  readonly heardAtMs?: number;
  /** What the broker said. */
  readonly raw?: unknown;
}

export async function tellOrder(
  trx: Kysely<Database>,
  orderId: string,
  { event, price = null, quantity, atMs, heardAtMs = atMs, raw }: OrderTelling,
): Promise<void> {
  await trx.insertInto("broker_order_events").values({
    broker_order_id: orderId,
    event,
    price,
    quantity: quantity ?? null,
    happened_at: new Date(atMs),
    heard_at: new Date(heardAtMs),
    raw_json: raw === undefined ? null : JSON.stringify(raw),
  }).execute();
}

export async function changeOrder(
  trx: Kysely<Database>,
  id: string,
  values: Updateable<Database["broker_orders"]>,
): Promise<void> {
  await trx.updateTable("broker_orders").set({ ...values, updated_at: new Date() })
    .where("id", "=", id).execute();
}

/** Changes the state of an order and tells it. */
export async function moveOrder(
  trx: Kysely<Database>,
  id: string,
  status: BrokerOrderStatus,
  telling: Omit<OrderTelling, "event">,
): Promise<void> {
  await changeOrder(trx, id, { status });
  await tellOrder(trx, id, { ...telling, event: status });
}

export async function orderById(
  db: Kysely<Database>,
  id: string,
): Promise<BrokerOrderRow | undefined> {
  return await db.selectFrom("broker_orders").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The order that is meant, locked; `undefined` for one that is not ours. */
export async function namedOrder(
  trx: Transaction<Database>,
  { reference, permId, orderId }: OrderNames,
): Promise<BrokerOrderRow | undefined> {
  const orders = () => trx.selectFrom("broker_orders").selectAll().forUpdate();
  if (reference !== null) {
    const row = await orders().where("client_order_id", "=", reference).executeTakeFirst();
    if (row) return row;
  }
  if (permId !== null) {
    const row = await orders().where("perm_id", "=", permId).executeTakeFirst();
    if (row) return row;
  }
  if (orderId === null) return undefined;
  // Numbers of orders begin anew: one that has a lasting number is known by that alone.
  let rows = orders().where("broker_order_id", "=", orderId).where("status", "in", LIVE);
  if (permId !== null) rows = rows.where("perm_id", "is", null);
  return await rows.orderBy("seq", "desc").executeTakeFirst();
}

/** Groups in which something is open, held, or to be done. */
export async function openGroups(db: Kysely<Database>): Promise<OrderGroup[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from broker_orders e
      left join broker_orders c on c.entry_id = e.id
      where e.role = 'entry'
      group by e.id
      having e.status in (${sql.join(LIVE)})
        or bool_or(c.status in (${sql.join(LIVE)}))
        or (e.goal <> 'leave' and e.filled > coalesce(sum(c.filled), 0))
      order by e.seq`.execute(db);
  const groups = await Promise.all(rows.map(({ id }) => groupOf(db, id)));
  return groups.filter((group) => group !== null);
}

export async function groupOf(db: Kysely<Database>, entryId: string): Promise<OrderGroup | null> {
  const rows = await db.selectFrom("broker_orders").selectAll()
    .where((eb) => eb.or([eb("id", "=", entryId), eb("entry_id", "=", entryId)]))
    .orderBy("seq").execute();
  const entry = rows.find(({ id }) => id === entryId);
  return entry ? { entry, children: rows.filter((row) => row !== entry) } : null;
}

/** The largest number that an order was given. */
export async function largestOrderId(db: Kysely<Database>): Promise<number> {
  const { most } = await db.selectFrom("broker_orders")
    .select((eb) => eb.fn.max("broker_order_id").as("most")).executeTakeFirstOrThrow();
  return most ?? 0;
}

/** Shares by symbol that the known executions come to. */
export async function knownPositions(db: Kysely<Database>): Promise<Map<string, number>> {
  const rows = await db.selectFrom("broker_orders").select("symbol")
    .select(
      sql<number>`sum(case when role = 'entry' then filled else -filled end)::float8`.as("held"),
    )
    .groupBy("symbol").execute();
  return new Map(rows.map(({ symbol, held }) => [symbol, held]));
}

/** Follows that hold shares of a symbol, or else the one that ordered it last. */
export async function followsOfSymbol(db: Kysely<Database>, symbol: string): Promise<string[]> {
  const rows = await db.selectFrom("broker_orders").select("follow_id")
    .select(
      sql<number>`sum(case when role = 'entry' then filled else -filled end)::float8`.as("held"),
    )
    .where("symbol", "=", symbol).groupBy("follow_id").orderBy(sql`max(seq)`, "desc").execute();
  const holding = rows.filter(({ held }) => held !== 0);
  return (holding.length > 0 ? holding : rows.slice(0, 1)).map(({ follow_id }) => follow_id);
}

/** Follows of the paper account that go on. */
export async function paperFollows(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("follows").select("id").where("broker", "=", "ibkr_paper")
    .where("stopped_at", "is", null).orderBy("seq").execute();
  return rows.map(({ id }) => id);
}

/** Ours for an order that sells shares of an entry; the same for the same attempt. */
export function childReference(
  entry: Pick<BrokerOrderRow, "client_order_id">,
  role: "exit" | "stop" | "target",
  attempt: number,
): string {
  return `${entry.client_order_id.replace(/-entry$/, "")}-${role}-${attempt}`;
}
