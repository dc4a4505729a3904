/** How each figure of a result is written: one unit, one number of digits and one sign, wherever it stands. */
import { money, number, percent, plain, type Sign, UNKNOWN } from "./format.ts";

interface MetricFormat {
  readonly unit: "percent" | "money" | "r" | "none";
  readonly digits: number;
  readonly sign: Sign;
}

const CHANGE: MetricFormat = { unit: "percent", digits: 1, sign: "always" };
const SHARE: MetricFormat = { unit: "percent", digits: 1, sign: "negative" };
const TRADE: MetricFormat = { unit: "percent", digits: 2, sign: "always" };
const RATIO: MetricFormat = { unit: "none", digits: 2, sign: "negative" };
const COUNT: MetricFormat = { unit: "none", digits: 0, sign: "negative" };
const PAID: MetricFormat = { unit: "money", digits: 2, sign: "negative" };
const EARNED: MetricFormat = { unit: "money", digits: 2, sign: "always" };

/** By the names that the engine and the glossary give them. */
const FORMATS = {
  total_return: CHANGE,
  buy_and_hold_return: CHANGE,
  cagr: CHANGE,
  monthly_return: CHANGE,
  max_drawdown: CHANGE,
  drawdown: CHANGE,
  exposure: SHARE,
  win_rate: SHARE,
  trade_return: TRADE,
  average_trade_return: TRADE,
  average_win_return: TRADE,
  average_loss_return: TRADE,
  best_trade_return: TRADE,
  worst_trade_return: TRADE,
  mae: TRADE,
  mfe: TRADE,
  sharpe: RATIO,
  sortino: RATIO,
  calmar: RATIO,
  profit_factor: RATIO,
  average_r: { unit: "r", digits: 2, sign: "always" },
  r_multiple: { unit: "r", digits: 2, sign: "always" },
  num_trades: COUNT,
  longest_losing_streak: COUNT,
  longest_underwater_bars: COUNT,
  average_bars_held: { unit: "none", digits: 1, sign: "negative" },
  expectancy: EARNED,
  pnl: EARNED,
  costs: PAID,
  /** Of the starting capital. */
  costs_share: SHARE,
  fees_paid: PAID,
  slippage_paid: PAID,
} as const satisfies Readonly<Record<string, MetricFormat>>;

export type Metric = keyof typeof FORMATS;

/** Fractions are written as percentages; what is not known as a dash. */
export function metricText(
  metric: Metric,
  value: number | null | undefined,
  { size = false, bare = false }: {
    /** Its size alone, for sentences that say the direction in words: "a drawdown of 18.3 %". */
    readonly size?: boolean;
    /** Without a currency or an R, where the head of the column says it. */
    readonly bare?: boolean;
  } = {},
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const { unit, digits, sign: usual }: MetricFormat = FORMATS[metric];
  const [shown, sign]: [number, Sign] = size ? [Math.abs(value), "negative"] : [value, usual];
  if (unit === "percent") return percent(shown, { digits, sign });
  if (unit === "money" && !bare) return money(shown, { digits, sign });
  const text = number(shown, digits, sign);
  return unit === "r" && !bare ? `${text} R` : text;
}

/**
 * By how much a value of a metric is above another, with its sign: `+2.1 points`, `−0.31`. It is the difference of what is
 * written, so that a reader who subtracts comes to the same.
 */
export function metricDifference(metric: Metric, value: number, from: number): string {
  const { unit, digits }: MetricFormat = FORMATS[metric];
  const scale = unit === "percent" ? 100 : 1;
  const [above, below] = [value, from].map((one) => Number((one * scale).toFixed(digits)));
  const difference = above! - below!;
  if (unit === "percent") return `${number(difference, digits, "always")} points`;
  if (unit === "money") return money(difference, { digits, sign: "always" });
  return number(difference, digits, "always");
}

/** A starting capital, as it was typed: `10,000 USDT`. */
export function capitalText(value: number): string {
  return `${plain(value)}\u00a0USDT`;
}

/** What an account is worth, without its currency: whole from a thousand on, with cents below. */
export function equityText(value: number | null | undefined): string {
  return number(value, Math.abs(value ?? 0) >= 1000 ? 0 : 2);
}
