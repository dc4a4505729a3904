/** How a chart is looked at: the stretch in view, what is hidden, which trade is walked to. Signals, no DOM. */
import { batch, type Signal, signal } from "@preact/signals";
import type { ChartModel, ChartTrades } from "./chart_model.ts";
import { firstFrom, nearestBar } from "./chart_scale.ts";

/** A stretch of time, Unix milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const RANGES = [
  { id: "1m", label: "1M", words: "1 month", months: 1 },
  { id: "3m", label: "3M", words: "3 months", months: 3 },
  { id: "6m", label: "6M", words: "6 months", months: 6 },
  { id: "1y", label: "1Y", words: "1 year", months: 12 },
  { id: "all", label: "All", words: "All of it", months: null },
] as const;
export type RangeId = (typeof RANGES)[number]["id"];

/** Bars in view at the least. */
const LEAST_BARS = 10;
/** What is shown around a trade, as a share of its length, and at the least in bars. */
const TRADE_AIR = 0.2;
const TRADE_AIR_BARS = 6;

export class ChartView {
  /** `null` for all of it. */
  readonly stretch: Signal<Stretch | null> = signal(null);
  readonly isLog: Signal<boolean> = signal(false);
  /** Prices as a change since the first bar in view. */
  readonly isPercent: Signal<boolean> = signal(false);
  /** Keys of groups that are not drawn. */
  readonly hidden: Signal<ReadonlySet<string>> = signal(new Set<string>());
  /** Panes below the price that are switched off. */
  readonly closed: Signal<ReadonlySet<string>>;
  /** The bar under the crosshair. */
  readonly bar: Signal<number | null> = signal(null);
  /** Place of the trade that was walked to. */
  readonly trade: Signal<number | null> = signal(null);
  #time: Float64Array = new Float64Array(0);
  #timeframeMs = 0;
  #entryBar = new Int32Array(0);
  readonly #finestMs: number | null;

  /**
   * @param closed panes that are switched off at first
   * @param finestMs length of the shortest candles that there are, where longer ones are shown meanwhile
   */
  constructor(closed: readonly string[] = [], finestMs: number | null = null) {
    this.closed = signal(new Set(closed));
    this.#finestMs = finestMs;
  }

  /**
   * Other candles: the view stays where it is as far as there are candles, and what is gone is let go. Where candles are of
   * another length, the crosshair is on the one of its time.
   */
  setModel({ candles, trades }: ChartModel): void {
    const before = this.#time;
    this.#time = candles.time;
    batch(() => {
      const { trade, bar, stretch } = this;
      if ((trade.peek() ?? -1) >= trades.entryBar.length) trade.value = null;
      const entry = this.#entryBar[trade.peek() ?? -1];
      const isOnEntry = entry !== undefined && bar.peek() === entry;
      const at = bar.peek() === null ? undefined : before[bar.peek()!];
      if (at !== undefined && at !== candles.time[bar.peek()!]) {
        const same = candleAt(candles.time, at);
        bar.value = same >= 0 && this.#timeframeMs !== candles.timeframeMs ? same : null;
      }
      // Of a trade that was walked to, the candle of its entry, not the longer one that held it.
      if (isOnEntry && bar.peek() !== null) bar.value = trades.entryBar[trade.peek()!] ?? null;
      this.#timeframeMs = candles.timeframeMs;
      this.#entryBar = trades.entryBar.slice();
      const shown = stretch.peek();
      if (shown) this.show(shown.from, shown.to);
    });
  }

  /** First and last time of all candles. */
  get whole(): Stretch {
    const time = this.#time;
    return { from: time[0] ?? 0, to: time[time.length - 1] ?? 0 };
  }

  get shown(): Stretch {
    return this.stretch.value ?? this.whole;
  }

