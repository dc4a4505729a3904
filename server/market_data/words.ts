/** Dates and candles in sentences: one spelling, no locale. */

const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

/** The UTC day of a moment, `1 Jan 2019`. */
export function dayInWords(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** The UTC minute of a moment, `2021-01-01 13:00`. */
export function minuteInWords(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}

/** `1 candle`, `2 candles`, `35,005 candles`. */
export function candlesInWords(count: number): string {
  return `${thousands(count)} ${count === 1 ? "candle" : "candles"}`;
}

/** `35,005` */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
