/** Where a time axis has its ticks, and how they are written: on the hours, days and months of the reader's zone. */
import { moment, MONTHS } from "../text/format.ts";

export interface TimeTick {
  /** Unix seconds. */
  readonly time: number;
  readonly label: string;
}

export interface TimeAxisRequest {
  /** Both ends of the axis, Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  /** Of the plot, pixels. */
  readonly width: number;
  /** What a label may take beyond the plot's left and right edge, pixels. */
  readonly left: number;
  readonly right: number;
  /** The width of a text, pixels. */
  readonly measure: (text: string) => number;
}

type Unit = "minute" | "day" | "month";

/** A distance between ticks. */
interface Step {
  readonly unit: Unit;
  readonly count: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNIT_MS: Readonly<Record<Unit, number>> = { minute: MINUTE, day: DAY, month: 30.4 * DAY };

/** From fine to coarse. */
const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((count) => step("minute", count)),
  ...[1, 2, 7, 14].map((count) => step("day", count)),
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600].map((count) => step("month", count)),
];

/** Pixels between two labels: what is easy to read, and what is still legible where there is no more. */
const SPACES = [16, 8] as const;
/** Of so many ticks one is written where no distance fits as it is. */
const THINNED = [2, 3, 4, 5, 6, 7, 8] as const;
/** No label is narrower, pixels. */
const LEAST_LABEL = 24;

function step(unit: Unit, count: number): Step {
  return { unit, count };
}

/**
 * The finest ticks whose labels fit beside each other: no two of them are equal, none lies on another or beyond the axis. Where
 * there is not even room for two, there is one, or none.
 */
export function timeTicks(request: TimeAxisRequest): readonly TimeTick[] {
  const { from, to, width, zone } = request;
  if (!(to > from) || !(width > 0)) return [];
  const clock = clockOf(zone, from * 1000, to * 1000);
  const possible = STEPS.filter(({ unit, count }) =>
    UNIT_MS[unit] * count / (to - from) / 1000 * width >= LEAST_LABEL + SPACES[1]
  );
  const known = new Map<Step, readonly TimeTick[]>();
  const ticksOf = (one: Step) => {
    const ticks = known.get(one) ?? withinAxis(labelled(one, request, clock), request);
    known.set(one, ticks);
    return ticks;
  };
  let alone: readonly TimeTick[] = [];
  for (const space of SPACES) {
    for (const one of possible) {
      const ticks = ticksOf(one);
      if (!areApart(ticks, space, request)) continue;
      if (ticks.length >= 2) return ticks;
      if (ticks.length > alone.length) alone = ticks;
    }
  }
  for (const thinned of THINNED) {
    for (const one of possible) {
      const some = ticksOf(one).filter((_tick, k) => k % thinned === 0);
      if (some.length >= 2 && areApart(some, SPACES[1], request)) return some;
    }
  }
  if (alone.length > 0) return alone;
  const first = possible.flatMap(ticksOf)[0];
  return first ? [first] : [];
}

function placeOf(time: number, { from, to, width }: TimeAxisRequest): number {
  return (time - from) / (to - from) * width;
}

function withinAxis(ticks: readonly TimeTick[], request: TimeAxisRequest): readonly TimeTick[] {
  const { width, left, right, measure } = request;
  return ticks.filter(({ time, label }) => {
    const at = placeOf(time, request);
    const half = measure(label) / 2;
    return at >= half - left && at <= width + right - half;
  });
}

function areApart(ticks: readonly TimeTick[], space: number, request: TimeAxisRequest): boolean {
  let end = -Infinity;
  for (const { time, label } of ticks) {
    const at = placeOf(time, request);
    const half = request.measure(label) / 2;
    if (at - half < end + space) return false;
    end = at + half;
  }
  return new Set(ticks.map(({ label }) => label)).size === ticks.length;
}

