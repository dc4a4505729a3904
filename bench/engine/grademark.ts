/** The crossing of two averages in grademark, an npm package for backtests. */
import { DataFrame } from "data-forge";
import { analyze, backtest, type IBar } from "grademark";
import type { CandleSeries } from "../../engine/mod.ts";

interface Bar extends IBar {
  crossedUp: boolean;
  crossedDown: boolean;
}

/** A run of the strategy; the frame of candles is made beforehand, the averages within. */
export function grademarkRun(
  candles: CandleSeries,
  { capital, stop, target }: { capital: number; stop: number; target: number },
  fast = 10,
  slow = 50,
): () => number {
  const bars = Array.from({ length: candles.length }, (_, i) => ({
    time: new Date(candles.time[i]!),
    open: candles.open[i]!,
    high: candles.high[i]!,
    low: candles.low[i]!,
    close: candles.close[i]!,
    volume: candles.volume[i]!,
  }));
  const frame = new DataFrame<number, IBar>(bars);
  return () => {
    const trades = backtest<IBar, Bar, unknown, number>({
      prepIndicators: ({ inputSeries }) => withCrossings(inputSeries.toArray(), fast, slow),
      entryRule: (enter, { bar }) => {
        if (bar.crossedUp) enter();
      },
      exitRule: (exit, { bar }) => {
        if (bar.crossedDown) exit();
      },
      ...(stop > 0
        ? {
          stopLoss: ({ entryPrice }: { entryPrice: number }) => entryPrice * stop,
          profitTarget: ({ entryPrice }: { entryPrice: number }) => entryPrice * target,
        }
        : {}),
    }, frame);
    analyze(capital, trades);
    return trades.length;
  };
}

function withCrossings(bars: readonly IBar[], fast: number, slow: number): DataFrame<number, Bar> {
  let fastSum = 0;
  let slowSum = 0;
  let above = 0;
  return new DataFrame<number, Bar>(bars.map((bar, i) => {
    fastSum += bar.close - (i >= fast ? bars[i - fast]!.close : 0);
    slowSum += bar.close - (i >= slow ? bars[i - slow]!.close : 0);
    const now = i < slow - 1 ? 0 : fastSum / fast > slowSum / slow ? 1 : -1;
    const crossed = above !== 0 && now !== above;
    above = now;
    return { ...bar, crossedUp: crossed && now > 0, crossedDown: crossed && now < 0 };
  }));
}
