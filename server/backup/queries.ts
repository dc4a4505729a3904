/** Statements on the list of backups. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { BackupsTable } from "../db/backup_schema.ts";
import type { Database } from "../db/schema.ts";

export type BackupRow = Selectable<BackupsTable>;
type Kind = BackupsTable["kind"];

/** How often one of a day is tried, and how long after a failure. */
const TRIES = 3;
const RETRY = sql`interval '10 minutes'`;
/** A process that has said nothing for so long was killed. */
const LOST = sql`interval '6 hours'`;

/** The newest first. */
export async function listBackups(db: Kysely<Database>, limit: number): Promise<BackupRow[]> {
  return await db.selectFrom("backups").selectAll().orderBy("created_at", "desc").limit(limit)
    .execute();
}

/**
 * Takes the backup or drill of a day for this process; `null` when it is done, another process has it, or it has failed too
 * often or too recently.
 */
export async function claimDay(
  db: Kysely<Database>,
  kind: Kind,
  day: string,
): Promise<string | null> {
  const { rows: [row] } = await sql<{ id: string }>`
    insert into backups as b (kind, utc_day) values (${kind}, ${day})
    on conflict on constraint backups_day do update
      set status = 'running', tries = b.tries + 1, updated_at = now(), error_message = null
      where b.tries < ${TRIES} and (
        (b.status = 'failed' and b.updated_at < now() - ${RETRY})
        or (b.status = 'running' and b.updated_at < now() - ${LOST}))
    returning id`.execute(db);
  return row?.id ?? null;
}

/** Whether that of a day was made. */
export async function isDone(db: Kysely<Database>, kind: Kind, day: string): Promise<boolean> {
  const row = await db.selectFrom("backups").select("status")
    .where("kind", "=", kind).where("utc_day", "=", day).executeTakeFirst();
  return row?.status === "completed";
}

/** Gives a claim back that was not worked on to its end. */
export async function releaseDay(db: Kysely<Database>, id: string): Promise<void> {
  await db.deleteFrom("backups").where("id", "=", id).execute();
}

/** Says how a claim ended. */
export async function endBackup(
  db: Kysely<Database>,
  id: string,
  outcome: Partial<BackupRecord> & { readonly error?: string },
): Promise<void> {
  await db.updateTable("backups").set({ ...ended(outcome), updated_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
}

/** What the list says of a backup. */
export interface BackupRecord {
  readonly target: string;
  readonly size: number;
  readonly rows: number;
  readonly blobs: number;
  readonly isEncrypted: boolean;
}

/** Notes a backup that nobody had to claim. */
export async function recordBackup(
  db: Kysely<Database>,
  kind: Kind,
  made: BackupRecord,
): Promise<void> {
  await db.insertInto("backups").values({ kind, ...ended(made) }).execute();
}

function ended(
  { target, size, rows, isEncrypted, blobs, error }: Parameters<typeof endBackup>[2],
) {
  return {
    status: error === undefined ? "completed" as const : "failed" as const,
    target: target ?? null,
    size: size ?? null,
    rows: rows ?? null,
    blobs: blobs ?? null,
    is_encrypted: isEncrypted ?? null,
    error_message: error ?? null,
    finished_at: sql<Date>`now()`,
  };
}
