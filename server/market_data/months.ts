/** Calendar months (UTC) as whole numbers: months since the year 0. */

/** The month that `timeMs` is in. */
export function monthOf(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** When a month begins, Unix ms. */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

/** "2024-01". */
export function monthName(month: number): string {
  return new Date(monthStart(month)).toISOString().slice(0, 7);
}
