/**
 * What can be wrong with stored candles, as functions of the candles alone. Everything is reported, nothing is ever changed: a price
 * that jumps may have been traded.
 */
import type { COLUMN_NAMES } from "./month_columns.ts";
import type { OpenWithin } from "./sessions.ts";

/** In the order in which they matter. */
export const FINDING_KINDS = [
  "price",
  "range",
  "stale",
  "disagreement",
  "gap",
  "spike",
  "flat",
] as const;
export type FindingKind = typeof FINDING_KINDS[number];

export interface Finding {
  readonly kind: FindingKind;
  /** Open time of the first candle, or of the first that is missing, Unix ms. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Candles that it concerns, or that are missing. */
  readonly candles: number;
  /** How far off, as a share: of a spike its log return, of a disagreement the largest difference of two closes. */
  readonly size: number | null;
}

/** A spike is so many times as far from the median return as half of the returns are (scaled as a standard deviation). */
export const SPIKE_DEVIATIONS = 25;
/** Fewer returns say nothing about what is usual. */
const LEAST_RETURNS = 60;
/** The scale of half of all deviations to a standard deviation of a normal distribution. */
const MAD_TO_DEVIATION = 1.4826;
/** A market that does not move at all would make a spike of everything. */
const LEAST_DEVIATION = 0.000_5;
/** So many candles in a row without a trade. */
export const FLAT_CANDLES = 6;
/** Two closes differ, as a share of the lower one. */
export const DISAGREEMENT = 0.01;
/** A market with hours is closed on holidays, which nobody lists: so many sessions in a row without a candle are none of that. */
const HOLIDAY_MS = 5 * 86_400_000;

/** Candles as columns, as a month of a series has them. */
export type CandleColumns =
  & Readonly<Record<typeof COLUMN_NAMES[number], Float64Array>>
  & { readonly length: number };

export interface CheckedCandles {
  /** Ascending by time; those before `fromMs` are context. */
  readonly columns: CandleColumns;
  readonly fromMs: number;
  readonly timeframeMs: number;
  /** Absent = always open. */
  readonly openWithin?: OpenWithin;
}

/** Everything that shows in one series by itself, in the order of time. */
export function checkCandles(checked: CheckedCandles): Finding[] {
  return [
    ...gapsOf(checked),
    ...wrongValues(checked),
    ...spikesOf(checked),
    ...flatStretches(checked),
  ].sort((a, b) => a.fromMs - b.fromMs);
}

function gapsOf({ columns, fromMs, timeframeMs, openWithin }: CheckedCandles): Finding[] {
  const { time, length } = columns;
  const found: Finding[] = [];
  for (let i = 1; i < length; i++) {
    const from = (time[i - 1] ?? 0) + timeframeMs;
    const to = time[i] ?? 0;
    if (to <= from || to < fromMs) continue;
    if (openWithin && isBreak(from, to, timeframeMs, openWithin)) continue;
    let candles = 0;
    let first: number | null = null;
    for (let at = from; at < to; at += timeframeMs) {
      if (openWithin && !openWithin(at, at + timeframeMs)) continue;
      first ??= at;
      candles++;
    }
    if (candles > 0) {
      found.push({ kind: "gap", fromMs: first ?? from, toMs: to, candles, size: null });
    }
  }
  return found;
}

/** Whether a market may have been closed all the time: from the end of one session to the beginning of another. */
function isBreak(from: number, to: number, timeframeMs: number, openWithin: OpenWithin): boolean {
  if (to - from > HOLIDAY_MS) return false;
  if (timeframeMs >= 86_400_000) return true;
  return !openWithin(from, from + timeframeMs) && !openWithin(to - timeframeMs, to);
}

function wrongValues({ columns, fromMs, timeframeMs }: CheckedCandles): Finding[] {
  const { time, open, high, low, close, volume, length } = columns;
  const found: Finding[] = [];
  const add = (kind: FindingKind, at: number) => {
    const last = found.findLast((one) => one.kind === kind);
    if (last && last.toMs === at) {
      found[found.indexOf(last)] = { ...last, toMs: at + timeframeMs, candles: last.candles + 1 };
    } else found.push({ kind, fromMs: at, toMs: at + timeframeMs, candles: 1, size: null });
  };
  for (let i = 0; i < length; i++) {
    const at = time[i] ?? 0;
    if (at < fromMs) continue;
    const [o, h, l, c, v] = [open[i], high[i], low[i], close[i], volume[i]].map((one) =>
      one ?? NaN
    );
    // A volume that is not known is none that is wrong.
    if (!(o! > 0 && h! > 0 && l! > 0 && c! > 0) || v! < 0) add("price", at);
    if (h! < l! || h! < Math.max(o!, c!) || l! > Math.min(o!, c!)) add("range", at);
  }
  return found;
}

