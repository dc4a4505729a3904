/** The text in the bytes of a candle file: unpacked where it is packed, in the encoding that it is in. */
import { gunzip } from "node:zlib";

/** What a file of candles holds, or why it cannot be read, in a sentence. */
export type OpenedFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly tooLarge: boolean };

/** The longest text that is read unless another bound is given, bytes: five years of 1m candles are about 160 MB. */
export const MOST_FILE_BYTES = 512 * 1024 * 1024;

/** Other kinds of files by their first bytes. */
const KINDS: readonly (readonly [readonly number[], string])[] = [
  [[0xd0, 0xcf, 0x11, 0xe0], "an Excel workbook. Save it as CSV"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF document, not a candle file"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file. Save it as CSV"],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], "a Feather file. Save it as CSV"],
  [[0x42, 0x5a, 0x68], "packed with bzip2. Unpack it first, or pack it with gzip"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "packed with xz. Unpack it first, or pack it with gzip"],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed with zstd. Unpack it first, or pack it with gzip"],
  [[0x37, 0x7a, 0xbc, 0xaf], "a 7z archive. Unpack it first, or pack it as ZIP"],
  [[0x52, 0x61, 0x72, 0x21], "a RAR archive. Unpack it first, or pack it as ZIP"],
];

/**
 * Opens a candle file. What it is, is told by its bytes, not by its name: text in UTF-8 or UTF-16, one gzip file, or a ZIP with
 * one file in it.
 *
 * @param mostBytes the longest text, bytes, also of a packed file: unpacking ends there
 */
export async function openCandleFile(
  bytes: Uint8Array<ArrayBuffer>,
  mostBytes: number = MOST_FILE_BYTES,
): Promise<OpenedFile> {
  if (startsWith(bytes, [0x1f, 0x8b])) return unpacked(await unpackGzip(bytes, mostBytes));
  if (isZip(bytes)) return unpacked(await unpackZip(bytes, mostBytes));
  if (bytes.length > mostBytes) return tooLarge(mostBytes);
  return toText(bytes);
}

function unpacked(content: Uint8Array<ArrayBuffer> | OpenedFile): OpenedFile {
  if (!(content instanceof Uint8Array)) return content;
  if (startsWith(content, [0x1f, 0x8b]) || isZip(content)) {
    return refused("The packed file is packed once more. Unpack it first.");
  }
  return toText(content);
}

async function unpackGzip(
  bytes: Uint8Array<ArrayBuffer>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | OpenedFile> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer> | OpenedFile>();
  gunzip(bytes, { maxOutputLength: mostBytes }, (error, content) => {
    if (error === null) resolve(new Uint8Array(content));
    else if ("code" in error && error.code === "ERR_BUFFER_TOO_LARGE") resolve(tooLarge(mostBytes));
    else resolve(refused("The gzip file is damaged or cut off."));
  });
  return await promise;
}

async function unpackZip(
  bytes: Uint8Array<ArrayBuffer>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | OpenedFile> {
  // Most files are not packed, and the library takes a moment to load.
  const { configure, Uint8ArrayReader, ZipReader } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  try {
    const entries = await reader.getEntries();
    if (
      entries.some(({ filename }) => filename === "[Content_Types].xml" || filename === "mimetype")
    ) {
      return refused("This is a workbook or document, not a candle file. Save it as CSV.");
    }
    // macOS adds files of its own to an archive.
    const files = entries.filter(({ directory, filename }) =>
      !directory && !/(^|\/)(__MACOSX\/|\.DS_Store$)/.test(filename)
    );
    const [file] = files;
    if (!file || file.directory) return refused("The ZIP is empty.");
    if (files.length > 1) {
      const names = files.slice(0, 3).map(({ filename }) => filename).join(", ");
      return refused(
        `The ZIP holds ${files.length} files (${names}${
          files.length > 3 ? " …" : ""
        }). Take the one that is meant out of it.`,
      );
    }
    if (file.encrypted) return refused("The ZIP is encrypted. Unpack it first.");
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    // The declared size of the archive is not trusted: unpacked bytes are counted.
    const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
      write(part) {
        length += part.length;
        if (length > mostBytes) throw new TooLongError();
        parts.push(part.slice());
      },
    });
    await file.getData(sink, { checkSignature: true });
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch (error) {
    if (error instanceof TooLongError) return tooLarge(mostBytes);
    return refused("The ZIP is damaged or cut off.");
  } finally {
    await reader.close();
  }
}

class TooLongError extends Error {}

/** Why bytes are of no text, as far as the first of them tell; `null` where they may be. */
export function kindProblem(bytes: Uint8Array): OpenedFile | null {
  const kind = KINDS.find(([start]) => startsWith(bytes, start));
  return kind ? refused(`This is ${kind[1]}.`) : null;
}

/** Whether a file is packed, as its first bytes tell. */
export function isPacked(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x1f, 0x8b]) || isZip(bytes);
}

function toText(bytes: Uint8Array<ArrayBuffer>): OpenedFile {
  const kind = kindProblem(bytes);
  if (kind) return kind;
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  } catch (error) {
    // A string has a longest length of its own.
    if (error instanceof RangeError || error instanceof TypeError) return tooLarge(MOST_FILE_BYTES);
    throw error;
  }
  return textProblem(text) ?? { ok: true, text };
}

/** Why a text is none, as far as its beginning tells; `null` where it may be. */
export function textProblem(text: string): OpenedFile | null {
  return text.slice(0, 10_000).includes("\0")
    ? refused("This is not text. A candle file is CSV, alone or packed as gzip or ZIP.")
    : null;
}

/** UTF-16 where a mark says so, or where every other one of the first bytes is 0, as in digits and letters. */
export function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  const [a, b, c, d] = bytes;
  if (a && b === 0 && c && d === 0) return "utf-16le";
  if (a === 0 && b && c === 0 && d) return "utf-16be";
  return "utf-8";
}

/** A ZIP begins with its first file, or with its end where it is empty. */
function isZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

function refused(message: string): OpenedFile {
  return { ok: false, message, tooLarge: false };
}

function tooLarge(mostBytes: number): OpenedFile {
  const most = Math.floor(mostBytes / 1024 / 1024);
  return { ok: false, message: `The file holds more than ${most} MiB of text.`, tooLarge: true };
}
