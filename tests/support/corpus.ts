/** What earlier versions of the app stored, as files: rows of a whole database with its blobs. See `tests/corpus/README.md`. */
import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { MIGRATIONS } from "../../migrations/mod.ts";
import type { DatabaseHandle } from "../../server/db/connect.ts";
import type { Database } from "../../server/db/schema.ts";
import type { BlobStorage } from "../../server/storage/storage.ts";

const FOLDER = new URL("../corpus/", import.meta.url);

/** Every table, those that others refer to first. */
const TABLES = [
  "users",
  "sessions",
  "strategies",
  "strategy_versions",
  "backtest_runs",
  "candles",
  "candle_coverage",
  "candle_files",
  "forward_records",
  "scheduled_runs",
  "login_attempts",
  "login_devices",
  "blob_deletions",
  "import_reservations",
  "deleted_backtests",
  "strategy_trials",
  "robustness_reports",
  "candle_months",
  "account_links",
  "mails",
  "api_keys",
  "recovery_codes",
  "audit_log",
  "backups",
  "seed_runs",
  "seed_rows",
] as const;

export type StoredRow = Readonly<Record<string, unknown>>;

/** A database as an earlier version left it. */
export interface StoredState {
  /** Names of the migrations that it has had, in order. */
  readonly migrations: readonly string[];
  readonly tables: Readonly<Record<string, readonly StoredRow[]>>;
  /** Bytes by key: as text, and what is none as `base64:` and its bytes. */
  readonly blobs: Readonly<Record<string, string>>;
}

/** Reads a database of any version, and the blobs below a folder. */
export async function dumpState(db: Kysely<Database>, blobs: string): Promise<StoredState> {
  const { rows: applied } = await sql<
    { name: string }
  >`select name from kysely_migration order by name`
    .execute(db);
  const { rows: found } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely_%'`.execute(db);
  const tables: Record<string, readonly StoredRow[]> = {};
  for (const { name } of found) {
    if (!(TABLES as readonly string[]).includes(name)) throw new Error(`${name} has no place here`);
  }
  for (const name of TABLES.filter((table) => found.some((one) => one.name === table))) {
    const { rows } = await sql<{ row: StoredRow }>`
      select to_jsonb(t) as row from ${sql.table(name)} t`.execute(db);
    tables[name] = rows.map(({ row }) => row);
  }
  const files: Record<string, string> = {};
  for await (const key of filesBelow(blobs)) {
    files[key] = blobText(await Deno.readFile(`${blobs}/${key}`));
  }
  return { migrations: applied.map(({ name }) => name), tables, blobs: files };
}

/** Fills an empty database and a storage as they were; the schema is left at the state's own version. */
export async function loadState(
  { db }: Pick<DatabaseHandle, "db">,
  storage: Pick<BlobStorage, "put">,
  state: StoredState,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
  });
  const { error } = await migrator.migrateTo(state.migrations.at(-1) ?? "");
  if (error) throw error;
  for (const name of TABLES) {
    const rows = state.tables[name];
    if (!rows?.length) continue;
    const table = sql.table(name);
    // What triggers have made of the tables before is not what was stored.
    await sql`delete from ${table}`.execute(db);
    await sql`insert into ${table}
      select * from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb)`
      .execute(db);
  }
  for (const [key, text] of Object.entries(state.blobs)) {
    await storage.put(key, blobBytes(text), "application/octet-stream");
  }
}

const BASE64 = "base64:";

function blobText(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.startsWith(BASE64)) return text;
  } catch {
    // No text.
  }
  return BASE64 + bytes.toBase64();
}

/** The bytes of a blob of a state. */
export function blobBytes(text: string): Uint8Array<ArrayBuffer> {
  if (!text.startsWith(BASE64)) return new TextEncoder().encode(text);
  return Uint8Array.fromBase64(text.slice(BASE64.length));
}

/** Keeps a state in the corpus; answers with the size of its file, bytes. */
export async function writeState(name: string, state: StoredState): Promise<number> {
  const bytes = await throughStream(
    new TextEncoder().encode(JSON.stringify(state)),
    new CompressionStream("gzip"),
  );
  await Deno.writeFile(new URL(`stored/${name}.json.gz`, FOLDER), bytes);
  return bytes.length;
}

/** Names of the states that are kept, the oldest first. */
export async function stateNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(new URL("stored/", FOLDER))) {
    if (name.endsWith(".json.gz")) names.push(name.replace(".json.gz", ""));
  }
  return names.sort();
}

export async function readState(name: string): Promise<StoredState> {
  return await readCompressed(`stored/${name}.json.gz`) as StoredState;
}

/** Parsed JSON of a compressed file of the corpus. */
export async function readCompressed(path: string): Promise<unknown> {
  const bytes = await Deno.readFile(new URL(path, FOLDER));
  const text = await throughStream(bytes, new DecompressionStream("gzip"));
  return JSON.parse(new TextDecoder().decode(text));
}

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

async function* filesBelow(folder: string, prefix = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesBelow(`${folder}/${name}`, `${prefix}${name}/`);
    else yield prefix + name;
  }
}
