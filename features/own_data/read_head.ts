/** The beginning of a file as text: unpacked where it is packed, in the encoding that it is in. */

/** So much of a text shows what it is. */
const HEAD_CHARACTERS = 512 * 1024;
const ZIP_HEADER = 30;

export interface FileHead {
  readonly text: string;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

/** @throws `Error` with a sentence for what cannot be opened */
export async function readHead(file: Blob): Promise<FileHead> {
  const start = new Uint8Array(await file.slice(0, 64 * 1024).arrayBuffer());
  const packed = await packedPart(file, start);
  const stream = packed?.stream ?? file.stream();
  const bytes = await firstBytes(stream, packed !== null);
  const encoding = encodingOf(bytes);
  const isWhole = bytes.length < HEAD_CHARACTERS;
  // A character that is cut off at the end is none.
  return { text: new TextDecoder(encoding).decode(bytes, { stream: !isWhole }), isWhole };
}

/** The packed bytes of a gzip file or of the first file of a ZIP, as they come out of it. */
async function packedPart(
  file: Blob,
  start: Uint8Array,
): Promise<{ readonly stream: ReadableStream<Uint8Array> } | null> {
  if (start[0] === 0x1f && start[1] === 0x8b) {
    return { stream: file.stream().pipeThrough(new DecompressionStream("gzip")) };
  }
  if (start[0] !== 0x50 || start[1] !== 0x4b) return null;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (start.length < ZIP_HEADER || view.getUint32(0, true) !== 0x04034b50) {
    throw new Error("The ZIP is empty or damaged.");
  }
  const [flags, method] = [view.getUint16(6, true), view.getUint16(8, true)];
  if (flags & 1) throw new Error("The ZIP is encrypted. Unpack it first.");
  const at = ZIP_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
  // A ZIP that was written in one go has the size in its list alone.
  const size = view.getUint32(18, true) || await sizeInList(file);
  const content = file.slice(at, at + size).stream();
  if (method === 0) return { stream: content };
  if (method !== 8) {
    throw new Error("The ZIP is packed in a way that is not known here. Unpack it first.");
  }
  return { stream: content.pipeThrough(new DecompressionStream("deflate-raw")) };
}

const LIST_END = 22;

/** How many packed bytes the first file of a ZIP has, by the list at its end. */
async function sizeInList(file: Blob): Promise<number> {
  const tail = await file.slice(-(64 * 1024)).arrayBuffer();
  const view = new DataView(tail);
  for (let at = tail.byteLength - LIST_END; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const list = view.getUint32(at + 16, true);
    const entry = new DataView(await file.slice(list, list + 46).arrayBuffer());
    if (entry.byteLength === 46 && entry.getUint32(0, true) === 0x02014b50) {
      return entry.getUint32(20, true);
    }
  }
  throw new Error("The ZIP is empty or damaged.");
}

async function firstBytes(
  stream: ReadableStream<Uint8Array>,
  isPacked: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(HEAD_CHARACTERS);
  const reader = stream.getReader();
  let length = 0;
  try {
    while (length < bytes.length) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, bytes.length - length);
      bytes.set(part, length);
      length += part.length;
    }
  } catch (error) {
    throw new Error(
      isPacked ? "The packed file is damaged or cut off." : "The file cannot be read.",
      { cause: error },
    );
  }
  reader.cancel().catch(() => {});
  return bytes.slice(0, length);
}

function encodingOf([a, b, c, d]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a && b === 0 && c && d === 0) return "utf-16le";
  if (a === 0 && b && c === 0 && d) return "utf-16be";
  return "utf-8";
}
