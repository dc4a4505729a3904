/** Reads a backup: entry by entry, and as a whole to see that it is complete and unchanged. */
import { createHash } from "node:crypto";
import { BackupError, DamagedBackupError } from "./backup_error.ts";
import { ByteReader } from "./byte_reader.ts";
import { decrypt, isEncrypted, MAGIC_BYTES } from "./envelope.ts";
import {
  CONTENTS,
  type Contents,
  FORMAT_VERSION,
  kindOf,
  MANIFEST,
  type Manifest,
  parseContents,
  parseManifest,
  SETTINGS_FILE,
  SUMS,
} from "./format.ts";
import { gunzip } from "./gzip.ts";
import { readTar, type TarEntry } from "./tar.ts";

/** Opens the bytes of a backup from their beginning; it is read more than once. */
export type BackupSource = () => AsyncIterable<Uint8Array>;

/** What a backup says of itself. */
export interface BackupSummary {
  readonly manifest: Manifest;
  readonly contents: Contents;
}

/** One entry of a backup after the manifest. */
export interface BackupEntry extends TarEntry {
  readonly manifest: Manifest;
}

/**
 * Reads all of a backup and compares every entry with its digest and its number of rows with what is said.
 *
 * @throws {DamagedBackupError} when a byte is missing or other; {BackupError} when its key or format is another
 */
export async function verifyBackup(
  source: BackupSource,
  passphrase: string | null,
): Promise<BackupSummary> {
  const sums: string[] = [];
  const rows: Record<string, number> = {};
  let blobs = 0;
  let manifest: Manifest | null = null;
  let contents: Contents | null = null;
  let given: string | null = null;
  for await (const entry of backupEntries(source, passphrase)) {
    if (given !== null) throw new DamagedBackupError("something follows its digests.");
    ({ manifest } = entry);
    if (entry.name === SUMS) {
      given = new TextDecoder().decode(entry.bytes);
      continue;
    }
    const digest = createHash("sha256").update(entry.bytes).digest("hex");
    sums.push(`${digest}  ${entry.name}\n`);
    const kind = kindOf(entry.name);
    if (kind.kind === "table") rows[kind.of] = (rows[kind.of] ?? 0) + linesIn(entry.bytes);
    else if (kind.kind === "blob") blobs++;
    else if (entry.name === CONTENTS) contents = parseContents(entry.bytes);
    else if (entry.name !== MANIFEST && entry.name !== SETTINGS_FILE) {
      throw new DamagedBackupError(`it holds ${entry.name}, which has no place there.`);
    }
  }
  if (manifest === null || contents === null || given === null) {
    throw new DamagedBackupError("its end is missing.");
  }
  if (given !== sums.join("")) throw new DamagedBackupError("a digest is not that of its part.");
  const isWhole = contents.blobs === blobs &&
    Object.entries(contents.tables).every(([table, count]) => (rows[table] ?? 0) === count) &&
    Object.keys(rows).every((table) => table in contents.tables);
  if (!isWhole) throw new DamagedBackupError("it does not hold what it says.");
  return { manifest, contents };
}

/**
 * The entries in their order, the manifest first.
 *
 * @throws {DamagedBackupError} when it cannot be unpacked; {BackupError} when its key or format is another
 */
export async function* backupEntries(
  source: BackupSource,
  passphrase: string | null,
): AsyncGenerator<BackupEntry> {
  let manifest: Manifest | null = null;
  for await (const entry of readTar(unpacked(source(), passphrase))) {
    if (manifest === null) {
      if (entry.name !== MANIFEST) throw new DamagedBackupError("its manifest is missing.");
      refuseNewer(entry.bytes);
      manifest = parseManifest(entry.bytes);
    }
    yield { ...entry, manifest };
  }
}

/** A newer format may have another manifest, too. */
function refuseNewer(bytes: Uint8Array): void {
  let version: unknown;
  try {
    version = JSON.parse(new TextDecoder().decode(bytes)).format_version;
  } catch {
    return;
  }
  if (typeof version === "number" && version > FORMAT_VERSION) {
    throw new BackupError(
      `The backup was made by a newer version of the app (format ${version}; this one reads up to ${FORMAT_VERSION}). Update the app first.`,
    );
  }
}

/** Decrypts and unzips. */
async function* unpacked(
  source: AsyncIterable<Uint8Array>,
  passphrase: string | null,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  const start = await reader.read(MAGIC_BYTES);
  const whole = prefixed(start, reader);
  if (isEncrypted(start)) {
    yield* unzipped(decrypt(whole, passphrase));
    return;
  }
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    await reader.cancel();
    throw new BackupError(
      start.byteLength === 0 ? "The backup is empty." : "That is no backup of Blockbuilders.",
    );
  }
  yield* unzipped(whole);
}

async function* prefixed(start: Uint8Array, rest: ByteReader): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    yield* rest.remaining();
  } finally {
    await rest.cancel();
  }
}

async function* unzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* gunzip(source);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    // What zlib says of bytes that are none of its own.
    if (error instanceof TypeError) throw new DamagedBackupError("it cannot be unpacked.");
    throw error;
  }
}

function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 10) count++;
  return count;
}
