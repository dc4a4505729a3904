/** The vendor that somebody has put before the order of the settings, for all processes, without a restart. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";

/** Its name; `null` when the order of the settings holds. */
export async function chosenVendor(db: Kysely<Database>): Promise<string | null> {
  const row = await db.selectFrom("vendor_choice").select("vendor").executeTakeFirst();
  return row?.vendor ?? null;
}

/** Puts a vendor first; `null` returns to the order of the settings. */
export async function chooseVendor(db: Kysely<Database>, vendor: string | null): Promise<void> {
  if (vendor === null) {
    await db.deleteFrom("vendor_choice").execute();
    return;
  }
  const updated_at = sql<Date>`now()`;
  await db.insertInto("vendor_choice").values({ id: 1, vendor })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ vendor, updated_at })).execute();
}

/** `names` with the chosen one first, where it is one of them. */
export function withFirst<T extends { readonly name: string }>(
  named: readonly T[],
  first: string | null,
): readonly T[] {
  const chosen = named.find(({ name }) => name === first);
  return chosen ? [chosen, ...named.filter((one) => one !== chosen)] : named;
}
