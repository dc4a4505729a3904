/** Since when each vendor works or is away, in the database: for pages, and beyond a restart. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

export interface VendorStateChange {
  readonly vendor: string;
  readonly state: "working" | "away";
  /** Code of the failure that put it aside. */
  readonly reason: string | null;
  readonly since: Date;
}

/** Writes a state down when it is another than before. */
export async function noteState(
  db: Kysely<Database>,
  { vendor, state, reason, since }: VendorStateChange,
): Promise<void> {
  // Two processes that see the same change at once: one of them waits for the other, and then sees its row.
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`vendor ${vendor}`}))`.execute(trx);
    const newest = await trx.selectFrom("vendor_states").select("state")
      .where("vendor", "=", vendor).orderBy("id", "desc").limit(1).executeTakeFirst();
    if (newest?.state === state) return;
    await trx.insertInto("vendor_states").values({ vendor, state, reason, since }).execute();
  });
}

/** What is written of each vendor at last. */
export async function newestStates(
  db: Kysely<Database>,
): Promise<ReadonlyMap<string, VendorStateChange>> {
  const rows = await db.selectFrom("vendor_states").distinctOn("vendor")
    .select(["vendor", "state", "reason", "since"])
    .orderBy("vendor").orderBy("id", "desc").execute();
  return new Map(rows.map((row) => [row.vendor, row]));
}

/** The changes since a moment, and the last one of each vendor before it, the oldest first. */
export async function statesSince(
  db: Kysely<Database>,
  since: Date,
): Promise<readonly VendorStateChange[]> {
  const { rows } = await sql<VendorStateChange>`
    select vendor, state, reason, since from vendor_states s
      where since >= ${since} or id = (
        select max(id) from vendor_states o where o.vendor = s.vendor and o.since < ${since}
      )
      order by id`.execute(db);
  return rows;
}
