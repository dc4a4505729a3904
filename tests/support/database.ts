/** Fresh, migrated databases for tests: real ones, never stand-ins. */
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import pg from "pg";
import { type DatabaseHandle, openPglite, openPostgres } from "../../server/db/connect.ts";
import { migrateToLatest } from "../../server/db/migrate.ts";
import type { Database } from "../../server/db/schema.ts";
import { testEnv } from "./env.ts";

let snapshot: Promise<Blob> | null = null;

/** An empty PGlite in memory with the newest schema. The first one of a process is made, the others are copies of it. */
export async function freshPglite(): Promise<DatabaseHandle> {
  snapshot ??= makeSnapshot();
  return await openPglite({ loadDataDir: await snapshot });
}

async function makeSnapshot(): Promise<Blob> {
  const pglite = await PGlite.create();
  await migrateToLatest({ db: new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) }) });
  const blob = await pglite.dumpDataDir("none");
  await pglite.close();
  return blob;
}

/** A new database on the test PostgreSQL. `drop` also ends connections that others still have. */
export async function freshPostgresUrl(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await administer(`create database ${name}`);
  const url = new URL(testEnv.databaseUrl ?? "");
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) };
}

/** An empty database on the test PostgreSQL with the newest schema; closing the handle drops it. */
export async function freshPostgres(): Promise<DatabaseHandle> {
  const { url, drop } = await freshPostgresUrl();
  const handle = openPostgres(url);
  await migrateToLatest(handle);
  return {
    ...handle,
    async close() {
      await handle.close();
      await drop();
    },
  };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testEnv.databaseUrl ?? "" });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
