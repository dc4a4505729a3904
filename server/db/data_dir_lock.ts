/**
 * PGlite opened by two processes loses rows silently, so one process holds a lock on the folder. The lock is the operating
 * system's: it goes with the process, however that ends, and a left-over file locks nothing.
 */
import { join } from "node:path";

/** Another process has the folder; the message names it. */
export class DataDirLockedError extends Error {
  override readonly name = "DataDirLockedError";
}

export interface DataDirLock {
  release(): void;
}

/**
 * Takes the lock of `dataDir`, creating the folder when it is missing.
 *
 * @throws {DataDirLockedError} when another process holds it.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  await Deno.mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "lock");
  const file = await Deno.open(path, { create: true, read: true, write: true });
  if (!await file.tryLock(true)) {
    file.close();
    const holder = (await Deno.readTextFile(path).catch(() => "")).trim();
    throw new DataDirLockedError(
      `The data folder ${dataDir} is in use by ${holder || "another process"}. ` +
        "The embedded database allows one process at a time: stop that one first, choose another DATA_DIR, " +
        "or set DATABASE_URL to share a PostgreSQL.",
    );
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`process ${Deno.pid}\n`));
  return {
    release() {
      file.close();
    },
  };
}
