/**
 * Empty, migrated databases for tests: real ones, never stand-ins. A PGlite takes most of a second to start, so the ones that a
 * test closes are emptied and lent to the next test of the file; a database on PostgreSQL is a copy of a template.
 */
import type { PGlite } from "@electric-sql/pglite";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import pg from "pg";
import { MIGRATIONS } from "../../migrations/mod.ts";
import { type DatabaseHandle, openPostgres, pgliteHandle } from "../../server/db/connect.ts";
import { createPglite } from "../../server/db/embedded.ts";
import { migrateToLatest } from "../../server/db/migrate.ts";
import { testEnv } from "./env.ts";

/** How long a database that was closed may take to finish its statements before it is given up, milliseconds. */
const RESET_TIMEOUT_MS = 5_000;

/** How long a query may wait for a connection, milliseconds: hundreds at once take long on a machine that is busy. */
const CONNECT_TIMEOUT_MS = 120_000;

/** What every database of this process starts from. */
let snapshot: Promise<Blob> | null = null;
/** The schema of the snapshot; a database that has another is not lent again. */
let schema: string | null = null;
const idle: PGlite[] = [];

/** An empty PGlite in memory with the newest schema. */
export async function freshPglite(): Promise<DatabaseHandle> {
  const pglite = idle.pop() ?? await createPglite({ loadDataDir: await readSnapshot() });
  schema ??= await schemaOf(pglite);
  return pgliteHandle(lend(pglite));
}

/** A PGlite in memory without a single table. */
export async function blankPglite(): Promise<DatabaseHandle> {
  const handle = await freshPglite();
  await sql`drop schema public cascade`.execute(handle.db);
  await sql`create schema public`.execute(handle.db);
  return handle;
}

/** The data of a migrated PGlite, as `loadDataDir` takes it. */
export async function makeSnapshot(): Promise<Blob> {
  const pglite = await createPglite({});
  await migrateToLatest(pgliteHandle(pglite));
  const blob = await pglite.dumpDataDir("none");
  await pglite.close();
  return blob;
}

/** The snapshot that the test run made for all files, or one of this process alone. */
function readSnapshot(): Promise<Blob> {
  return snapshot ??= testEnv.pgliteSnapshot === null
    ? makeSnapshot()
    : Deno.readFile(testEnv.pgliteSnapshot).then((bytes) => new Blob([bytes]));
}

/** `pglite` for one test: closing it ends its use, and lends it on when it can be emptied. */
function lend(pglite: PGlite): PGlite {
  let closed = false;
  return new Proxy(pglite, {
    get(target, key) {
      if (key === "closed") return closed;
      if (key === "close") {
        return async () => {
          closed = true;
          await giveBack(target);
        };
      }
      if (closed && (key === "query" || key === "transaction" || key === "exec")) {
        throw new Error("the database is closed");
      }
      const value = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function giveBack(pglite: PGlite): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), RESET_TIMEOUT_MS);
  });
  const reset = empty(pglite).catch(() => false);
  const usable = await Promise.race([reset, late]);
  clearTimeout(timer);
  if (usable) idle.push(pglite);
  else await pglite.close().catch(() => {});
}

/** Takes every row away; answers whether the schema is still the snapshot's. */
async function empty(pglite: PGlite): Promise<boolean> {
  if (await schemaOf(pglite) !== schema) return false;
  const { rows } = await pglite.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables
     where schemaname = 'public' and tablename not like 'kysely_%'`,
  );
  const names = rows.map(({ name }) => name).join(", ");
  // As a replica no triggers run: the audit log refuses to be emptied.
  await pglite.exec(`
    set session_replication_role = replica;
    truncate ${names} restart identity cascade;
    set session_replication_role = origin`);
  return true;
}

/** Columns, indexes, constraints, triggers and applied migrations as one text. */
async function schemaOf(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ schema: string }>(`
    select string_agg(part, chr(10) order by part) as schema from (
      select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) as part
        from information_schema.columns where table_schema = 'public'
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace
      union all select pg_get_triggerdef(pg_trigger.oid) from pg_trigger
        join pg_class on pg_class.oid = tgrelid
        where not tgisinternal and relnamespace = 'public'::regnamespace
      union all select name from kysely_migration
    ) parts`);
  return rows[0]?.schema ?? "";
}

/** A new, blank database on the test PostgreSQL. `drop` also ends connections that others still have. */
export function freshPostgresUrl(): Promise<{ url: string; drop: () => Promise<void> }> {
  return createPostgres("template1");
}

/** An empty database on the test PostgreSQL with the newest schema; closing the handle drops it. */
export async function freshPostgres(): Promise<DatabaseHandle> {
  const { url, drop } = await createPostgres(await (template ??= makeTemplate()));
  const handle = openPostgres(url, () => {}, CONNECT_TIMEOUT_MS);
  return {
    ...handle,
    async close() {
      await handle.close();
      await drop();
    },
  };
}

let template: Promise<string> | null = null;

/** The name of the migrated database that others are copies of. The first process on a server makes it. */
async function makeTemplate(): Promise<string> {
  const sources = Object.entries(MIGRATIONS).map(([name, { up }]) => `${name} ${up}`).join("\n");
  const name = `migrated_${createHash("sha256").update(sources).digest("hex").slice(0, 24)}`;
  await administer(async (client) => {
    // Held until the connection ends.
    await client.query("select pg_advisory_lock(4711)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount) return;
    const draft = newName();
    await client.query(`create database ${draft}`);
    const handle = openPostgres(urlOf(draft));
    await migrateToLatest(handle);
    await handle.close();
    // Under its own name only when it is complete: a run that was stopped leaves no half of it.
    await client.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}

async function createPostgres(
  source: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = newName();
  // Copying files takes less of a processor than writing each page to the log, as PostgreSQL 15 does by itself.
  await administer((client) =>
    client.query(`create database ${name} template ${source} strategy file_copy`)
  );
  return {
    url: urlOf(name),
    drop: () =>
      administer((client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

function newName(): string {
  return `test_${crypto.randomUUID().replaceAll("-", "")}`;
}

function urlOf(database: string): string {
  const url = new URL(testEnv.databaseUrl ?? "");
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(
  work: (client: InstanceType<typeof pg.Client>) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: testEnv.databaseUrl ?? "" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
