/** The order of the glossary page, which no other page needs. */
import { GLOSSARY, type TermKey } from "./glossary.ts";

/** Metrics among the other words of their groups. What is not named here comes last in its group. */
const FIRST: readonly TermKey[] = [
  "total_return",
  "buy_and_hold_return",
  "equity",
  "cagr",
  "max_drawdown",
  "drawdown",
  "longest_underwater_bars",
  "monthly_return",
  "exposure",
  "sharpe",
  "sortino",
  "calmar",
  "verdict",
  "trade",
  "num_trades",
  "win_rate",
  "profit_factor",
  "expectancy",
  "r_multiple",
  "average_r",
  "average_trade_return",
  "average_win_return",
  "average_loss_return",
  "best_trade_return",
  "worst_trade_return",
  "average_bars_held",
  "longest_losing_streak",
  "mae",
  "mfe",
  "costs",
  "fee",
  "slippage",
  "fees_paid",
  "slippage_paid",
  "starting_capital",
  "position_size",
  "compounding",
];

/** All names, in the order of the page. */
export const TERM_KEYS: readonly TermKey[] = [
  ...new Set([...FIRST, ...Object.keys(GLOSSARY) as TermKey[]]),
];
