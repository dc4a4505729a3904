/** The engine's second door: candles out of the files that people have. Apart, because only what imports files reads them. */
export {
  type CsvOptions,
  type CsvProblem,
  parseCandleCsv,
  type TextPieces,
} from "./candles/csv/parse_csv.ts";
export { type DateOrder, TIME_FORMS } from "./candles/csv/csv_times.ts";
export { type ColumnChoice } from "./candles/csv/csv_layout.ts";
export { detectCandleFile, type DetectedFile } from "./candles/csv/detect.ts";
export { TIMEFRAMES } from "./candles/timeframe.ts";
export { type TimeUnit } from "./candles/csv/digit_times.ts";
export { pairIn } from "./candles/csv/file_formats.ts";
export { type Zone, type ZoneShift } from "./candles/csv/zone_clock.ts";