  /** Brings `from … to` into view, kept within what there is and not narrower than some bars. */
  show(from: number, to: number): void {
    const whole = this.whole;
    const all = whole.to - whole.from;
    const least = Math.min(all, LEAST_BARS * this.#step());
    const width = Math.min(Math.max(to - from, least), all);
    if (!(width < all)) {
      this.stretch.value = null;
      return;
    }
    const low = Math.min(Math.max((from + to - width) / 2, whole.from), whole.to - width);
    this.stretch.value = { from: low, to: low + width };
  }

  reset(): void {
    this.stretch.value = null;
  }

  /** Nearer (below 1) or farther, while `at` stays where it is on the screen. */
  zoom(factor: number, at: number): void {
    const { from, to } = this.shown;
    const width = (to - from) * factor;
    const share = to > from ? (at - from) / (to - from) : 0.5;
    const least = LEAST_BARS * this.#step();
    // Narrower than that it would drift instead.
    if (width < least && factor < 1) return this.show(at - least * share, at + least * (1 - share));
    this.show(at - width * share, at + width * (1 - share));
  }

  /** Moves the view by a share of its width. */
  pan(share: number): void {
    const { from, to } = this.shown;
    const by = (to - from) * share;
    this.show(from + by, to + by);
  }

  /** The last months of the candles. */
  showRange(id: RangeId): void {
    const months = RANGES.find((range) => range.id === id)?.months ?? null;
    if (months === null) return this.reset();
    const { from, to } = this.whole;
    const start = new Date(to);
    const day = start.getUTCDate();
    start.setUTCDate(1);
    start.setUTCMonth(start.getUTCMonth() - months);
    const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0))
      .getUTCDate();
    start.setUTCDate(Math.min(day, days));
    this.show(Math.max(from, start.getTime()), to);
  }

  /** Puts the crosshair on a bar, and the bar into view. */
  point(bar: number | null): void {
    const time = bar === null ? undefined : this.#time[bar];
    if (bar === null || time === undefined) {
      this.bar.value = null;
      return;
    }
    const { from, to } = this.shown;
    batch(() => {
      this.bar.value = bar;
      if (time < from || time > to) {
        const half = (to - from) / 2;
        this.show(time - half, time + half);
      }
    });
  }

  /** Shows a trade with some air on both sides. */
  showTrade(trade: number, { entryBar, exitBar, times }: ChartTrades): void {
    const time = this.#time;
    const entry = entryBar[trade];
    if (entry === undefined) return;
    const exit = exitBar[trade]!;
    const from = times?.entry[trade] ?? time[entry]!;
    const to = exit < 0 ? this.whole.to : times?.exit[trade] ?? time[exit]!;
    const air = Math.max((to - from) * TRADE_AIR, TRADE_AIR_BARS * this.#step());
    batch(() => {
      this.trade.value = trade;
      this.bar.value = entry;
      this.show(from - air, to + air);
    });
  }

  /**
   * The next trade or the one before; from none, that next to the crosshair or at the end.
   *
   * @returns its place, `null` when there is none in that direction
   */
  walk(step: 1 | -1, trades: ChartTrades): number | null {
    const at = this.trade.peek();
    const next = at === null ? besideBar(this.bar.peek(), step, trades) : at + step;
    if (next < 0 || next >= trades.entryBar.length) return null;
    this.showTrade(next, trades);
    return next;
  }

  toggle(key: string): void {
    this.hidden.value = toggled(this.hidden.peek(), key);
  }

  togglePane(key: string): void {
    this.closed.value = toggled(this.closed.peek(), key);
  }

  /** The bar whose time is nearest. */
  barAt(time: number): number {
    return nearestBar(this.#time, time);
  }

  /** The usual time between two bars. */
  #step(): number {
    if (this.#finestMs !== null) return this.#finestMs;
    const { length } = this.#time;
    return length < 2 ? 0 : (this.whole.to - this.whole.from) / (length - 1);
  }
}

/** The candle that holds a time; −1 before the first. */
function candleAt(time: Float64Array, at: number): number {
  const next = firstFrom(time, at);
  return time[next] === at ? next : next - 1;
}

function besideBar(bar: number | null, step: 1 | -1, { entryBar }: ChartTrades): number {
  if (bar === null) return step > 0 ? 0 : entryBar.length - 1;
  return step > 0
    ? entryBar.findIndex((entry) => entry > bar)
    : entryBar.findLastIndex((entry) => entry < bar);
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
