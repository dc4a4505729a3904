/** The files of `cases/csv` with what is right for each, the same on every way in. */
import { testEnv } from "./env.ts";

/** A candle file and what becomes of it. */
export type CandleCase =
  | {
    readonly file: string;
    readonly timeframe: "1h" | "1d";
    readonly reads: "base" | "days" | "revised";
  }
  | { readonly file: string; readonly timeframe: "1h" | "4h" | "1d"; readonly refused: RegExp };

const READ_AS_BASE = [
  "00_base",
  "03_nanoseconds",
  "06_yyyymmddhhmmss14",
  "08_sci_ms_full",
  "10_cdd_ampm",
  "13_semicolon_dot",
  "14_semicolon_comma",
  "15_tab",
  "19_tv_offset",
  "26_ymd_slash",
  "57_iso_basic_offset",
  "72_yyyymmddhhmm12",
];

/** Every case: `base` = the 60 hours of 00_base, `days` = its prices as 60 days, `revised` = 00_base with one volume changed. */
export const CANDLE_CASES: readonly CandleCase[] = [
  ...READ_AS_BASE.map((file) => ({ file, timeframe: "1h", reads: "base" }) as const),
  { file: "05_yyyymmdd_days", timeframe: "1d", reads: "days" },
  { file: "66_revised", timeframe: "1h", reads: "revised" },
  {
    file: "53_4h_odd",
    timeframe: "4h",
    refused:
      /4h candles begin at 00:00, 04:00, 08:00 … UTC; this file's begin at 03:00, 07:00, 11:00/,
  },
  {
    file: "54_1d_0600",
    timeframe: "1d",
    refused: /1d candles begin at 00:00 UTC; this file's begin at 06:00/,
  },
  {
    file: "74_row_numbers",
    timeframe: "1h",
    refused: /"0" is not a time: it looks like the number of a row\..* Known are Unix seconds/,
  },
];

/** The path of a case's file. */
export function casePath(file: string): string {
  return `${testEnv.casesDir}/csv/${file}.csv`;
}
