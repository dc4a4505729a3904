/** What is told to the owner of a follow. */
import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.ts";

export interface NewEvent {
  readonly key: string;
  readonly type: string;
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

/** Tells an event, once by its key; answers whether it is new. */
export async function insertEvent(
  trx: Kysely<Database>,
  followId: string,
  { key, type, severity, message, metadata = {}, atMs }: NewEvent,
): Promise<boolean> {
  const rows = await trx.insertInto("strategy_events").values({
    follow_id: followId,
    key,
    type,
    severity,
    message,
    metadata_json: JSON.stringify(metadata),
    happened_at: new Date(atMs),
  }).onConflict((c) => c.constraint("strategy_events_key").doNothing()).returning("id").execute();
  return rows.length > 0;
}