function spikesOf({ columns, fromMs, timeframeMs }: CheckedCandles): Finding[] {
  const { time, open, high, low, close, length } = columns;
  const returns: number[] = [];
  for (let i = 1; i < length; i++) {
    const value = Math.log((close[i] ?? NaN) / (close[i - 1] ?? NaN));
    if (Number.isFinite(value)) returns.push(value);
  }
  if (returns.length < LEAST_RETURNS) return [];
  const middle = median(returns);
  const deviation = Math.max(
    LEAST_DEVIATION,
    MAD_TO_DEVIATION * median(returns.map((value) => Math.abs(value - middle))),
  );
  const most = SPIKE_DEVIATIONS * deviation;
  const found: Finding[] = [];
  for (let i = 1; i < length; i++) {
    const at = time[i] ?? 0;
    if (at < fromMs) continue;
    const [o, h, l, c, before] = [open[i], high[i], low[i], close[i], close[i - 1]]
      .map((value) => value ?? NaN);
    // What happened in a gap is no spike of the candle after it.
    const isNext = at - (time[i - 1] ?? 0) === timeframeMs;
    const moves = [
      Math.log(h! / Math.max(o!, c!)),
      Math.log(l! / Math.min(o!, c!)),
      Math.log(c! / o!),
      ...(isNext ? [Math.log(c! / before!) - middle] : []),
    ];
    const size = moves.reduce((far, move) => Math.abs(move) > Math.abs(far) ? move : far, 0);
    if (Math.abs(size) > most) {
      found.push({ kind: "spike", fromMs: at, toMs: at + timeframeMs, candles: 1, size });
    }
  }
  return found;
}

function flatStretches({ columns, fromMs, timeframeMs }: CheckedCandles): Finding[] {
  const { time, high, low, volume, length } = columns;
  const found: Finding[] = [];
  let start = 0;
  for (let i = 0; i <= length; i++) {
    const isFlat = i < length && volume[i] === 0 && high[i] === low[i] &&
      (i === start || (time[i] ?? 0) - (time[i - 1] ?? 0) === timeframeMs);
    if (isFlat) continue;
    const candles = i - start;
    const toMs = (time[i - 1] ?? 0) + timeframeMs;
    if (candles >= FLAT_CANDLES && toMs > fromMs) {
      found.push({ kind: "flat", fromMs: time[start] ?? 0, toMs, candles, size: null });
    }
    // A candle after a gap may begin the next stretch.
    start = i < length && volume[i] === 0 && high[i] === low[i] ? i : i + 1;
  }
  return found;
}

/** Stretches in which the closes of two venues differ by more than {@link DISAGREEMENT}; candles that one lacks are passed over. */
export function disagreements(
  one: Pick<CandleColumns, "time" | "close" | "length">,
  other: Pick<CandleColumns, "time" | "close" | "length">,
  timeframeMs: number,
): Finding[] {
  const found: Finding[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const at = one.time[i] ?? 0;
    const there = other.time[j] ?? 0;
    if (at < there) i++;
    else if (there < at) j++;
    else {
      const [a, b] = [one.close[i] ?? NaN, other.close[j] ?? NaN];
      const size = Math.abs(a - b) / Math.min(a, b);
      const last = found.at(-1);
      if (size > DISAGREEMENT) {
        if (last && last.toMs === at) {
          found[found.length - 1] = {
            ...last,
            toMs: at + timeframeMs,
            candles: last.candles + 1,
            size: Math.max(last.size ?? 0, size),
          };
        } else {
          found.push({
            kind: "disagreement",
            fromMs: at,
            toMs: at + timeframeMs,
            candles: 1,
            size,
          });
        }
      }
      i++;
      j++;
    }
  }
  return found;
}

/** That the newest candle is too old for a series that is kept up; `null` when it is not. */
export function staleness(
  { lastMs, closedBeforeMs, timeframeMs, openWithin }: {
    /** Open time of the newest stored candle. */
    readonly lastMs: number;
    /** End of the newest candle that has closed. */
    readonly closedBeforeMs: number;
    readonly timeframeMs: number;
    readonly openWithin?: OpenWithin;
  },
): Finding | null {
  let candles = 0;
  for (let at = lastMs + timeframeMs; at < closedBeforeMs; at += timeframeMs) {
    if (!openWithin || openWithin(at, at + timeframeMs)) candles++;
  }
  if (candles < 3) return null;
  return { kind: "stale", fromMs: lastMs + timeframeMs, toMs: closedBeforeMs, candles, size: null };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}
