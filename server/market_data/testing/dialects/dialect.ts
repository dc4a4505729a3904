/** How a vendor's own server reads a request for candles and writes its answer, for the loopback vendor of the tests. */
import type { HandmadeResponse } from "../loopback_http.ts";

export interface LoopbackCandle {
  readonly timeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What a request asks for, in the vendor's own way of counting. */
export interface Asked {
  /** The market's name there. */
  readonly symbol: string;
  readonly stepMs: number;
  /** Open times, both ends inclusive. */
  readonly fromMs: number;
  readonly lastMs: number;
  /** Candles at most. */
  readonly limit: number;
  /** Which of more than that: those next to the start of the stretch, or those next to its end. */
  readonly keep: "oldest" | "newest";
  /** How the rows are laid out. */
  readonly order: "ascending" | "descending";
}

/** What the dialect may use for its answer. */
export interface AnswerContext {
  readonly url: URL;
  readonly asked: Asked;
  /** Whether there are more candles in the stretch than the limit let through. */
  readonly cut: boolean;
  /** The candle before one of these, which exists or not. */
  readonly before: (timeMs: number) => LoopbackCandle | null;
}

export interface Dialect {
  /** The vendor's name in `VENDORS`. */
  readonly name: string;
  /** What is asked; an answer for a request that the vendor refuses; `null` for a path that it does not have. */
  read(url: URL, headers: Headers, nowMs: number): Asked | HandmadeResponse | null;
  row(candle: LoopbackCandle, context: AnswerContext): unknown;
  /** The whole body around rows. */
  body(rows: readonly unknown[], context: AnswerContext): unknown;
  /** The answer for a market that it does not list. */
  notListed(): HandmadeResponse;
  /** The answer with a status of an error. */
  error(status: number): HandmadeResponse;
}

export function json(status: number, body: unknown): HandmadeResponse {
  return { status, body: JSON.stringify(body) };
}

/** Eight decimals, as exchanges write prices. */
export function decimalText(value: number): string {
  return value.toFixed(8);
}

export function isAsked(read: Asked | HandmadeResponse): read is Asked {
  return "symbol" in read;
}
