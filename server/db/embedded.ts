/**
 * The embedded database in a folder: PGlite, set so that what it has answered survives a loss of power. Its own default is to
 * sync nothing (`-F`), and its file system for Node.js hands no sync on.
 */
import { PGlite, type PGliteOptions, types as pgliteTypes } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteDialect,
  PostgresAdapter,
} from "kysely";
import { join, resolve } from "node:path";
import { isDiskFull } from "./errors.ts";
import { MEMORY_PARAMS } from "./embedded_memory.ts";
import { makeDataDir } from "./new_data_dir.ts";
import { type NodeFileSystem, SyncedFiles } from "./synced_files.ts";

/** Start parameters of a database in a folder. */
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
  "-c",
  "fsync=on",
  // The only one of its ways that PGlite hands to the file system; `fdatasync`, the default, does nothing there.
  "-c",
  "wal_sync_method=fsync",
  // How many of its log files are kept to be used again.
  "-c",
  "min_wal_size=48MB",
  "-c",
  "max_wal_size=96MB",
  ...MEMORY_PARAMS,
];
/** Alone in its process PGlite makes no checkpoint by itself, and its log would grow for ever: one is made after so much of it. */
const CHECKPOINT_BYTES = 64 * 2 ** 20;
/** PostgreSQL's number of `double precision[]`. */
const FLOAT8_ARRAY = 1022;
/** Log files that are there before they are needed: without a next one on a full disk, the database ends. */
const LOG_FILES = 3;

/** PGlite with the types of values that this project reads. Tests create one in memory. */
export async function createPglite(options: PGliteOptions): Promise<PGlite> {
  const pglite = await PGlite.create({
    startParams: [...PGlite.defaultStartParams, ...MEMORY_PARAMS],
    ...options,
    // Counts are small here; text would make them another type than PostgreSQL's driver gives.
    parsers: { [pgliteTypes.INT8]: Number, [pgliteTypes.NUMERIC]: Number },
  });
  sendBytesAsTheyAre(pglite);
  return pglite;
}

/** An array of numbers that comes as bytes is PostgreSQL's own form of it, for this driver as for the other one. */
function sendBytesAsTheyAre({ serializers }: PGlite): void {
  const asText = serializers[FLOAT8_ARRAY];
  serializers[FLOAT8_ARRAY] = (value) =>
    // What is no text is sent in binary, which the driver's types do not say.
    value instanceof Uint8Array ? value as unknown as string : asText?.(value) ?? value;
}

/** A database in a folder, and what its commits wait for. */
export interface EmbeddedDatabase {
  readonly pglite: PGlite;
  readonly files: SyncedFiles;
}

/** Opens the database in `folder`; one that is not there is made, whole or not at all. */
export async function openFolder(folder: string): Promise<EmbeddedDatabase> {
  await makeDataDir(folder);
  const files = new SyncedFiles(resolve(folder));
  const pglite = await createPglite({
    fs: new SyncedNodeFS(folder, files),
    startParams: START_PARAMS,
  });
  await reserveLog(pglite, resolve(folder));
  await files.synced();
  return { pglite, files };
}

/** Sees to it that log files are there that will be used next: begun ones become those when they are done with. */
async function reserveLog(pglite: PGlite, folder: string): Promise<void> {
  let there = 0;
  for await (const { name } of Deno.readDir(join(folder, "pg_wal"))) {
    if (/^[0-9A-F]{24}$/.test(name)) there++;
  }
  if (there >= LOG_FILES) return;
  try {
    for (; there < LOG_FILES; there++) {
      // A file that nothing was written to is not left for the next.
      await pglite.exec("select pg_logical_emit_message(false, 'log', ''); select pg_switch_wal()");
    }
    await pglite.exec("checkpoint");
  } catch (error) {
    // The disk is full already; what is there can be read all the same.
    if (!isDiskFull(error)) throw error;
  }
}

class SyncedNodeFS extends NodeFS {
  constructor(folder: string, private readonly files: SyncedFiles) {
    super(folder);
  }

  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const attach = (module: object) =>
      this.files.attach((module as { readonly NODEFS: NodeFileSystem }).NODEFS);
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [attach, ...emscriptenOpts.preRun ?? []] },
    };
  }
}

/**
 * Kysely on a PGlite. A connection is given back before its commit is on the disk, so that the next statement runs meanwhile
 * and one sync does for both; whoever asked waits for it. Reading waits too: what it tells must not be lost either.
 */
export class EmbeddedDialect extends PGliteDialect implements Dialect {
  constructor(private readonly parts: EmbeddedDatabase) {
    super({ pglite: parts.pglite });
  }

  override createAdapter(): SharedAdapter {
    return new SharedAdapter();
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const { files, pglite } = this.parts;
    const turns = new Turns();
    const checkpoint = async () => {
      await turns.take();
      try {
        // Twice asked for, once made.
        if (files.takeLogged(CHECKPOINT_BYTES) && !pglite.closed) await pglite.exec("checkpoint");
      } catch {
        // Whoever comes here has committed. It is tried again after as much; a database that ended tells the next statement.
      } finally {
        turns.give();
      }
    };
    return {
      init: (options) => driver.init(options),
      async acquireConnection(options): Promise<DatabaseConnection> {
        await turns.take();
        try {
          return await driver.acquireConnection(options);
        } catch (error) {
          turns.give();
          throw error;
        }
      },
      beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
      commitTransaction: (connection) => driver.commitTransaction(connection),
      rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
      savepoint: (...args) => driver.savepoint!(...args),
      rollbackToSavepoint: (...args) => driver.rollbackToSavepoint!(...args),
      releaseSavepoint: (...args) => driver.releaseSavepoint!(...args),
      async releaseConnection(connection, options) {
        await driver.releaseConnection(connection, options);
        turns.give();
        await files.synced();
        if (files.hasLogged(CHECKPOINT_BYTES)) await checkpoint();
      },
      async destroy(options) {
        await turns.take();
        await driver.destroy(options);
      },
    };
  }
}

/** Kysely's own for PGlite has the connection given back only when all is done; here the driver takes turns itself. */
class SharedAdapter extends PostgresAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
  // There is one connection: whoever migrates has it.
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}

/** One at a time, first come first served. */
class Turns {
  #isTaken = false;
  readonly #waiting: (() => void)[] = [];

  async take(): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isTaken = false;
  }
}
