/** The result as the public contract writes it. */
import type { Gap } from "../candles/gaps.ts";
import type { Metrics } from "../metrics/mod.ts";
import type { BacktestResult, Funnel } from "./run.ts";
import type { IntrabarMode } from "../simulation/settings.ts";
import type { DrawdownPeriod } from "../result/drawdown_periods.ts";
import type { MonthlyReturn } from "../result/monthly_returns.ts";
import type { Trade } from "../simulation/trade.ts";

export interface BacktestResultJson {
  readonly engine_version: string;
  readonly run_hash: string;
  readonly settings: {
    readonly initial_capital: number;
    readonly fee_percent: number;
    readonly slippage_percent: number;
    readonly intrabar: IntrabarMode;
  };
  readonly data: {
    /** Where the candles come from, where the settings say so. */
    readonly venue?: string;
    readonly bars: number;
    readonly first_time: number;
    readonly last_time: number;
    readonly first_tradable_bar: number | null;
    readonly gaps: readonly Gap[];
  };
  readonly metrics: Metrics;
  readonly trades: readonly Trade[];
  readonly equity: { readonly time: readonly number[]; readonly value: readonly number[] };
  readonly pending: "entry" | "exit" | null;
  readonly funnel: Funnel;
  readonly ambiguity: {
    readonly ambiguous_trades: number;
    /** By intrabar setting. */
    readonly total_return: Readonly<Record<IntrabarMode, number>>;
  };
  readonly drawdowns: readonly DrawdownPeriod[];
  readonly monthly_returns: readonly MonthlyReturn[];
}

/** Times are candle open times in Unix milliseconds. */
export function resultToJson(result: BacktestResult): BacktestResultJson {
  const { settings, candles } = result;
  return {
    engine_version: result.engineVersion,
    run_hash: result.runHash,
    settings: {
      initial_capital: settings.initialCapital,
      fee_percent: percent(settings.feeRate),
      slippage_percent: percent(settings.slippageRate),
      intrabar: settings.intrabar,
    },
    data: {
      ...(settings.venue === undefined ? {} : { venue: settings.venue }),
      bars: candles.length,
      first_time: candles.time[0]!,
      last_time: candles.time[candles.length - 1]!,
      first_tradable_bar: result.firstTradableBar,
      gaps: result.gaps,
    },
    metrics: result.metrics,
    trades: result.trades,
    equity: { time: Array.from(candles.time), value: Array.from(result.equity) },
    pending: result.pending,
    funnel: result.funnel,
    ambiguity: {
      ambiguous_trades: result.ambiguity.ambiguousTrades,
      total_return: result.ambiguity.totalReturn,
    },
    drawdowns: result.drawdowns,
    monthly_returns: result.monthlyReturns,
  };
}

/** A fraction as the percentage a person typed: 0.001 is 0.1, not 0.1 and a rounding error. */
function percent(rate: number): number {
  return Number((rate * 100).toPrecision(12));
}
