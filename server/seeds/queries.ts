/** Statements on what seeds have written. */
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { SeedRowsTable, SeedRunsTable } from "../db/backup_schema.ts";
import type { Database } from "../db/schema.ts";

export type SeedRun = Selectable<SeedRunsTable>;
export type SeedRow = Selectable<SeedRowsTable>;

/** Waits until nobody else applies seeds; others wait until the transaction ends. */
export async function lockSeeds(trx: Transaction<Database>): Promise<void> {
  await sql`lock table seed_runs in exclusive mode`.execute(trx);
}

/** All runs, the newest first. */
export async function listRuns(db: Kysely<Database>): Promise<SeedRun[]> {
  return await db.selectFrom("seed_runs").selectAll().orderBy("id", "desc").execute();
}

export async function insertRun(
  trx: Transaction<Database>,
  run: Pick<SeedRun, "action" | "of_run" | "digests" | "manifest">,
): Promise<number> {
  const { id } = await trx.insertInto("seed_runs").values({
    action: run.action,
    of_run: run.of_run,
    digests: JSON.stringify(run.digests),
    manifest: JSON.stringify(run.manifest),
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

export async function seedRows(db: Kysely<Database>): Promise<Map<string, SeedRow>> {
  const rows = await db.selectFrom("seed_rows").selectAll().execute();
  return new Map(rows.map((row) => [row.key, row]));
}

export async function putSeedRow(
  trx: Transaction<Database>,
  row: Pick<SeedRow, "key" | "digest" | "row_id" | "run_id" | "content">,
): Promise<void> {
  const values = { ...row, content: JSON.stringify(row.content) };
  await trx.insertInto("seed_rows").values(values)
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({ ...values, updated_at: sql<Date>`now()` })
    ).execute();
}
