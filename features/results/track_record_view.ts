/** A result on both sides of its seal, beside the range that the past made likely. */
import { MIN_PAST_DAYS, type TrackRecord } from "../../contracts/schedules.ts";
import { counted, date, number } from "../../text/format.ts";
import { metricText } from "../../text/metric_text.ts";
import { inDays } from "../../text/schedule_words.ts";
import type { ChartExtras } from "./chart_extras.ts";
import type { RunResult } from "../../components/result_words/result.ts";

const DAY_MS = 86_400_000;

/** One side of the seal. */
export interface TrackRecordSide {
  /** A fraction. */
  readonly return: number;
  readonly trades: number;
  /** With fractions. */
  readonly days: number;
}

type Stored = Pick<RunResult, "equity" | "trades" | "settings">;

/** What the strategy made before the record began; `null` when the result does not reach back before it. */
export function beforeSeal(
  { starts_at }: Pick<TrackRecord, "starts_at">,
  { equity, trades, settings }: Stored,
  timeframeMs: number,
): TrackRecordSide | null {
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

export function rangeNow({ band, since }: TrackRecord): RangeNow | null {
  if (!band || !since) return null;
  const days = Math.floor(since.days);
  const [low, median, high] = [band.p5, band.p50, band.p95].map((values) => values[days - 1]);
  if (low === undefined || median === undefined || high === undefined) return null;
  const place = since.return < low ? "below" : since.return > high ? "above" : "inside";
  return { days, low, median, high, place };
}

/** The range in a sentence; says why where there is none. */
export function rangeWords(record: TrackRecord): string {
  const { since, band, past_days } = record;
  const now = rangeNow(record);
  if (now) {
    const where = now.place === "inside"
      ? "It is inside that range."
      : `It is ${now.place} that range, as one in twenty of the simulated futures was.`;
    return `Judging by its past, ${rangeText(now.low, now.high)} was likely ${
      inDays(now.days)
    }. ${where}`;
  }
  if (past_days !== null && !band) {
    return `Only ${
      counted(past_days, "day")
    } of results before it was locked: too few for a likely range, which needs ${MIN_PAST_DAYS}.`;
  }
  if (!band) return "The likely range is calculated with the first daily run.";
  if (since && since.days >= 1) {
    return `The likely range covered ${counted(band.p5.length, "day")} and has ended.`;
  }
  const month = Math.min(30, band.p5.length);
  const range = rangeText(band.p5[month - 1], band.p95[month - 1]);
  return `Judging by its past, ${range} is likely ${inDays(month)}.`;
}

function rangeText(low: number | undefined, high: number | undefined): string {
  return `${metricText("total_return", low)} to ${metricText("total_return", high)}`;
}

/** How the range was made, in two sentences. */
export function methodWords({ band }: TrackRecord): string | null {
  if (!band) return null;
  return `Method: the ${
    number(band.past_days)
  } daily returns before it was locked were resampled in blocks of ${
    band.block_days === 7 ? "a week" : counted(band.block_days, "day")
  } into ${
    number(band.paths)
  } simulated futures. Nine in ten of them are inside the range, which was fixed at the start.`;
}

/** The seal as a line through the charts, and the range behind the curve after it. */
export function trackRecordExtras(
  { starts_at, band, since }: TrackRecord,
  { equity }: Stored,
  { timeframeMs, zone }: { readonly timeframeMs: number; readonly zone: string },
): ChartExtras {
  const startsMs = Date.parse(starts_at);
  const base = worthAtSeal(startsMs, equity, timeframeMs);
  // A bar's worth is that of its close and stands at its open, and so does the line.
  const at = startsMs - timeframeMs;
  const marks = since ? [{ time: at, label: `Locked ${date(startsMs, zone)}` }] : [];
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
