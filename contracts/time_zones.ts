/** Zones as a file's dates may be in, and when their clocks were changed: by the platform's own list. */
import type { Zone, ZoneShift } from "../engine/candle_files.ts";

const STEP_MS = 5 * 86_400_000;
const MINUTE_MS = 60_000;
/** Before, there are no candles to import. */
const FROM_MS = Date.UTC(2008, 11, 1);

/** Whether the platform knows a zone of this name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The shifts of a zone's clock from 2009 until a year after `nowMs`.
 *
 * @throws {RangeError} for a zone that there is not
 */
export function zoneOf(name: string, nowMs: number): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const aheadAt = (ms: number): number => {
    const part = Object.fromEntries(format.formatToParts(ms).map((p) => [p.type, Number(p.value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
  };
  const shifts: ZoneShift[] = [{ fromMs: -Infinity, aheadMs: aheadAt(FROM_MS) }];
  let ahead = aheadAt(FROM_MS);
  const endMs = nowMs + 366 * 86_400_000;
  for (let ms = FROM_MS; ms < endMs; ms += STEP_MS) {
    const next = aheadAt(ms + STEP_MS);
    if (next === ahead) continue;
    let [before, after] = [ms, ms + STEP_MS];
    while (after - before > MINUTE_MS) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
      if (aheadAt(middle) === ahead) before = middle;
      else after = middle;
    }
    shifts.push({ fromMs: after, aheadMs: next });
    ahead = next;
  }
  return shifts;
}
