/** Whether candles lie where candles of a timeframe begin: the one rule for every way in. */
import { commonestSpacing } from "./candle_series.ts";
import { TIMEFRAMES } from "./timeframe.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Why candles are not candles of a timeframe. */
export interface FitProblem {
  /** Which candle, from 0; `null` = the candles as a whole. */
  readonly index: number | null;
  readonly message: string;
}

/**
 * Why candles that open at `time` are not candles of `timeframeMs`; `null` when they are.
 *
 * A timeframe that divides a day begins at 00:00 UTC and every timeframe after it; one of whole days begins at 00:00 UTC, on whatever
 * day. Other timeframes have no fixed beginnings.
 *
 * @param time open times, Unix milliseconds, ascending
 * @param given whether somebody named the timeframe; then the distance of the candles has to be that of the timeframe too
 */
export function findFitProblem(
  time: ArrayLike<number>,
  timeframeMs: number,
  given = true,
): FitProblem | null {
  if (given && time.length > 1) {
    const usual = commonestSpacing(time);
    let smallest = Infinity;
    for (let i = 1; i < time.length; i++) smallest = Math.min(smallest, time[i]! - time[i - 1]!);
    if (usual < timeframeMs || smallest > timeframeMs) {
      const apart = durationInWords(usual < timeframeMs ? usual : smallest);
      return {
        index: null,
        message: `The candles are ${apart} apart, so this is not a file of ${
          nameOf(timeframeMs)
        } candles.`,
      };
    }
  }
  const step = DAY % timeframeMs === 0 ? timeframeMs : timeframeMs % DAY === 0 ? DAY : null;
  if (step === null) return null;
  const offsetOf = (t: number) => ((t % step) + step) % step;
  let first = -1;
  let off = 0;
  let together = true;
  for (let i = 0; i < time.length; i++) {
    if (offsetOf(time[i]!) === 0) continue;
    if (first < 0) first = i;
    off++;
    together &&= offsetOf(time[i]!) === offsetOf(time[first]!);
  }
  if (first < 0) return null;
  const right = `${nameOf(timeframeMs)} candles begin at ${beginnings(step)} UTC`;
  const advice =
    "If the times are local, write them in UTC or with their offset (2021-01-01T08:00:00+08:00).";
  const guess = given || !spacingVaries(time)
    ? ""
    : " The timeframe was taken from the commonest spacing; name it if it is another.";
  if (off === time.length && together) {
    const own = [...new Set(Array.from({ length: Math.min(3, off) }, (_, i) => clock(time[i]!)))];
    const more = step < DAY && own.length === 3 ? " …" : ".";
    return {
      index: null,
      message: `${right}; this file's begin at ${own.join(", ")}${more} ${advice}`,
    };
  }
  const others = off > 1 ? `, and ${off - 1} more like it` : "";
  return {
    index: first,
    message: `${right}; this one begins at ${clock(time[first]!)}${others}.${guess}`,
  };
}

function spacingVaries(time: ArrayLike<number>): boolean {
  for (let i = 2; i < time.length; i++) {
    if (time[i]! - time[i - 1]! !== time[1]! - time[0]!) return true;
  }
  return false;
}

/** `4h`, or `45-minute` for a length without a name. */
function nameOf(ms: number): string {
  const name = Object.entries(TIMEFRAMES).find(([, length]) => length === ms)?.[0];
  return name ?? durationInWords(ms).replace(/ (\w+?)s?$/, "-$1");
}

/** `4 hours`, `45 minutes`, `1 day`. */
function durationInWords(ms: number): string {
  const [size, unit] = ms % DAY === 0
    ? [DAY, "day"]
    : ms % HOUR === 0
    ? [HOUR, "hour"]
    : ms % MINUTE === 0
    ? [MINUTE, "minute"]
    : [1000, "second"];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Where candles of a step begin, `00:00, 04:00, 08:00 …`. */
function beginnings(step: number): string {
  if (step === DAY) return "00:00";
  const count = Math.min(3, DAY / step);
  const more = DAY / step > count ? " …" : "";
  return Array.from({ length: count }, (_, i) => clock(i * step)).join(", ") + more;
}

/** The time of day, UTC, with seconds where they are not 0. */
function clock(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith(":00.000Z")
    ? text.slice(11, 16)
    : text.slice(11, text.endsWith(".000Z") ? 19 : 23);
}
