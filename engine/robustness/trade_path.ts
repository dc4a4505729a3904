/** A path of trades: from 1, each trade's growth in turn. */

export interface TradePath {
  readonly totalReturn: number;
  /** Deepest fall from a peak, after each trade; the first peak is 1. ≤ 0. */
  readonly maxDrawdown: number;
}

export function pathOf(growths: ArrayLike<number>): TradePath {
  let worth = 1;
  let peak = 1;
  let maxDrawdown = 0;
  for (let k = 0; k < growths.length; k++) {
    worth *= growths[k]!;
    if (worth > peak) peak = worth;
    const drawdown = worth / peak - 1;
    if (drawdown < maxDrawdown) maxDrawdown = drawdown;
  }
  return { totalReturn: worth - 1, maxDrawdown };
}

/** Most growths below 1 in a row. */
export function losingStreakOf(growths: ArrayLike<number>): number {
  let longest = 0;
  let streak = 0;
  for (let k = 0; k < growths.length; k++) {
    streak = growths[k]! < 1 ? streak + 1 : 0;
    if (streak > longest) longest = streak;
  }
  return longest;
}
