/** A ZIP as a stream: one entry after the other, so that an archive of any size fits into memory. */

import { giveWay } from "../threads/give_way.ts";

export interface ZipEntry {
  /** Inside the archive, with `/` between folders. */
  readonly path: string;
  readonly content: string | Uint8Array | AsyncIterable<string>;
}

/** Packing so much takes some milliseconds. */
const PIECE_BYTES = 128 * 1024;

/**
 * Packs `entries` while they are read. Nothing is begun before the first read; an error of `entries` is the stream's error, which
 * `onProblem` hears of too, and a reader who leaves ends them.
 */
export function zipStream(
  entries: AsyncIterable<ZipEntry>,
  modified: Date,
  onProblem: (error: unknown) => void = () => {},
): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      reader ??= (await pack(entries, modified, onProblem)).getReader();
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader?.cancel(reason),
  }, { highWaterMark: 0 });
}

async function pack(
  entries: AsyncIterable<ZipEntry>,
  modified: Date,
  onProblem: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  // Loaded by who needs it: most processes never pack anything.
  const { configure, ZipWriter } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  let left = false;
  let fail: (error: unknown) => void = () => {};
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      fail = (error) => controller.error(error);
    },
    cancel() {
      left = true;
    },
  });
  const zip = new ZipWriter(writable, { lastModDate: modified, extendedTimestamp: false });
  (async () => {
    for await (const { path, content } of entries) await zip.add(path, streamOf(content));
    await zip.close();
  })().catch((error) => {
    // A reader who left ends the entries too.
    if (!left) onProblem(error);
    fail(error);
  });
  return readable;
}

function streamOf(content: ZipEntry["content"]): ReadableStream<Uint8Array> {
  const pieces = piecesOf(content);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void await pieces.return(),
  }, { highWaterMark: 0 });
}

async function* piecesOf(content: ZipEntry["content"]): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  if (content instanceof Uint8Array) yield* cut(content);
  else if (typeof content === "string") yield* cut(encoder.encode(content));
  else for await (const piece of content) yield* cut(encoder.encode(piece));
}

/** Packing is done on the spot, so it is given little at a time, and others their turn between. */
async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    await giveWay();
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
