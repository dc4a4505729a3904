import { defineBlock } from "../definition/definition.ts";
import { dotted, numberOf, signalOf, signalOutput } from "../definition/parts.ts";
import type { Params } from "../definition/definition.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** By the close time of the candle, UTC. */
export const timeWindow = defineBlock({
  type: "time_window",
  family: "conditions",
  name: "Time window",
  summary: "True on chosen days and hours (UTC).",
  help:
    "Limits signals to certain days and hours, by the close of the candle in UTC. Equal hours mean the whole day. A window that passes midnight belongs to the day on which it starts: Friday 22 to 4 includes the first hours of Saturday.",
  synonyms: [
    "session",
    "hours",
    "weekday",
    "weekend",
    "schedule",
    "day of week",
    "time of day",
    "weekends only",
    "trading hours",
    "monday",
  ],
  params: [{
    name: "days",
    label: "Days",
    kind: "days",
    default: [0, 1, 2, 3, 4, 5, 6],
    help: "Days on which it is true.",
  }, {
    name: "from_hour",
    label: "From",
    kind: "integer",
    default: 0,
    min: 0,
    max: 23,
    step: 1,
    unit: "h UTC",
    help: "First hour, included.",
  }, {
    name: "to_hour",
    label: "To",
    kind: "integer",
    default: 0,
    min: 0,
    max: 23,
    step: 1,
    unit: "h UTC",
    help: "Last hour, not included. The same as From means the whole day.",
  }],
  inputs: [],
  outputs: [signalOutput()],
  subtitle: (params) => dotted(daysInWords(params), hoursInWords(params)),
  lookback: () => 0,
  compute: ({ candles, params, outputs }) => {
    const { time, timeframeMs, length } = candles;
    const out = signalOf(outputs, "signal");
    const from = numberOf(params, "from_hour");
    const to = numberOf(params, "to_hour");
    const days = new Uint8Array(7);
    for (const day of params.days as readonly number[]) days[day] = 1;
    for (let i = 0; i < length; i++) {
      const close = time[i]! + timeframeMs;
      const day = Math.floor(close / DAY_MS);
      const hour = Math.floor((close - day * DAY_MS) / HOUR_MS);
      // 1 January 1970 was a Thursday.
      const weekday = (((day + 4) % 7) + 7) % 7;
      if (from === to) out[i] = days[weekday]!;
      else if (from < to) out[i] = hour >= from && hour < to ? days[weekday]! : 0;
      else if (hour >= from) out[i] = days[weekday]!;
      else out[i] = hour < to ? days[(weekday + 6) % 7]! : 0;
    }
  },
  phrase: ({ params }) => [`it is ${daysInWords(params)}, ${hoursInWords(params)}`],
  says: [
    "it_is|on {days} [, all_day]",
    "it_is|on {days} [,] [from|between] {from_hour} [h] -|to|and {to_hour} [h] [utc]",
    "it_is|from|between {from_hour} [h] -|to|and {to_hour} h [utc]",
  ],
});

function daysInWords(params: Params): string {
  const days = [...params.days as readonly number[]].sort((a, b) => a - b);
  return days.length === 7 ? "every day" : days.map((day) => NAMES[day] ?? day).join(", ");
}

function hoursInWords(params: Params): string {
  const { from_hour, to_hour } = params;
  return from_hour === to_hour ? "all day" : `${String(from_hour)}–${String(to_hour)} h UTC`;
}
