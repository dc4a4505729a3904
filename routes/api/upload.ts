/** The body of a request as a file: held where it is small, on disk while it comes where it is not. */
import { join } from "node:path";
import { AppError } from "../../contracts/errors.ts";
import { UPLOADS } from "../../server/disk/uploads.ts";

/** A longer body is written to disk. */
const HELD_BYTES = 1024 * 1024;

/** A body that has come. */
export interface Upload {
  readonly file: Uint8Array<ArrayBuffer> | { readonly path: string };
  /** Removes what is on disk. */
  readonly remove: () => Promise<void>;
}

/**
 * @param dataDir where a long body is kept meanwhile: the only folder that the app may write to
 * @throws {AppError} `too_large`, and what reading the body throws; nothing is left on disk then
 */
export async function receiveFile(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  { mostBytes, dataDir }: { readonly mostBytes: number; readonly dataDir: string },
): Promise<Upload> {
  const held: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let path: string | null = null;
  let disk: Deno.FsFile | null = null;
  const remove = async () => {
    if (path !== null) await Deno.remove(path).catch(() => {});
  };
  try {
    for await (const piece of body ?? []) {
      length += piece.length;
      if (length > mostBytes) {
        throw new AppError("too_large", `Send at most ${mostBytes / 1024 / 1024} MiB at once.`);
      }
      if (disk === null && length <= HELD_BYTES) {
        held.push(piece.slice());
        continue;
      }
      if (disk === null) {
        const folder = join(dataDir, UPLOADS);
        await Deno.mkdir(folder, { recursive: true });
        path = join(folder, crypto.randomUUID());
        disk = await Deno.open(path, { write: true, createNew: true });
        for (const early of held.splice(0)) await writeAll(disk, early);
      }
      await writeAll(disk, piece);
    }
  } catch (error) {
    disk?.close();
    await remove();
    throw error;
  }
  disk?.close();
  if (path !== null) return { file: { path }, remove };
  const file = new Uint8Array(length);
  let at = 0;
  for (const piece of held) {
    file.set(piece, at);
    at += piece.length;
  }
  return { file, remove };
}

async function writeAll(disk: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await disk.write(bytes.subarray(at));
}
