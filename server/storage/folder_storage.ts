/** Blobs as files below a folder: the embedded default. */
import { dirname, join } from "node:path";
import { assertKey, type BlobStorage } from "./storage.ts";

/** Keeps blobs below `folder`, creating it when it is missing. */
export async function openFolderStorage(folder: string): Promise<BlobStorage> {
  await Deno.mkdir(folder, { recursive: true });
  const pathOf = (key: string) => {
    assertKey(key);
    return join(folder, key);
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await Deno.mkdir(dirname(path), { recursive: true });
      // Written beside and renamed, so that a reader or a crash never meets half a file.
      const temporary = `${path}.${crypto.randomUUID()}.tmp`;
      try {
        await Deno.writeFile(temporary, bytes);
        await Deno.rename(temporary, path);
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
    async ping() {
      const probe = join(folder, `.probe-${crypto.randomUUID()}`);
      await Deno.writeTextFile(probe, "");
      await Deno.remove(probe);
    },
    close: () => Promise.resolve(),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}
