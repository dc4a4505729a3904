/** A candle file on disk, as pieces of text: a long one is never in memory as a whole. For threads: reading waits for the disk. */
import type { TextPieces } from "../../engine/candle_files.ts";
import {
  encodingOf,
  isPacked,
  kindProblem,
  MOST_FILE_BYTES,
  openCandleFile,
  type OpenedFile,
  textProblem,
} from "./candle_file.ts";

const PIECE_BYTES = 1024 * 1024;

/** What a file on disk holds: its text at once where it was packed, in pieces where it was not. */
export type OpenedStored = OpenedFile | { readonly ok: true; readonly pieces: TextPieces };

/** @param mostBytes the longest text, bytes, also of a packed file */
export async function openStoredFile(
  path: string,
  mostBytes: number = MOST_FILE_BYTES,
): Promise<OpenedStored> {
  const start = readStart(path);
  if (isPacked(start)) return await openCandleFile(await Deno.readFile(path), mostBytes);
  // Told as a file that is held whole would be.
  if ((await Deno.stat(path)).size > mostBytes) {
    return await openCandleFile(new Uint8Array(mostBytes + 1), mostBytes);
  }
  const encoding = encodingOf(start);
  return kindProblem(start) ?? textProblem(new TextDecoder(encoding).decode(start)) ??
    { ok: true, pieces: () => piecesOf(path, encoding) };
}

function readStart(path: string): Uint8Array<ArrayBuffer> {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(64 * 1024);
  return bytes.subarray(0, file.readSync(bytes) ?? 0);
}

function* piecesOf(path: string, encoding: string): Generator<string> {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder(encoding);
  const bytes = new Uint8Array(PIECE_BYTES);
  for (;;) {
    const length = file.readSync(bytes);
    if (length === null) break;
    yield decoder.decode(bytes.subarray(0, length), { stream: true });
  }
  yield decoder.decode();
}
