/** Opens the database: PGlite in the data folder, or PostgreSQL. */
import type { PGlite } from "@electric-sql/pglite";
import { type Dialect, Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import { join } from "node:path";
import pg from "pg";
import type { Config } from "../config/config.ts";
import { Changes, ChangesPlugin, countingCommits } from "./changes.ts";
import { lockDataDir } from "./data_dir_lock.ts";
import { EmbeddedDialect, openFolder } from "./embedded.ts";
import type { Database } from "./schema.ts";

/** How the pool of connections stands. */
export interface Connections {
  readonly used: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

export interface DatabaseHandle {
  readonly db: Kysely<Database>;
  readonly kind: "pglite" | "postgres";
  /** What has been written, where this process alone writes; `null` on PostgreSQL. */
  readonly changes: Changes | null;
  /** The pool of connections to PostgreSQL; absent on the embedded database. */
  readonly connections?: () => Connections;
  /** Throws within a few seconds when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const PING_TIMEOUT_MS = 2_000;

/**
 * Opens what the configuration names; `onProblem` is called for broken connections.
 *
 * @throws {DataDirLockedError} when another process has the embedded database open.
 */
export async function openDatabase(
  config: Pick<Config, "databaseUrl" | "dataDir">,
  onProblem: (error: unknown) => void = () => {},
): Promise<DatabaseHandle> {
  if (config.databaseUrl) return openPostgres(config.databaseUrl, onProblem);
  const lock = await lockDataDir(config.dataDir);
  try {
    return await openEmbedded(join(config.dataDir, "postgres"), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The embedded database in `folder`; what it answers is on the disk. `onClose` runs after it is shut. */
export async function openEmbedded(
  folder: string,
  onClose: () => void = () => {},
): Promise<DatabaseHandle> {
  const embedded = await openFolder(folder);
  const { db, changes } = watched(new EmbeddedDialect(embedded));
  return handle(db, changes, async () => {
    await db.destroy();
    if (!embedded.pglite.closed) await embedded.pglite.close();
    await embedded.files.synced();
    onClose();
  });
}

/** The handle of a PGlite that is open; closing the one closes the other, and `onClose` runs then. */
export function pgliteHandle(pglite: PGlite, onClose: () => void = () => {}): DatabaseHandle {
  const { db, changes } = watched(new PGliteDialect({ pglite }));
  return handle(db, changes, async () => {
    await db.destroy();
    if (!pglite.closed) await pglite.close();
    onClose();
  });
}

/** A database that no other process writes to. */
function watched(dialect: Dialect): { readonly db: Kysely<Database>; readonly changes: Changes } {
  const changes = new Changes();
  const plugins = [new ChangesPlugin(changes)];
  return {
    db: new Kysely<Database>({ dialect: countingCommits(dialect, changes), plugins }),
    changes,
  };
}

/**
 * A pool of connections to PostgreSQL. Nothing is connected before the first query. `onProblem` is called for broken connections;
 * a query that gets no connection within `connectTimeoutMs` fails.
 */
export function openPostgres(
  connectionString: string,
  onProblem: (error: unknown) => void = () => {},
  connectTimeoutMs = 5_000,
): DatabaseHandle {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  const pool = new pg.Pool({
    connectionString,
    types,
    max: 10,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // An idle connection that the server closes is the pool's to replace, not a reason to end the process.
  pool.on("error", onProblem);
  // One that breaks between two statements of a transaction has no listener of the pool's; the next statement fails, and
  // that is where it is dealt with.
  pool.on("connect", (client) => client.on("error", onProblem));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    ...handle(db, null, () => db.destroy()),
    connections: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

function handle(
  db: Kysely<Database>,
  changes: Changes | null,
  close: () => Promise<void>,
): DatabaseHandle {
  let closing: Promise<void> | null = null;
  return {
    db,
    kind: changes ? "pglite" : "postgres",
    changes,
    async ping() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error("the database does not answer")),
          PING_TIMEOUT_MS,
        );
      });
      try {
        await Promise.race([sql`select 1`.execute(db), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => closing ??= close(),
  };
}
