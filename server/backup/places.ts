/**
 * Where backups lie: files in a folder, or objects of an S3 bucket. Either is written whole or not at all, and only its owner
 * may read a file.
 */
import { basename, dirname, join, resolve } from "node:path";
import type { S3Config } from "../config/config.ts";
import { syncFolder } from "../disk/sync.ts";
import { BackupError } from "./backup_error.ts";
import type { BackupPlace } from "./place.ts";

/** A place and a name in it. */
export interface BackupTarget {
  readonly place: BackupPlace;
  readonly name: string;
}

/** Where a file is written until it is whole. */
const PARTIAL = /\.partial-[0-9a-f-]{36}$/;

/**
 * Opens a folder, or `s3://bucket/prefix`.
 *
 * @throws {BackupError} when it is an S3 address and no S3 server is set
 */
export async function openPlace(where: string, s3: S3Config | null): Promise<BackupPlace> {
  const address = readS3Address(where);
  if (address === null) return folderPlace(resolve(where));
  if (s3 === null) {
    throw new BackupError(
      `${where} needs an S3 server: set BACKUP_S3_ENDPOINT, BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY, or S3_ENDPOINT and its keys.`,
    );
  }
  // The S3 client is large; it is loaded where somebody names a bucket.
  const { s3Place } = await import("./s3_place.ts");
  return s3Place({ ...s3, bucket: address.bucket }, address.key);
}

/**
 * Opens what a command names: a file, a folder or `s3://` address with a slash at its end (a new name in it), or an object.
 *
 * @param freshName the name where only a folder is given
 * @throws {BackupError}
 */
export async function openTarget(
  where: string,
  freshName: string,
  s3: S3Config | null,
): Promise<BackupTarget> {
  const isFolder = where.endsWith("/") || await isExistingFolder(where) ||
    readS3Address(where)?.key === "";
  if (isFolder) return { place: await openPlace(where, s3), name: freshName };
  const at = where.lastIndexOf("/");
  if (readS3Address(where) === null) {
    return { place: folderPlace(dirname(resolve(where))), name: basename(where) };
  }
  return { place: await openPlace(where.slice(0, at), s3), name: where.slice(at + 1) };
}

function readS3Address(where: string): { readonly bucket: string; readonly key: string } | null {
  const [, bucket, key = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(where) ?? [];
  if (bucket !== undefined) return { bucket, key: key.replace(/\/+$/, "") };
  if (!where.startsWith("s3:")) return null;
  throw new BackupError(`${where} is no address of a bucket, such as s3://bucket/folder.`);
}

async function isExistingFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

function folderPlace(folder: string): BackupPlace {
  return {
    title: folder,
    async list() {
      const names: string[] = [];
      try {
        for await (const { name, isFile } of Deno.readDir(folder)) {
          if (isFile && !PARTIAL.test(name)) names.push(name);
        }
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
      return names;
    },
    async write(name, stream) {
      await Deno.mkdir(folder, { recursive: true });
      const path = join(folder, name);
      const exists = await Deno.lstat(path).then(() => true, () => false);
      if (exists) throw new BackupError(`${path} is there already. Choose another name.`);
      await removePartials(folder);
      const partial = `${path}.partial-${crypto.randomUUID()}`;
      let size = 0;
      try {
        using file = await Deno.open(partial, { write: true, createNew: true, mode: 0o600 });
        // While it is written no other process takes it for a left-over.
        await file.lock(true);
        for await (const piece of stream) {
          for (let written = 0; written < piece.byteLength;) {
            written += await file.write(piece.subarray(written));
          }
          size += piece.byteLength;
        }
        await file.sync();
        // Unlike a rename this replaces nothing.
        await Deno.link(partial, path).catch((error) => {
          if (error instanceof Deno.errors.AlreadyExists) {
            throw new BackupError(`${path} is there already. Choose another name.`);
          }
          // Not every file system has links.
          return Deno.rename(partial, path);
        });
      } finally {
        await Deno.remove(partial).catch(() => {});
      }
      await syncFolder(folder);
      return size;
    },
    read: (name) =>
      async function* () {
        let file: Deno.FsFile;
        try {
          file = await Deno.open(join(folder, name));
        } catch (error) {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
          throw new BackupError(`There is no file ${join(folder, name)}.`);
        }
        yield* file.readable;
      },
    async remove(name) {
      await Deno.remove(join(folder, name));
      await syncFolder(folder);
    },
    close() {},
  };
}

/** Files of writers that were killed. */
async function removePartials(folder: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || !PARTIAL.test(name)) continue;
    const path = join(folder, name);
    const file = await Deno.open(path, { read: true, write: true }).catch(() => null);
    if (file === null) continue;
    try {
      if (await file.tryLock(true)) await Deno.remove(path);
    } finally {
      file.close();
    }
  }
}
