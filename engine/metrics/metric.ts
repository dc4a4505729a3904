/** What a metric is, and what it is computed from. */
import type { CandleSeries } from "../candles/candle_series.ts";
import type { SimulationOutput } from "../simulation/simulate.ts";
import type { RunSettings } from "../simulation/settings.ts";
import type { TradeLog } from "../simulation/trade_log.ts";
import {
  type DailyReturns,
  dailyReturnsOf,
  dayEndsOf,
  returnsPerYear,
} from "../simulation/daily_returns.ts";
import { type TradeFacts, tradeFactsOf } from "./trade_facts.ts";
import { yearlyGrowth } from "./yearly_growth.ts";
import type { DeepestDrawdown } from "../simulation/deepest_drawdown.ts";

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
  /** Equity at the last bar of each UTC date that has one; whoever reads it may write over it. */
  readonly dayValues: Float64Array;
}

/** A finished run. */
export class MetricContext {
  #drawdown: DeepestDrawdown | null = null;
  #returns: DailyReturns | null = null;
  #trades: TradeFacts | null = null;
  #growth: number | null | undefined;

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

  get tradeFacts(): TradeFacts {
    return this.#trades ??= tradeFactsOf(this.trades);
  }

  /** That of the equity from the first bar's open to the last bar's close; `null` where it is undefined. */
  get yearlyGrowth(): number | null {
    if (this.#growth === undefined) {
      const { time, timeframeMs, length } = this.candles;
      this.#growth = yearlyGrowth(
        this.simulation.lastEquity / this.settings.initialCapital,
        time[length - 1]! + timeframeMs - time[0]!,
      );
    }
    return this.#growth;
  }

  /** By how many of {@link dailyReturns} a year has. */
  get returnsPerYear(): number {
    return returnsPerYear(this.candles, this.settings);
  }

  get dailyReturns(): DailyReturns {
    return this.#returns ??= dailyReturnsOf(this.equity.dayValues, this.settings.initialCapital);
  }
}

/** The facts of a whole curve, one value a bar of the range; each is found when it is asked for. */
export function factsOfCurve(
  curve: { readonly equity: Float64Array; readonly drawdown: DeepestDrawdown },
  candles: CandleSeries,
): EquityFacts {
  return {
    get drawdown() {
      return curve.drawdown;
    },
    get dayValues() {
      const ends = dayEndsOf(candles);
      const values = new Float64Array(ends.length);
      for (let day = 0; day < ends.length; day++) values[day] = curve.equity[ends[day]!]!;
      return values;
    },
  };
}

/** Open time of a bar, Unix milliseconds; `null` for none. */
export function timeOfBar({ candles }: MetricContext, bar: number | null): number | null {
  return bar === null ? null : candles.time[bar]!;
}
