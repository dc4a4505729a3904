/** How each figure of a result is written: one unit, one number of digits and one sign, wherever it stands. */
import { money, number, percent, plain, type Sign, UNKNOWN } from "./format.ts";
import { type FigureMetric, METRIC_FACTS, type MetricFacts } from "./metrics/mod.ts";

type Format = Pick<MetricFacts, "unit" | "digits" | "signed">;

const RETURN: Format = { unit: "fraction", digits: 1, signed: true };
const TRADE_RETURN: Format = { unit: "fraction", digits: 2, signed: true };

/** Figures that are no metrics of a run: of a month, of one trade, or put together from others. */
const OTHERS = {
  monthly_return: RETURN,
  drawdown: RETURN,
  trade_return: TRADE_RETURN,
  mae: TRADE_RETURN,
  mfe: TRADE_RETURN,
  r_multiple: { unit: "r", digits: 2, signed: true },
  pnl: { unit: "money", digits: 2, signed: true },
  costs: { unit: "money", digits: 2, signed: false },
  /** Of the starting capital. */
  costs_share: { unit: "fraction", digits: 1, signed: false },
} as const satisfies Readonly<Record<string, Format>>;

/** By the names that the engine and the glossary give them. */
export type Figure = FigureMetric | keyof typeof OTHERS;

const FORMATS: Readonly<Record<Figure, Format>> = { ...OTHERS, ...METRIC_FACTS };

/** Fractions are written as percentages; what is not known as a dash. */
export function metricText(
  figure: Figure,
  value: number | null | undefined,
  { size = false, bare = false }: {
    /** Its size alone, for sentences that say the direction in words: "a drawdown of 18.3 %". */
    readonly size?: boolean;
    /** Without a currency or an R, where the head of the column says it. */
    readonly bare?: boolean;
  } = {},
): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  const { unit, digits, signed } = FORMATS[figure];
  const shown = size ? Math.abs(value) : value;
  const sign: Sign = signed && !size ? "always" : "negative";
  if (unit === "fraction") return percent(shown, { digits, sign });
  if (unit === "money" && !bare) return money(shown, { digits, sign });
  const text = number(shown, digits, sign);
  return unit === "r" && !bare ? `${text} R` : text;
}

/**
 * By how much a value of a figure is above another, with its sign: `+2.1 points`, `−0.31`. It is the difference of what is
 * written, so that a reader who subtracts comes to the same.
 */
export function metricDifference(figure: Figure, value: number, from: number): string {
  const { unit, digits } = FORMATS[figure];
  const scale = unit === "fraction" ? 100 : 1;
  const [above, below] = [value, from].map((one) => Number((one * scale).toFixed(digits)));
  const difference = above! - below!;
  if (unit === "fraction") return `${number(difference, digits, "always")} points`;
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
