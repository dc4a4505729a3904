/**
 * Made-up candles for `DEMO/USDT`, so that the app works offline at once.
 *
 * A pure function of the open time: every hour since {@link SYNTHETIC_EPOCH_MS} follows from the one before it by a
 * seeded generator, so a candle never changes, whatever "now" is and wherever it is computed. Only `+ − × ÷`,
 * `Math.sqrt` and integer operations are used, which every JavaScript engine rounds alike.
 *
 * The shape: regimes (rising, falling, sideways) of days to weeks, volatility that clusters (GARCH(1,1)), fat tails, and
 * a pull back towards the middle that keeps the price between about 1,000 and 200,000. The 4h, 1d and 1w candles are sums of
 * the hours, weeks from the first whole one on; the four 15m candles of an hour add up to it.
 */
import { type CandleSeries, candlesFromColumns, nextCandleOpen } from "../../engine/mod.ts";
import type { ColumnName } from "./month_columns.ts";
import { SeededRandom } from "./seeded_random.ts";
import { QUARTER_MS, QUARTERS, quartersOf } from "./synthetic_quarters.ts";

/** Open time of the first synthetic candle: 1 January 2020, 00:00 UTC. */
export const SYNTHETIC_EPOCH_MS = Date.UTC(2020, 0, 1);

/** Open time of the first synthetic candle of a timeframe, Unix ms. */
export function firstSyntheticOpen(timeframeMs: number): number {
  return nextCandleOpen(SYNTHETIC_EPOCH_MS, timeframeMs);
}

const HOUR_MS = 3_600_000;
const SEED = 0x5eed_b10c;
const START_PRICE = 12_000;
/** Where the price is pulled to once it is far away. */
const MIDDLE_PRICE = 24_000;
const STEPS_PER_HOUR = 6;

/** Long-run variance of an hour's return: a deviation of 0.6 %. */
const MEAN_VARIANCE = 0.006 * 0.006;
const ARCH = 0.08;
const GARCH = 0.9;
/** Mean return per hour in each regime. */
const REGIME_DRIFT = [0.00022, -0.00022, 0, 0.0001] as const;

type Columns = Record<ColumnName, Float64Array>;

/** The synthetic hours computed so far; grows on demand and keeps what it has. */
export class SyntheticMarket {
  #columns: Columns = allocate(4096);
  #length = 0;
  #random = new SeededRandom(SEED);
  #price = START_PRICE;
  #variance = MEAN_VARIANCE;
  #drift: number = REGIME_DRIFT[0];
  #regimeHoursLeft = 300;

  /**
   * Candles with open times in `[fromMs, toMs)` of candles that end at or before `closedBeforeMs`, and up to
   * `historyBars` candles before them. Times before the epoch are empty.
   */
  load(
    { timeframeMs, fromMs, toMs, historyBars, closedBeforeMs }: {
      readonly timeframeMs: number;
      readonly fromMs: number;
      readonly toMs: number;
      readonly historyBars: number;
      readonly closedBeforeMs: number;
    },
  ): CandleSeries {
    const perCandle = timeframeMs / HOUR_MS;
    const epoch = firstSyntheticOpen(timeframeMs);
    const firstIndex = (timeMs: number) => Math.max(0, Math.ceil((timeMs - epoch) / timeframeMs));
    const closed = Math.floor((closedBeforeMs - epoch) / timeframeMs);
    const end = Math.max(0, Math.min(closed, firstIndex(toMs)));
    const from = Math.min(end, firstIndex(fromMs));
    const start = Math.max(0, from - historyBars);
    if (timeframeMs === QUARTER_MS) return this.#quarters(start, end);
    if (!Number.isInteger(perCandle) || perCandle < 1) {
      throw new RangeError(`Synthetic candles are made of whole hours, not of ${timeframeMs} ms.`);
    }
    const skipped = (epoch - SYNTHETIC_EPOCH_MS) / HOUR_MS;
    this.#growTo(skipped + end * perCandle);
    return this.#aggregate(start, end, { perCandle, timeframeMs, skipped });
  }

  #quarters(start: number, end: number): CandleSeries {
    const firstHour = Math.floor(start / QUARTERS);
    const hours = Math.ceil(end / QUARTERS);
    this.#growTo(hours);
    const made = allocate((hours - firstHour) * QUARTERS);
    for (let hour = firstHour; hour < hours; hour++) {
      quartersOf(this.#columns, hour, made, (hour - firstHour) * QUARTERS);
    }
    const cut = (column: Float64Array) =>
      column.slice(start - firstHour * QUARTERS, end - firstHour * QUARTERS);
    return candlesFromColumns({
      time: cut(made.time),
      open: cut(made.open),
      high: cut(made.high),
      low: cut(made.low),
      close: cut(made.close),
      volume: cut(made.volume),
    }, { timeframeMs: QUARTER_MS });
  }

