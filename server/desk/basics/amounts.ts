/** Moments and amounts in sentences. */

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** "29 Nov 2026, 10:00 UTC". */
export function momentInWords(ms: number): string {
  return `${DAY.format(ms)} UTC`;
}

/** Three significant digits more than a price of an exchange needs, without zeros at the end. */
export function amountInWords(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 6 : 2 });
}
