/** Markets and candles. */
import {
  candleImportsSchema,
  candlesImportedSchema,
  candlesImportQuerySchema,
  candlesQuerySchema,
  candlesSchema,
  importChoiceSchema,
  importProgressSchema,
  marketsSchema,
} from "../markets.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Markets";

export const marketEndpoints = {
  "GET /markets": {
    summary: "Assets, timeframes, which candles are stored and how fresh they are",
    tag,
    open: true,
    status: 200,
    response: marketsSchema,
  },
  "GET /candles": {
    summary: "Candles as columns; JSON when you accept only that, else one binary body",
    tag,
    open: true,
    query: candlesQuerySchema,
    status: 200,
    response: candlesSchema,
    otherResponses: [{
      type: "application/octet-stream",
      description: "`BBC1`, length (uint32), timeframe in ms (float64), then time, open, high, " +
        "low, close, volume as float64 columns, little-endian; volumes that there are not are NaN",
    }],
    errors: ["not_signed_in", "unavailable"],
  },
  "POST /candles/import": {
    summary: "Takes a candle file of your own; nobody else sees it",
    tag,
    query: candlesImportQuerySchema,
    rawBody: {
      type: "text/csv",
      description:
        "CSV with the header timestamp,open,high,low,close,volume, or an export of an exchange; text, gzip, or a ZIP " +
        "with one file. Times without an offset are UTC. A file may leave out the volumes",
    },
    status: 201,
    response: candlesImportedSchema,
    errors: [
      "candles_differ",
      "limit_reached",
      "too_large",
      "too_slow",
      "unsupported_media_type",
    ],
  },
  "GET /candles/imports": {
    summary: "The candles that you have imported",
    tag,
    status: 200,
    response: candleImportsSchema,
  },
  "GET /candles/imports/progress": {
    summary: "Your imports under way, and how far each is",
    tag,
    status: 200,
    response: importProgressSchema,
  },
  "GET /candles/imports/file": {
    summary: "One of your imports as a CSV file that can be imported again",
    tag,
    query: importChoiceSchema,
    status: 200,
    otherResponses: [{
      type: "text/csv",
      description:
        "timestamp (Unix milliseconds), open, high, low, close, and volume where there are any",
    }],
    errors: ["not_found"],
  },
  "DELETE /candles/imports": {
    summary: "Removes one of your imports",
    tag,
    query: importChoiceSchema,
    status: 204,
    errors: ["not_found"],
  },
} as const satisfies Declarations;
