/** The 15m candles of a made-up hour: a path from its open to its close that touches its high and its low. */
import type { ColumnName } from "./month_columns.ts";
import { SeededRandom } from "./seeded_random.ts";

export const QUARTERS = 4;
export const QUARTER_MS = 900_000;
const SEED = 0x0fa5_7150;

/**
 * Writes the quarters of `hours[index]` to `out` from `at` on. A function of the hour alone; together they are the hour, to the cent
 * and to the thousandth of a volume.
 */
export function quartersOf(
  hours: Readonly<Record<ColumnName, Float64Array>>,
  index: number,
  out: Readonly<Record<ColumnName, Float64Array>>,
  at: number,
): void {
  const random = new SeededRandom(Math.imul(index + 1, 0x9e3779b1) ^ SEED);
  const cents = (column: ColumnName) => Math.round(hours[column][index]! * 100);
  const [open, high, low, close] = [cents("open"), cents("high"), cents("low"), cents("close")];
  const inside = (price: number) => Math.max(low, Math.min(high, Math.round(price)));
  const bounds = Array.from({ length: QUARTERS + 1 }, (_, k) => {
    if (k === 0) return open;
    if (k === QUARTERS) return close;
    return inside(open + (close - open) * k / QUARTERS + random.normal() * (high - low) / 4);
  });
  const nearest = (wanted: number, side: (a: number, b: number) => number) => {
    let best = 0;
    for (let k = 1; k < QUARTERS; k++) {
      const distance = (at: number) => Math.abs(wanted - side(bounds[at]!, bounds[at + 1]!));
      if (distance(k) < distance(best)) best = k;
    }
    return best;
  };
  const [highest, lowest] = [nearest(high, Math.max), nearest(low, Math.min)];
  const weights = Array.from({ length: QUARTERS }, () => 0.5 + random.next());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const traded = Math.round(hours.volume[index]! * 1000);
  let left = traded;
  for (let k = 0; k < QUARTERS; k++) {
    const [first, last] = [bounds[k]!, bounds[k + 1]!];
    const [top, bottom] = [Math.max(first, last), Math.min(first, last)];
    const [up, down] = [random.next() / 2, random.next() / 2];
    const volume = k === QUARTERS - 1 ? left : Math.floor(traded * weights[k]! / total);
    left -= volume;
    out.time[at + k] = hours.time[index]! + k * QUARTER_MS;
    out.open[at + k] = first / 100;
    out.high[at + k] = (k === highest ? high : inside(top + (high - top) * up)) / 100;
    out.low[at + k] = (k === lowest ? low : inside(bottom - (bottom - low) * down)) / 100;
    out.close[at + k] = last / 100;
    out.volume[at + k] = volume / 1000;
  }
}
