/** Getting files to the disk: what is written stays in the memory of the system for a while, and is lost with the power. */
import { join } from "node:path";

/** Files that are synced at a time. */
const AT_ONCE = 16;

/** Waits until the entries of a folder are on the disk: files made, renamed or removed in it. */
export async function syncFolder(path: string): Promise<void> {
  await syncPath(path);
}

/** Waits until a folder is on the disk with all that is in it. */
export async function syncTree(root: string): Promise<void> {
  const files: string[] = [];
  const folders = [root];
  // Grows while it is walked.
  for (const folder of folders) {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      if (isDirectory) folders.push(join(folder, name));
      else if (isFile) files.push(join(folder, name));
    }
  }
  for (const paths of [files, folders]) {
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      await Promise.all(paths.slice(start, start + AT_ONCE).map(syncPath));
    }
  }
}

async function syncPath(path: string): Promise<void> {
  using file = await Deno.open(path);
  await file.sync();
}
