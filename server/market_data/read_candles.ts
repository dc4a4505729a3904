/** From a file to the closed candles in it: pure work, done in a thread where the file is large. */
import { type CandleSeries, sliceCandles } from "../../engine/mod.ts";
import { type CsvProblem, type DateOrder, parseCandleCsv } from "../../engine/candle_files.ts";
import { openCandleFile } from "./candle_file.ts";

/** A file as it came, or its text. */
export type CandleFile = Uint8Array<ArrayBuffer> | string;

export interface ReadOptions {
  readonly timeframeMs: number;
  readonly nowMs: number;
  readonly earliestMs: number;
  readonly dateOrder?: DateOrder | undefined;
  /** The longest text of a file, bytes, also of a packed one. */
  readonly mostBytes?: number | undefined;
}

export type ReadCandles =
  /** Closed candles, one at the least; `unclosed` at the end were left out. */
  | { readonly ok: true; readonly candles: CandleSeries; readonly unclosed: number }
  | {
    readonly ok: false;
    readonly problems: readonly CsvProblem[];
    /** The file is longer than it may be. */
    readonly tooLarge?: boolean;
  };

export async function readCandles(file: CandleFile, options: ReadOptions): Promise<ReadCandles> {
  const { timeframeMs, nowMs, earliestMs, dateOrder, mostBytes } = options;
  let text = file;
  if (typeof text !== "string") {
    const opened = await openCandleFile(text, mostBytes);
    if (!opened.ok) return { ...problem(opened.message), tooLarge: opened.tooLarge };
    text = opened.text;
  }
  const parsed = parseCandleCsv(text, { timeframeMs, nowMs, earliestMs, dateOrder });
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

function problem(message: string): { ok: false; problems: CsvProblem[] } {
  return { ok: false, problems: [{ line: 0, message }] };
}
