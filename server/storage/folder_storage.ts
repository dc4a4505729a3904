/** Blobs as files below a folder: the embedded default. */
import { dirname, join, resolve } from "node:path";
import { syncFolder } from "../disk/sync.ts";
import { assertKey, type BlobStorage, type StoredBlob } from "./storage.ts";

/** Keeps blobs below `folder`, creating it when it is missing. */
export async function openFolderStorage(folder: string): Promise<BlobStorage> {
  await Deno.mkdir(folder, { recursive: true });
  const root = resolve(folder);
  const pathOf = (key: string) => {
    assertKey(key);
    return join(root, key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await Deno.mkdir(dirname(path), { recursive: true });
      // Written beside and renamed, so that a reader or a crash never meets half a file; on the disk before it has its name,
      // and its name before anybody is told.
      const temporary = `${path}.${crypto.randomUUID()}.tmp`;
      try {
        await writeSynced(temporary, bytes);
        await Deno.rename(temporary, path);
        for (let at = dirname(path);; at = dirname(at)) {
          await syncFolder(at);
          if (at === root) break;
        }
      } catch (error) {
        await Deno.remove(temporary).catch(() => {});
        throw error;
      }
    },
    async get(key) {
      try {
        return await Deno.readFile(pathOf(key));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    async delete(key) {
      try {
        await Deno.remove(pathOf(key));
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    list: () => listFiles(root),
    async ping() {
      const probe = join(root, `.probe-${crypto.randomUUID()}`);
      await Deno.writeTextFile(probe, "");
      await Deno.remove(probe);
    },
    close: () => Promise.resolve(),
  };
}

async function* listFiles(root: string, below = ""): AsyncGenerator<StoredBlob> {
  const names: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(join(root, below))) names.push(entry);
  } catch (error) {
    // Removed meanwhile.
    if (!isAbsent(error)) throw error;
  }
  for (const { name, isDirectory, isFile } of names) {
    const key = below === "" ? name : `${below}/${name}`;
    if (isDirectory) yield* listFiles(root, key);
    else if (isFile) {
      const stat = await Deno.stat(join(root, key)).catch((error) => {
        if (isAbsent(error)) return null;
        throw error;
      });
      if (stat?.mtime) yield { key, modifiedAt: stat.mtime };
    }
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let written = 0; written < bytes.byteLength;) {
    written += await file.write(bytes.subarray(written));
  }
  await file.sync();
}

function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}
