/** A result on both sides of its seal, beside the range that the past made likely. */
import { type ForwardRecord, MIN_PAST_DAYS } from "../../contracts/schedules.ts";
import { counted, date, number, percent } from "../format.ts";
import { inDays } from "../schedules/words.ts";
import type { ChartExtras } from "./chart_extras.ts";
import type { RunResult } from "./result.ts";

const DAY_MS = 86_400_000;

/** One side of the seal. */
export interface ForwardSide {
  /** A fraction. */
  readonly return: number;
  readonly trades: number;
  /** With fractions. */
  readonly days: number;
}

type Stored = Pick<RunResult, "equity" | "trades" | "settings">;

/** What the strategy made before the record began; `null` when the result does not reach back before it. */
export function beforeSeal(
  { starts_at }: Pick<ForwardRecord, "starts_at">,
  { equity, trades, settings }: Stored,
  timeframeMs: number,
): ForwardSide | null {
  const startsMs = Date.parse(starts_at);
  const base = worthAtSeal(startsMs, equity, timeframeMs);
  const first = equity.time[0];
  if (base === null || first === undefined) return null;
  return {
    return: base / settings.initial_capital - 1,
    trades: trades.filter(({ entry_time }) => entry_time < startsMs).length,
    days: (startsMs - first) / DAY_MS,
  };
}

/** Where the record stands in the range after as many whole days; `null` before the first, and where the range has ended. */
export interface RangeNow {
  readonly days: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly place: "below" | "inside" | "above";
}

export function rangeNow({ band, since }: ForwardRecord): RangeNow | null {
  if (!band || !since) return null;
  const days = Math.floor(since.days);
  const [low, median, high] = [band.p5, band.p50, band.p95].map((values) => values[days - 1]);
  if (low === undefined || median === undefined || high === undefined) return null;
  const place = since.return < low ? "below" : since.return > high ? "above" : "inside";
  return { days, low, median, high, place };
}

/** The range in a sentence; says why where there is none. */
export function rangeWords(record: ForwardRecord): string {
  const { since, band, past_days } = record;
  const now = rangeNow(record);
  if (now) {
    const where = now.place === "inside"
      ? "It is inside that range."
      : `It is ${now.place} that range, which one in twenty of the futures was.`;
    return `The past made ${percent(now.low)} to ${percent(now.high)} likely ${
      inDays(now.days)
    }. ${where}`;
  }
  if (past_days !== null && !band) {
    return `There ${past_days === 1 ? "is" : "are"} only ${
      counted(past_days, "day")
    } of past before the seal. That is too short to say what it makes likely: ${MIN_PAST_DAYS} are needed.`;
  }
  if (!band) return "What the past makes likely is told with the first daily run.";
  if (since && since.days >= 1) {
    return `The range of what the past made likely was drawn for ${
      counted(band.p5.length, "day")
    }, and has ended.`;
  }
  const month = Math.min(30, band.p5.length);
  return `After ${counted(month, "day")} the past makes ${percent(band.p5[month - 1])} to ${
    percent(band.p95[month - 1])
  } likely.`;
}

/** How the range was made, in one sentence. */
export function methodWords({ band }: ForwardRecord): string | null {
  if (!band) return null;
  return `How: the ${
    number(band.past_days)
  } daily returns before the seal were drawn again in stretches of ${
    band.block_days === 7 ? "a week" : counted(band.block_days, "day")
  }, into ${
    number(band.paths)
  } possible futures; nine in ten of them stay in the range, which was fixed with the seal.`;
}

/** The seal as a line through the charts, and the range behind the curve after it. */
export function forwardExtras(
  { starts_at, band, since }: ForwardRecord,
  { equity }: Stored,
  { timeframeMs, zone }: { readonly timeframeMs: number; readonly zone: string },
): ChartExtras {
  const startsMs = Date.parse(starts_at);
  const base = worthAtSeal(startsMs, equity, timeframeMs);
  // A bar's worth is that of its close and stands at its open, and so does the line.
  const at = startsMs - timeframeMs;
  const marks = since ? [{ time: at, label: `Sealed ${date(startsMs, zone)}` }] : [];
  if (!band || !since || base === null) return { marks };
  const days = Math.min(band.p5.length, Math.ceil(since.days));
  const time = [at];
  const low = [base];
  const high = [base];
  for (let day = 1; day <= days; day++) {
    time.push(at + day * DAY_MS);
    low.push(base * (1 + (band.p5[day - 1] ?? 0)));
    high.push(base * (1 + (band.p95[day - 1] ?? 0)));
  }
  return { marks, band: { time, low, high } };
}

/** The account's worth when the record began. */
function worthAtSeal(
  startsMs: number,
  { time, value }: Stored["equity"],
  timeframeMs: number,
): number | null {
  let bar = time.length - 1;
  while (bar >= 0 && (time[bar] ?? 0) + timeframeMs > startsMs) bar--;
  return value[bar] ?? null;
}
