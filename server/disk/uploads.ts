/** Long bodies of requests, which are kept on disk until they have been read. */
import { join } from "node:path";

/** The folder in the data folder that they are kept in. */
export const UPLOADS = "uploads";
/** A body that nobody has written to for so long belongs to a process that is gone, ms. */
const LEFT_MS = 3_600_000;

/**
 * Removes what a killed process has left; answers how many files.
 *
 * @param options.alone no request is under way: this process has the data folder to itself, and has just started
 */
export async function removeLeftUploads(
  dataDir: string,
  { now, alone }: { readonly now: number; readonly alone: boolean },
): Promise<number> {
  const folder = join(dataDir, UPLOADS);
  let removed = 0;
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile) continue;
      const path = join(folder, name);
      const { mtime } = await Deno.stat(path);
      if (!alone && now - (mtime?.getTime() ?? 0) < LEFT_MS) continue;
      await Deno.remove(path);
      removed++;
    }
  } catch (error) {
    // Nothing was ever kept, or another process removes the same.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return removed;
}
