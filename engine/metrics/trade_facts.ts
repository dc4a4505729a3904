/** What the statistics of closed trades are made of, found in one pass over them. */
import type { TradeLog } from "../simulation/trade_log.ts";

export interface TradeFacts {
  readonly closed: number;
  /** Closed trades with a pnl above 0, and below it. */
  readonly wins: number;
  readonly losses: number;
  /** Σ pnl, of all, above 0, and of the others with its sign turned; quote currency. */
  readonly pnl: number;
  readonly gained: number;
  readonly lost: number;
  /** Σ return, of all, of the wins and of the losses. */
  readonly returns: number;
  readonly winReturns: number;
  readonly lossReturns: number;
  /** −Infinity and Infinity without a trade. */
  readonly best: number;
  readonly worst: number;
  /** Σ R of those that have one, and how many they are. */
  readonly risks: number;
  readonly withRisk: number;
  readonly barsHeld: number;
  /** Most losses in a row. */
  readonly longestStreak: number;
}

export function tradeFactsOf(trades: TradeLog): TradeFacts {
  const { closed, pnl: pnls, returns: each, r, entryBar, exitBar } = trades;
  let wins = 0;
  let losses = 0;
  let pnl = 0;
  let gained = 0;
  let lost = 0;
  let returns = 0;
  let winReturns = 0;
  let lossReturns = 0;
  let best = -Infinity;
  let worst = Infinity;
  let risks = 0;
  let withRisk = 0;
  let barsHeld = 0;
  let longestStreak = 0;
  let streak = 0;
  for (let k = 0; k < closed; k++) {
    const own = pnls[k]!;
    const rate = each[k]!;
    const risk = r[k]!;
    pnl += own;
    returns += rate;
    if (own > 0) {
      wins++;
      gained += own;
      winReturns += rate;
    } else {
      lost -= own;
    }
    if (own < 0) {
      losses++;
      lossReturns += rate;
      streak++;
      if (streak > longestStreak) longestStreak = streak;
    } else {
      streak = 0;
    }
    if (rate > best) best = rate;
    if (rate < worst) worst = rate;
    if (risk === risk) {
      risks += risk;
      withRisk++;
    }
    barsHeld += exitBar[k]! - entryBar[k]!;
  }
  return {
    closed,
    wins,
    losses,
    pnl,
    gained,
    lost,
    returns,
    winReturns,
    lossReturns,
    best,
    worst,
    risks,
    withRisk,
    barsHeld,
    longestStreak,
  };
}
