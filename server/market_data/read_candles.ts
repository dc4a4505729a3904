/** From a file to the closed candles in it: pure work, done in a thread where the file is large. */
import { type CandleSeries, sliceCandles } from "../../engine/mod.ts";
import {
  type CsvOptions,
  type CsvProblem,
  parseCandleCsv,
  type TextPieces,
} from "../../engine/candle_files.ts";
import { openCandleFile } from "./candle_file.ts";
import { openStoredFile } from "./stored_file.ts";

/** A file as it came, its text, or a file on disk: one that is too long to be held. */
export type CandleFile = Uint8Array<ArrayBuffer> | string | { readonly path: string };

export interface ReadOptions extends Pick<CsvOptions, "columns" | "unit" | "zone" | "dateOrder"> {
  readonly timeframeMs: number;
  readonly nowMs: number;
  readonly earliestMs: number;
  /** The longest text of a file, bytes, also of a packed one. */
  readonly mostBytes?: number | undefined;
}

export type ReadCandles =
  /** Closed candles, one at the least; `unclosed` at the end were left out. */
  | { readonly ok: true; readonly candles: CandleSeries; readonly unclosed: number }
  | {
    readonly ok: false;
    readonly problems: readonly CsvProblem[];
    /** How many there are, those included that are not told one by one. */
    readonly count: number;
    /** The file is longer than it may be. */
    readonly tooLarge?: boolean;
  };

export async function readCandles(file: CandleFile, options: ReadOptions): Promise<ReadCandles> {
  const { mostBytes, ...reading } = options;
  const { timeframeMs, nowMs } = options;
  let text: string | TextPieces;
  if (typeof file === "string") text = file;
  else {
    const opened = "path" in file
      ? await openStoredFile(file.path, mostBytes)
      : await openCandleFile(file, mostBytes);
    if (!opened.ok) return { ...problem(opened.message), tooLarge: opened.tooLarge };
    text = "pieces" in opened ? opened.pieces : opened.text;
  }
  const parsed = parseCandleCsv(text, reading);
  if (!parsed.ok) return parsed;
  const { candles } = parsed;
  let closed = candles.length;
  while (closed > 0 && (candles.time[closed - 1] ?? 0) + timeframeMs > nowMs) closed--;
  if (closed === 0) return problem("The file holds no closed candles.");
  return {
    ok: true,
    candles: sliceCandles(candles, 0, closed),
    unclosed: candles.length - closed,
  };
}

function problem(message: string): { ok: false; problems: CsvProblem[]; count: number } {
  return { ok: false, problems: [{ line: 0, message }], count: 1 };
}
