/**
 * What is in a backup: a gzipped tar (encrypted or not) with, in this order,
 *
 * - `manifest.json`: who wrote it, when, and at which migration;
 * - `settings.json`: settings without secrets, for whoever sets the app up again;
 * - `tables/NAME/000001.ndjson` …: the rows, one as JSON a line, all as they were at one moment;
 * - `blobs/KEY`: results and reports;
 * - `contents.json`: how much there is of everything, and where sequences stand;
 * - `SHA256SUMS`: the digest of every entry before it, as `sha256sum --check` reads it.
 */
import { z } from "zod";
import { DamagedBackupError } from "./backup_error.ts";

/** Counts up when an older app could not read what is written. */
export const FORMAT_VERSION = 1;

export const MANIFEST = "manifest.json";
export const SETTINGS_FILE = "settings.json";
export const CONTENTS = "contents.json";
export const SUMS = "SHA256SUMS";

/** Database and blobs, or the database alone. */
export type BackupScope = "all" | "database";

const manifestSchema = z.object({
  format: z.literal("blockbuilders-backup"),
  format_version: z.number().int().positive(),
  app_version: z.string(),
  created_at: z.iso.datetime(),
  /** Which database it was made from; it can be restored into either. */
  database: z.enum(["pglite", "postgres"]),
  scope: z.enum(["all", "database"]),
  /** Names of the migrations that the database has had, in order. */
  migrations: z.array(z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;

const contentsSchema = z.object({
  /** Rows of each table. */
  tables: z.record(z.string(), z.number().int().nonnegative()),
  sequences: z.array(z.object({
    name: z.string(),
    last_value: z.number().int(),
    is_called: z.boolean(),
  })),
  blobs: z.number().int().nonnegative(),
  /** Results of runs that were deleted while the backup was made: their rows are left out when it is restored. */
  deleted_meanwhile: z.array(z.string()),
});

export type Contents = z.infer<typeof contentsSchema>;

/** @throws {DamagedBackupError} */
export function parseManifest(bytes: Uint8Array): Manifest {
  return parse(manifestSchema, MANIFEST, bytes);
}

/** @throws {DamagedBackupError} */
export function parseContents(bytes: Uint8Array): Contents {
  return parse(contentsSchema, CONTENTS, bytes);
}

function parse<T>(schema: z.ZodType<T>, name: string, bytes: Uint8Array): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new DamagedBackupError(`${name} in it is no JSON.`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DamagedBackupError(`${name} in it cannot be read.`);
}

export function tablePart(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(6, "0")}.ndjson`;
}

/** What an entry holds, by its name. */
export function kindOf(name: string): { readonly kind: "table" | "blob"; readonly of: string } | {
  readonly kind: "other";
} {
  const [, table] = /^tables\/([a-z][a-z0-9_]*)\/\d+\.ndjson$/.exec(name) ?? [];
  if (table !== undefined) return { kind: "table", of: table };
  if (name.startsWith("blobs/")) return { kind: "blob", of: name.slice("blobs/".length) };
  return { kind: "other" };
}
