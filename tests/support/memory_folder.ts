/** Folders that are kept in memory: they hold what a disk would, and writing to them costs a tenth of the processor's time. */
import { statfs } from "node:fs/promises";

/** Where Linux keeps files in memory. */
const IN_MEMORY = "/dev/shm";

/** A new folder in memory, or on the disk where memory has less than `room` bytes for it. Whoever made it removes it. */
export async function memoryFolder(prefix = "data-", room = 0): Promise<string> {
  const dir = await roomInMemory() > room ? { dir: IN_MEMORY } : {};
  return await Deno.makeTempDir({ prefix, ...dir });
}

/** Bytes that can be written to files in memory while as many stay free; 0 where there is no such place. */
async function roomInMemory(): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(IN_MEMORY);
    // A container often has 64 MB there, and a small machine promises more than it has.
    return Math.min(bavail * bsize, Deno.systemMemoryInfo().available / 2);
  } catch {
    return 0;
  }
}
