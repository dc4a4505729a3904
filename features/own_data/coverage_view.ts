/** What there is of a series as a bar: from the first candle to the last on an axis that all bars share, with the gaps in it. */

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A month of a series that has candles. */
export interface CountedMonth {
  /** Months since the year 0, UTC. */
  readonly month: number;
  readonly candles: number;
}

/** A stretch of a bar, in shares of the axis. */
export interface BarStretch {
  readonly from: number;
  readonly to: number;
  /** `gap`: candles are missing in it; `none`: there are none at all. */
  readonly kind: "full" | "gap" | "none";
  /** "Mar 2021: 12 candles missing"; empty where nothing is. */
  readonly words: string;
}

export interface Axis {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is drawn of one series. */
export interface DrawnSeries {
  readonly firstMs: number;
  /** End of the last candle, exclusive. */
  readonly toMs: number;
  readonly timeframeMs: number;
  /** `null` = all of them are there. */
  readonly months: readonly CountedMonth[] | null;
}

/** The axis of all bars: from the earliest candle until now, in whole years at its start. */
export function axisOf(series: readonly Pick<DrawnSeries, "firstMs">[], nowMs: number): Axis {
  const firstMs = Math.min(nowMs - 1, ...series.map((one) => one.firstMs));
  return { fromMs: Date.UTC(new Date(firstMs).getUTCFullYear(), 0, 1), toMs: nowMs };
}

/** The years that are written below an axis, with their shares of it. */
export function yearsOf({ fromMs, toMs }: Axis): { readonly year: number; readonly at: number }[] {
  const [first, last] = [fromMs, toMs].map((ms) => new Date(ms).getUTCFullYear()) as [
    number,
    number,
  ];
  const step = Math.max(1, Math.ceil((last - first + 1) / 8));
  const years: { year: number; at: number }[] = [];
  for (let year = first; year <= last; year += step) {
    const at = (Date.UTC(year, 0, 1) - fromMs) / (toMs - fromMs);
    if (at <= 0.95) years.push({ year, at });
  }
  return years;
}

/** Neighbouring months of the same kind are one stretch; a month with gaps stands for itself. */
export function barOf(
  { firstMs, toMs, timeframeMs, months }: DrawnSeries,
  axis: Axis,
): readonly BarStretch[] {
  const length = axis.toMs - axis.fromMs;
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - axis.fromMs) / length));
  if (months === null) {
    return [{ from: share(firstMs), to: share(toMs), kind: "full", words: "" }];
  }
  const counts = new Map(months.map(({ month, candles }) => [month, candles]));
  const stretches: BarStretch[] = [];
  for (let month = monthOf(firstMs); monthStart(month) < toMs; month++) {
    const from = Math.max(firstMs, monthStart(month));
    const to = Math.min(toMs, monthStart(month + 1));
    // Candles that open in this month, on the grid of the first one.
    const opens = (ms: number) => Math.ceil((ms - firstMs) / timeframeMs);
    const candles = counts.get(month) ?? 0;
    const missing = opens(to) - opens(from) - candles;
    const kind = missing <= 0 ? "full" : candles === 0 ? "none" : "gap";
    const words = kind === "full"
      ? ""
      : `${MONTHS[month % 12]} ${Math.floor(month / 12)}: ${
        missing === 1 ? "1 candle" : `${missing.toLocaleString("en-US")} candles`
      } missing`;
    const last = stretches.at(-1);
    if (last && kind === "full" && last.kind === "full") {
      stretches[stretches.length - 1] = { ...last, to: share(to) };
    } else stretches.push({ from: share(from), to: share(to), kind, words });
  }
  return stretches;
}

function monthOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}
