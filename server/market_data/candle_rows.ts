import { type RawBuilder, sql } from "kysely";
import type { CandleSeries } from "../../engine/mod.ts";
import { floatArray } from "../db/float_array.ts";

/** The candles from `start` to `end` as rows of a query: timestamp, open, high, low, close, volume. */
export function rowsOf(candles: CandleSeries, start: number, end: number): RawBuilder<unknown> {
  const column = (values: Float64Array) => floatArray(values.subarray(start, end));
  return sql`select to_timestamp(ms / 1000) as timestamp, open, high, low, close, volume
    from unnest(${column(candles.time)}::float8[], ${column(candles.open)}::float8[],
      ${column(candles.high)}::float8[], ${column(candles.low)}::float8[],
      ${column(candles.close)}::float8[], ${column(candles.volume)}::float8[])
      as g (ms, open, high, low, close, volume)`;
}
