/** What a metric is, and what it is computed from. */
import type { CandleSeries } from "../candles/candle_series.ts";
import type { SimulationOutput } from "../simulation/simulate.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { TradeLog } from "../simulation/trade_log.ts";
import { type DailyReturns, dailyReturnsOf, dayEndsOf } from "../simulation/daily_returns.ts";
import { type DeepestDrawdown, deepestDrawdownOf } from "../simulation/deepest_drawdown.ts";

/** One statistic of a run. How it is called, written and shown is said in `text/metrics/`. */
export interface Metric<Name extends string = string> {
  /** Its key in a result's JSON. */
  readonly name: Name;
  /** `null` where it is undefined. */
  readonly compute: (context: MetricContext) => number | null;
}

/** What metrics need to know of the equity curve. */
export interface EquityFacts {
  readonly drawdown: DeepestDrawdown;
  /** Equity at the last bar of each UTC date that has one. */
  readonly dayValues: Float64Array;
}

/** A finished run. */
export class MetricContext {
  #drawdown: DeepestDrawdown | null = null;
  #returns: DailyReturns | null = null;

  constructor(
    /** The candles of the range alone. */
    readonly candles: CandleSeries,
    readonly settings: RunSettings,
    readonly simulation: SimulationOutput,
    /** Rows below `closed` are the closed trades. */
    readonly trades: TradeLog,
    private readonly equity: EquityFacts,
    readonly firstTradableBar: number | null,
  ) {}

  get drawdown(): DeepestDrawdown {
    return this.#drawdown ??= this.equity.drawdown;
  }

  get dailyReturns(): DailyReturns {
    return this.#returns ??= dailyReturnsOf(this.equity.dayValues, this.settings.initialCapital);
  }
}

/** The facts of a whole curve, one value a bar of the range; each is found when it is asked for. */
export function factsOfCurve(
  equity: Float64Array,
  candles: CandleSeries,
  capital: number,
): EquityFacts {
  return {
    get drawdown() {
      return deepestDrawdownOf(equity, capital);
    },
    get dayValues() {
      const ends = dayEndsOf(candles);
      const values = new Float64Array(ends.length);
      for (let day = 0; day < ends.length; day++) values[day] = equity[ends[day]!]!;
      return values;
    },
  };
}

/** Mean of a column over the closed trades, `null` for none. */
export function meanOfTrades({ closed }: TradeLog, column: ArrayLike<number>): number | null {
  if (closed === 0) return null;
  let sum = 0;
  for (let k = 0; k < closed; k++) sum += column[k]!;
  return sum / closed;
}

/** Mean return of the closed trades whose pnl, times `sign`, is above 0; `null` for none. */
export function meanReturnWhere({ closed, pnl, returns }: TradeLog, sign: 1 | -1): number | null {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < closed; k++) {
    if (!(sign * pnl[k]! > 0)) continue;
    sum += returns[k]!;
    count++;
  }
  return count === 0 ? null : sum / count;
}

/** Open time of a bar, Unix milliseconds; `null` for none. */
export function timeOfBar({ candles }: MetricContext, bar: number | null): number | null {
  return bar === null ? null : candles.time[bar]!;
}