/** All ticks of a distance, with as much of the date as tells them apart. */
function labelled(one: Step, { from, to }: TimeAxisRequest, clock: Clock): TimeTick[] {
  const times = timesOf(one, from * 1000, to * 1000, clock);
  const walls = times.map((time) => new Date(clock.wallOf(time)));
  const isOneDay = walls.every((at) => dayOf(at) === dayOf(walls[0]!));
  const used = new Set<string>();
  return times.flatMap((time, k) => {
    const label = labelOf(walls[k]!, walls[k - 1] ?? null, one, isOneDay);
    // An hour that comes twice, at the end of summer time, has one tick.
    if (one.unit === "minute" && used.has(label)) return [];
    used.add(label);
    return [{ time: time / 1000, label }];
  });
}

/** A label: the first one of a day or of a year says which, the others do not repeat it. */
function labelOf(
  at: Date,
  before: Date | null,
  { unit, count }: Step,
  isOneDay: boolean,
): string {
  const year = at.getUTCFullYear();
  const month = MONTHS[at.getUTCMonth()]!;
  if (unit === "month") return count % 12 === 0 ? String(year) : `${month} ${year}`;
  const day = `${at.getUTCDate()} ${month}`;
  if (unit === "day") return before?.getUTCFullYear() === year ? day : `${day} ${year}`;
  const time = at.toISOString().slice(11, 16);
  if (time === "00:00") return day;
  return isOneDay && before ? time : `${day}, ${time}`;
}

function dayOf(wall: Date): number {
  return Math.floor(wall.getTime() / DAY);
}

/** The times at which a clock shows a multiple of the step, within `from … to`; Unix milliseconds. */
function timesOf(one: Step, from: number, to: number, clock: Clock): number[] {
  const found: number[] = [];
  const add = (wall: number) => {
    const time = clock.timeOf(wall);
    if (time >= from && time <= to && time > (found.at(-1) ?? -Infinity)) found.push(time);
  };
  const [first, last] = [clock.wallOf(from), clock.wallOf(to)];
  if (one.unit === "month") {
    const start = new Date(first);
    const month = start.getUTCFullYear() * 12 + start.getUTCMonth();
    const wall = (at: number) => Date.UTC(Math.floor(at / 12), at % 12);
    for (let at = month - month % one.count; wall(at) <= last + DAY; at += one.count) add(wall(at));
    return found;
  }
  const distance = UNIT_MS[one.unit] * one.count;
  // Weeks begin on Monday, which 5 January 1970 was.
  const origin = one.unit === "day" && one.count % 7 === 0 ? 4 * DAY : 0;
  // A bit more at both ends: where clocks are changed, their readings are not in order.
  const begin = Math.floor((first - 2 * HOUR - origin) / distance) * distance + origin;
  for (let wall = begin; wall <= last + 2 * HOUR; wall += distance) add(wall);
  return found;
}

/** A zone's clock. Its readings are given as if they were UTC, in milliseconds. */
interface Clock {
  readonly wallOf: (time: number) => number;
  /** The time of a reading; one that summer time skips is that of the hour after. */
  readonly timeOf: (wall: number) => number;
}

/** Between two times that are not far apart, and at which a clock is as far from UTC, it is not changed. */
const UNCHANGED = 45 * DAY;

function clockOf(zone: string, from: number, to: number): Clock {
  const offset = offsetAt(from - 3 * HOUR, zone);
  if (
    zone === "UTC" ||
    (to - from < UNCHANGED && offsetAt(to + 3 * HOUR, zone) === offset)
  ) {
    return { wallOf: (time) => time + offset, timeOf: (wall) => wall - offset };
  }
  return {
    wallOf: (time) => time + offsetAt(time, zone),
    timeOf: (wall) => wall - offsetAt(wall - offsetAt(wall, zone), zone),
  };
}

/** How far a zone's clock is ahead of UTC, milliseconds. */
function offsetAt(time: number, zone: string): number {
  if (zone === "UTC") return 0;
  const { year, month, day, hour, minute } = moment(time, zone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(time / MINUTE) * MINUTE;
}
