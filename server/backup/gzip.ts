/** Gzip as generators. */

/** Compresses. */
export function gzip(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return through(source, new CompressionStream("gzip"));
}

/** Decompresses. @throws {TypeError} for bytes that are no gzip, or cut off */
export function gunzip(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return through(source, new DecompressionStream("gzip"));
}

/** Nothing is read before the first piece is asked for, and a reader that stops early ends the source. */
async function* through(
  source: AsyncIterable<Uint8Array>,
  transform: CompressionStream | DecompressionStream,
): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  const stream = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  try {
    yield* stream.pipeThrough(transform);
  } finally {
    await pieces.return?.();
  }
}
