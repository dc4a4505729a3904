/** Statements on incidents. */
import { type Kysely, sql } from "kysely";
import {
  type Incident,
  INCIDENT_COMPONENTS,
  type IncidentComponent,
  type IncidentState,
} from "../../contracts/incidents.ts";
import type { Database } from "../db/schema.ts";

/** Those that lasted into the time since a moment, the newest first. */
export async function incidentsSince(db: Kysely<Database>, since: Date): Promise<Incident[]> {
  const incidents = await db.selectFrom("incidents")
    .select(["id", "title", "components", "since", "until"])
    .where((e) => e.or([e("until", "is", null), e("until", ">=", since)]))
    .orderBy("since", "desc").orderBy("id").execute();
  if (incidents.length === 0) return [];
  const updates = await db.selectFrom("incident_updates")
    .select(["incident_id", "state", "words", "created_at"])
    .where("incident_id", "in", incidents.map(({ id }) => id))
    .orderBy("id", "desc").execute();
  const of = Map.groupBy(updates, ({ incident_id }) => incident_id);
  return incidents.map(({ id, title, components, since, until }) => ({
    id,
    title,
    // A later version may know others.
    components: components.filter((name): name is IncidentComponent => name in INCIDENT_COMPONENTS),
    sinceMs: since.getTime(),
    untilMs: until?.getTime() ?? null,
    updates: (of.get(id) ?? []).map(({ state, words, created_at }) => ({
      state,
      words,
      atMs: created_at.getTime(),
    })),
  }));
}

export async function insertIncident(
  trx: Kysely<Database>,
  { title, components, since, until }: {
    readonly title: string;
    readonly components: readonly string[];
    readonly since: Date;
    readonly until: Date | null;
  },
): Promise<string> {
  const { id } = await trx.insertInto("incidents")
    .values({ title, components: JSON.stringify(components), since, until })
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

export async function insertUpdate(
  trx: Kysely<Database>,
  id: string,
  update: { readonly state: IncidentState; readonly words: string; readonly at: Date },
): Promise<void> {
  const { state, words, at: created_at } = update;
  await trx.insertInto("incident_updates")
    .values({ incident_id: id, state, words, created_at }).execute();
}

/** Locks it until the transaction ends; `null` when there is none. */
export async function lockIncident(
  trx: Kysely<Database>,
  id: string,
): Promise<{ readonly since: Date; readonly until: Date | null } | null> {
  return await trx.selectFrom("incidents").select(["since", "until"]).where("id", "=", id)
    .forUpdate().executeTakeFirst() ?? null;
}

export async function setUntil(
  trx: Kysely<Database>,
  id: string,
  until: Date | null,
): Promise<void> {
  await trx.updateTable("incidents").set({ until, updated_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
}

/** Whether there was one. */
export async function deleteIncident(trx: Kysely<Database>, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("incidents").where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