  #aggregate(
    start: number,
    end: number,
    { perCandle, timeframeMs, skipped }: {
      readonly perCandle: number;
      readonly timeframeMs: number;
      /** Hours before the first candle. */
      readonly skipped: number;
    },
  ): CandleSeries {
    const { time, open, high, low, close, volume } = this.#columns;
    if (perCandle === 1) {
      return candlesFromColumns({
        time: time.slice(start, end),
        open: open.slice(start, end),
        high: high.slice(start, end),
        low: low.slice(start, end),
        close: close.slice(start, end),
        volume: volume.slice(start, end),
      }, { timeframeMs });
    }
    const out = allocate(end - start);
    for (let i = start; i < end; i++) {
      const first = skipped + i * perCandle;
      let highest = at(high, first);
      let lowest = at(low, first);
      let traded = at(volume, first);
      for (let hour = first + 1; hour < first + perCandle; hour++) {
        highest = Math.max(highest, at(high, hour));
        lowest = Math.min(lowest, at(low, hour));
        traded += at(volume, hour);
      }
      const to = i - start;
      out.time[to] = at(time, first);
      out.open[to] = at(open, first);
      out.high[to] = highest;
      out.low[to] = lowest;
      out.close[to] = at(close, first + perCandle - 1);
      out.volume[to] = round(traded, 1000);
    }
    return candlesFromColumns(out, { timeframeMs });
  }

  #growTo(hours: number): void {
    if (hours > this.#columns.time.length) {
      const larger = allocate(Math.max(hours, this.#columns.time.length * 2));
      for (const key of Object.keys(larger) as (keyof Columns)[]) {
        larger[key].set(this.#columns[key]);
      }
      this.#columns = larger;
    }
    while (this.#length < hours) this.#nextHour();
  }

  /** One hour: the regime, then a path of small steps whose extremes are the high and the low. */
  #nextHour(): void {
    const random = this.#random;
    if (this.#regimeHoursLeft <= 0) {
      this.#drift = REGIME_DRIFT[Math.floor(random.next() * REGIME_DRIFT.length)] ?? 0;
      this.#regimeHoursLeft = 72 + Math.floor(random.next() * 600);
    }
    this.#regimeHoursLeft--;

    const deviation = Math.sqrt(this.#variance / STEPS_PER_HOUR);
    const drift = (this.#drift + pullToMiddle(this.#price)) / STEPS_PER_HOUR;
    const open = this.#price;
    let price = open;
    let high = open;
    let low = open;
    for (let step = 0; step < STEPS_PER_HOUR; step++) {
      price *= 1 + drift + deviation * random.normal();
      if (price > high) high = price;
      if (price < low) low = price;
    }
    // Now and then an hour of news: a jump that the volatility remembers.
    if (random.next() < 0.0015) {
      price *= 1 + (random.next() < 0.5 ? -1 : 1) * (0.01 + 0.03 * random.next());
      high = Math.max(high, price);
      low = Math.min(low, price);
    }

    const i = this.#length;
    const { time, open: opens, high: highs, low: lows, close: closes, volume } = this.#columns;
    time[i] = SYNTHETIC_EPOCH_MS + i * HOUR_MS;
    opens[i] = round(open, 100);
    highs[i] = round(high, 100);
    lows[i] = round(low, 100);
    closes[i] = round(price, 100);

    const move = at(closes, i) / at(opens, i) - 1;
    const surprise = (move * move) / MEAN_VARIANCE;
    volume[i] = round((40 + 120 * random.next()) * (1 + Math.min(6, Math.sqrt(surprise))), 1000);
    this.#variance = Math.min(
      MEAN_VARIANCE * 16,
      MEAN_VARIANCE * (1 - ARCH - GARCH) + ARCH * move * move + GARCH * this.#variance,
    );
    // The next hour opens where this one closed, to the cent: there are no closing hours.
    this.#price = at(closes, i);
    this.#length = i + 1;
  }
}

/** An hour's extra drift: nothing near the middle, back towards it from far away, at most 0.06 %. */
function pullToMiddle(price: number): number {
  const distance = price < MIDDLE_PRICE ? MIDDLE_PRICE / price - 1 : 1 - price / MIDDLE_PRICE;
  return Math.max(-0.0006, Math.min(0.0006, 0.00006 * distance));
}

/** `value` to the nearest 1/`steps`; never 0, as a price of 0 is no price. */
function round(value: number, steps: number): number {
  return Math.max(1, Math.round(value * steps)) / steps;
}

function allocate(length: number): Columns {
  return {
    time: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

function at(column: Float64Array, index: number): number {
  const value = column[index];
  if (value === undefined) throw new RangeError(`No synthetic hour ${index}.`);
  return value;
}
