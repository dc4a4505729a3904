/** Fills the disk that a file is on. */
import assert from "node:assert/strict";
import fs from "node:fs/promises";

/** Writes a file until nothing is left on its disk. */
export async function fillDisk(path: string): Promise<void> {
  const file = await fs.open(path, "w");
  try {
    for (let size = 1 << 20; size >= 512;) {
      try {
        await file.write(new Uint8Array(size));
      } catch {
        size /= 2;
      }
    }
  } finally {
    await file.close();
  }
  assert.equal((await fs.statfs(path)).bavail, 0);
}
