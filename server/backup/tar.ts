/**
 * Tar files (POSIX ustar; names that do not fit as pax records), so that a backup can be opened with any `tar`. Entries are
 * whole in memory, one at a time.
 */
import { ByteReader } from "./byte_reader.ts";
import { DamagedBackupError } from "./backup_error.ts";

export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
/** More than any entry that is written; a size beyond it is a damaged header. */
const LARGEST_ENTRY = 2 ** 31;
/** Only the owner reads what was unpacked. */
const MODE = "0000600";
const FILE = "0";
const PAX = "x";

/** The blocks of one entry. */
export function tarBlocks({ name, bytes }: TarEntry, mtimeMs: number): Uint8Array[] {
  const encoded = new TextEncoder().encode(name);
  const fits = splitName(name);
  const blocks: Uint8Array[] = [];
  if (fits === null) {
    const record = paxRecord("path", name);
    blocks.push(header(["", "pax"], record.byteLength, mtimeMs, PAX), record, padding(record));
  }
  const [prefix, base] = fits ??
    ["", new TextDecoder().decode(encoded.subarray(0, 99)).replace(/\W/g, "_")];
  blocks.push(header([prefix, base], bytes.byteLength, mtimeMs, FILE), bytes, padding(bytes));
  return blocks.filter(({ byteLength }) => byteLength > 0);
}

/** What comes after the last entry. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

/**
 * The entries of a tar file.
 *
 * @throws {DamagedBackupError} when it is cut off or no tar file
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(source);
  let longName: string | null = null;
  try {
    for (;;) {
      const block = await reader.read(BLOCK);
      if (block.byteLength < BLOCK) throw new DamagedBackupError("its end is missing.");
      if (block.every((byte) => byte === 0)) break;
      const { name, size, type } = readHeader(block);
      const bytes = await reader.read(size);
      const rest = await reader.read(padded(size) - size);
      if (bytes.byteLength + rest.byteLength < padded(size)) {
        throw new DamagedBackupError("its end is missing.");
      }
      if (type === PAX) longName = readPaxPath(bytes);
      else {
        yield { name: longName ?? name, bytes };
        longName = null;
      }
    }
    // Read to the end, so that whatever checks the whole (gzip, the seal of an encrypted file) has seen it.
    for await (const piece of reader.remaining()) {
      if (piece.some((byte) => byte !== 0)) throw new DamagedBackupError("something follows it.");
    }
  } finally {
    await reader.cancel();
  }
}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;

function padding({ byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(padded(byteLength) - byteLength);
}

function header(
  [prefix, name]: readonly [string, string],
  size: number,
  mtimeMs: number,
  type: string,
): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(name, 0);
  put(MODE, 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(Math.max(0, Math.floor(mtimeMs / 1000)), 11), 136);
  put(" ".repeat(8), 148);
  put(type, 156);
  put("ustar\0" + "00", 257);
  put(prefix, 345);
  put(octal(sumOf(block), 6) + "\0 ", 148);
  return block;
}

function sumOf(block: Uint8Array): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}

function readHeader(block: Uint8Array): { name: string; size: number; type: string } {
  const text = (at: number, length: number) =>
    new TextDecoder().decode(block.subarray(at, at + length)).replace(/\0.*$/s, "");
  const given = parseInt(text(148, 8), 8);
  const blank = block.slice();
  blank.fill(32, 148, 156);
  const size = parseInt(text(124, 12), 8);
  if (
    text(257, 5) !== "ustar" || given !== sumOf(blank) || !(size >= 0) || size > LARGEST_ENTRY
  ) {
    throw new DamagedBackupError("one of its headers cannot be read.");
  }
  const prefix = text(345, 155);
  const name = text(0, 100);
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type: text(156, 1) || FILE };
}

/** A name as prefix and rest where a header has room for it. */
function splitName(name: string): readonly [string, string] | null {
  const length = (text: string) => new TextEncoder().encode(text).byteLength;
  if (length(name) <= 100) return ["", name];
  for (let at = name.indexOf("/"); at > 0; at = name.indexOf("/", at + 1)) {
    const [prefix, base] = [name.slice(0, at), name.slice(at + 1)];
    if (length(prefix) <= 155 && length(base) <= 100 && base !== "") return [prefix, base];
  }
  return null;
}

/** `LENGTH key=value\n`, where the length counts its own digits too. */
function paxRecord(key: string, value: string): Uint8Array {
  const body = new TextEncoder().encode(` ${key}=${value}\n`).byteLength;
  let length = body;
  while (length !== body + String(length).length) length = body + String(length).length;
  return new TextEncoder().encode(`${length} ${key}=${value}\n`);
}

function readPaxPath(bytes: Uint8Array): string {
  const path = /^\d+ path=(.*)\n$/s.exec(new TextDecoder().decode(bytes))?.[1];
  if (path === undefined) throw new DamagedBackupError("one of its headers cannot be read.");
  return path;
}
