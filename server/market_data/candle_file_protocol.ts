/** What travels between the process and the thread that reads candle files. */
import type { LoggedError } from "../logging/log_error.ts";
import type { CandleFile, ReadCandles, ReadOptions } from "./read_candles.ts";

export interface ReadRequest {
  readonly file: CandleFile;
  readonly options: ReadOptions;
}

export type ReadReply =
  | { readonly kind: "read"; readonly result: ReadCandles }
  /** An error that is no fault of the file. */
  | { readonly kind: "broken"; readonly error: LoggedError };
