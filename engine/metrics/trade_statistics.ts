/** Statistics of closed trades; `null` where there are none. A win is a pnl above 0 after costs, a loss one below. */
import { meanOf, type Metric } from "./metric.ts";

/** Closed trades. */
export const numTrades: Metric = { name: "num_trades", compute: ({ trades }) => trades.length };

/** Share of trades with a pnl above 0. */
export const winRate: Metric = {
  name: "win_rate",
  compute: ({ trades }) =>
    trades.length === 0 ? null : trades.filter(({ pnl }) => pnl > 0).length / trades.length,
};

/** Sum of gains / sum of losses, `null` without a loser. */
export const profitFactor: Metric = {
  name: "profit_factor",
  compute: ({ trades }) => {
    let gains = 0;
    let losses = 0;
    for (const { pnl } of trades) {
      if (pnl > 0) gains += pnl;
      else losses -= pnl;
    }
    return losses > 0 ? gains / losses : null;
  },
};

/** Mean pnl, quote currency. */
export const expectancy: Metric = {
  name: "expectancy",
  compute: ({ trades }) => meanOf(trades.map(({ pnl }) => pnl)),
};

/** Mean return of a trade, fraction of its entry cost. */
export const averageTradeReturn: Metric = {
  name: "average_trade_return",
  compute: ({ trades }) => meanOf(trades.map((trade) => trade.return)),
};

/** Mean return of the winners. */
export const averageWinReturn: Metric = {
  name: "average_win_return",
  compute: ({ trades }) => meanOf(trades.filter(({ pnl }) => pnl > 0).map((trade) => trade.return)),
};

/** Mean return of the losers. */
export const averageLossReturn: Metric = {
  name: "average_loss_return",
  compute: ({ trades }) => meanOf(trades.filter(({ pnl }) => pnl < 0).map((trade) => trade.return)),
};

/** Highest return of a trade. */
export const bestTradeReturn: Metric = {
  name: "best_trade_return",
  compute: ({ trades }) =>
    trades.reduce<number | null>(
      (best, t) => best === null || t.return > best ? t.return : best,
      null,
    ),
};

/** Lowest return of a trade. */
export const worstTradeReturn: Metric = {
  name: "worst_trade_return",
  compute: ({ trades }) =>
    trades.reduce<number | null>(
      (worst, t) => worst === null || t.return < worst ? t.return : worst,
      null,
    ),
};

/** Mean of pnl / (quantity × (fill − initial stop)), `null` without an initial stop. */
export const averageR: Metric = {
  name: "average_r",
  compute: ({ trades }) => meanOf(trades.map(({ r }) => r).filter((r) => r !== null)),
};

/** Mean of exit bar − entry bar. */
export const averageBarsHeld: Metric = {
  name: "average_bars_held",
  compute: ({ trades }) => meanOf(trades.map(({ bars_held }) => bars_held)),
};

/** Most losses in a row; a pnl of 0 ends a streak. `null` where there are no trades. */
export const longestLosingStreak: Metric = {
  name: "longest_losing_streak",
  compute: ({ trades }) => {
    if (trades.length === 0) return null;
    let longest = 0;
    let streak = 0;
    for (const { pnl } of trades) {
      streak = pnl < 0 ? streak + 1 : 0;
      if (streak > longest) longest = streak;
    }
    return longest;
  },
};
