/** The engine's second door: candles out of the files that people have. Apart, because no page of the app reads files itself. */
export { type CsvOptions, type CsvProblem, parseCandleCsv } from "./candles/csv/parse_csv.ts";
export { type DateOrder, TIME_FORMS } from "./candles/csv/csv_times.ts";
