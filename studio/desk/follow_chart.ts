/** The picture of a follow: closes with the prices that flip it, and its equity in the range that its past made likely. */
import type { FlipPrices, FollowCourse } from "../../contracts/desk.ts";

export const CHART_WIDTH = 480;
export const PRICE_HEIGHT = 96;
export const EQUITY_HEIGHT = 96;
const MARGIN = 6;
const DAY_MS = 86_400_000;

/** A horizontal line where a close begins or stops to order something. */
export interface FlipLine extends FlipEnd {
  readonly y: number;
}

export interface FlipEnd {
  readonly price: number;
  /** Whether the closes that order something lie above it or below it. */
  readonly side: "above" | "below";
}

export interface FollowChart {
  readonly closes: string;
  readonly equity: string;
  /** The likely range as a closed outline; `null` without one. */
  readonly range: string | null;
  /** Equity at the start. */
  readonly startY: number;
  readonly flips: readonly FlipLine[];
  /** Where the equity stands in the range now; `null` before the first whole day and without a range. */
  readonly place: {
    readonly days: number;
    readonly low: number;
    readonly high: number;
    readonly where: "below" | "inside" | "above";
  } | null;
}

/** Ends of the stretches that matter now, nearest to the last close first. */
export function flipEnds({ stretches, reference, in_position }: FlipPrices): FlipEnd[] {
  const order = in_position ? "exit" : "entry";
  return stretches.filter((stretch) => stretch.order === order)
    .flatMap(({ from, to }): FlipEnd[] => [
      ...(from === null ? [] : [{ price: from, side: "above" as const }]),
      ...(to === null ? [] : [{ price: to, side: "below" as const }]),
    ])
    .sort((a, b) => Math.abs(a.price - reference) - Math.abs(b.price - reference));
}

/** @param startedMs open of the first candle, Unix ms; `null` for fewer than two points, which make no line */
export function followChart(
  course: FollowCourse,
  { startedMs, flip }: { readonly startedMs: number; readonly flip: FlipPrices | null },
): FollowChart | null {
  const { time, close, equity, likely } = course;
  const [first, last] = [time[0], time.at(-1)];
  if (first === undefined || last === undefined || time.length < 2) return null;
  const x = (ms: number) => (ms - startedMs) / (last - startedMs) * CHART_WIDTH;
  // The nearest price is always in the picture, the others where they fall into it.
  const ends = flip ? flipEnds(flip) : [];
  const price = scale([...close, ...ends.slice(0, 1).map(({ price }) => price)], PRICE_HEIGHT);
  const [low, high] = [likely?.low ?? [], likely?.high ?? []];
  const worth = scale([...equity, ...low, ...high], EQUITY_HEIGHT);
  const days = Math.floor((last - startedMs) / DAY_MS);
  const [lowNow, highNow, now] = [low[days], high[days], equity.at(-1)!];
  return {
    closes: line(time.map((ms, n) => [x(ms), price.y(close[n]!)])),
    equity: line(time.map((ms, n) => [x(ms), worth.y(equity[n]!)])),
    range: low.length < 2
      ? null
      : outline(low, high, (day) => x(startedMs + day * DAY_MS), worth.y),
    startY: worth.y(low[0] ?? equity[0]!),
    flips: ends.filter((end) => price.holds(end.price))
      .map((end) => ({ ...end, y: price.y(end.price) })),
    place: days < 1 || lowNow === undefined || highNow === undefined ? null : {
      days,
      low: lowNow,
      high: highNow,
      where: now < lowNow ? "below" : now > highNow ? "above" : "inside",
    },
  };
}

function scale(values: readonly number[], height: number) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low;
  return {
    holds: (value: number) => value >= low && value <= high,
    // A flat line lies in the middle.
    y: (value: number) =>
      span > 0 ? height - MARGIN - (value - low) / span * (height - 2 * MARGIN) : height / 2,
  };
}

const line = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y], n) => `${n === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** The day under way is cut at the newest close. */
function outline(
  low: readonly number[],
  high: readonly number[],
  xOf: (day: number) => number,
  yOf: (worth: number) => number,
): string {
  const edge = (values: readonly number[]) =>
    values.map((value, day) => {
      const x = xOf(day);
      if (x <= CHART_WIDTH || day === 0) return [x, yOf(value)] as const;
      const before = xOf(day - 1);
      const share = (CHART_WIDTH - before) / (x - before);
      const from = values[day - 1]!;
      return [CHART_WIDTH, yOf(from + (value - from) * share)] as const;
    });
  return `${line([...edge(low), ...edge(high).reverse()])}Z`;
}
