/** The tables of backups and seeds, as Kysely sees them. */
import type { ColumnType, Generated } from "kysely";

/** A time the database fills in when the caller does not. */
type DefaultedTime = ColumnType<Date, Date | undefined, Date>;

/** A JSON column: an object in code, text on its way in. */
type Json<T> = ColumnType<T, string, string>;

/** Backups that were made or tried out, whichever process did it; one of a kind and day where it is a nightly one or a drill. */
export interface BackupsTable {
  id: Generated<string>;
  kind: "manual" | "nightly" | "before_migration" | "drill";
  /** The UTC day of a nightly one, the first of the month of a drill; `null` for the others. */
  utc_day: string | null;
  status: Generated<"running" | "completed" | "failed">;
  /** Place and name of the file. */
  target: string | null;
  /** Bytes of the file. */
  size: number | null;
  rows: number | null;
  blobs: number | null;
  is_encrypted: boolean | null;
  /** Why it failed, in words. */
  error_message: string | null;
  tries: Generated<number>;
  finished_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Each time that seeds were applied or taken back. */
export interface SeedRunsTable {
  /** 1, 2, 3 … */
  id: Generated<number>;
  action: "apply" | "rollback";
  /** The run whose state a rollback went back to; `null` for an apply. */
  of_run: number | null;
  /** SHA-256 of the files by name. */
  digests: Json<Readonly<Record<string, string>>>;
  /** What the files say: the state that a later rollback goes back to. */
  manifest: Json<unknown>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Rows that seeds have made, and with what content. */
export interface SeedRowsTable {
  /** What it is and its name in the files, such as `template/first-steps`. */
  key: string;
  /** SHA-256 of what was written, hex. */
  digest: string;
  /** The row in its own table, where it has one. */
  row_id: string | null;
  run_id: number;
  content: Json<unknown>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface BackupTables {
  backups: BackupsTable;
  seed_runs: SeedRunsTable;
  seed_rows: SeedRowsTable;
}
