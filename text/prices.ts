/**
 * With how many decimals a price is written: as many as the candles around it have. An exchange changes its tick over the years,
 * so that no number of decimals is right for all candles of an asset.
 */
import type { CandleSeries } from "../engine/mod.ts";

/** A price of an exchange has fewer smallest units than this: ten digits. */
const MOST_UNITS = 1e10;
/** What a division leaves of a price's exactness, as a share of it. */
const DUST = 1e-13;
/** Powers of ten that are exact doubles. */
const TENS = Array.from({ length: 21 }, (_, power) => 10 ** power);
/** Decimals of any price at the least, and at the most. */
const LEAST = 2;
const MOST = 12;
/** How much of a price may be lost by rounding: 0.01 %. */
const LOSS = 1e-4;
/** Candles before and after a bar that are looked at: a price that ends in zeros has fewer decimals than its tick. */
const AROUND_BARS = 12;
/** Trades before and after one whose entries are looked at, where there are no candles. */
const AROUND_TRADES = 10;

type Prices = Pick<CandleSeries, "length" | "open" | "high" | "low" | "close">;

/** What a trade was filled at; quote currency. */
export interface TradeFills {
  readonly entryPrice: number;
  /** `null` while it is open. */
  readonly exitPrice: number | null;
  readonly entryBar: number;
  /** `null` while it is open. */
  readonly exitBar: number | null;
  /** Sold at a candle's open: by a signal or after a time. A stop or a target lies between prices of candles. */
  readonly isSoldAtOpen: boolean;
}

export interface TradeDecimalsInput {
  readonly trades: readonly TradeFills[];
  /** By how much fills at an open are worse than it, as a fraction. */
  readonly slippageRate: number;
  /** The bars' own candles; `null` where they are not at hand. */
  readonly candles: Prices | null;
}

/** The fewest decimals that write a price exactly; `null` when it is not a price of an exchange but the result of a sum. */
export function exactDecimals(price: number): number | null {
  const size = Math.abs(price);
  if (!Number.isFinite(size)) return null;
  for (let decimals = 0; decimals <= TENS.length - 1; decimals++) {
    const scaled = size * TENS[decimals]!;
    if (scaled >= MOST_UNITS) return null;
    if (Math.abs(Math.round(scaled) - scaled) <= DUST * scaled) return decimals;
  }
  return null;
}

/** Decimals with which rounding loses less than 0.01 % of a price. */
export function enoughDecimals(price: number | null): number {
  const size = Math.abs(price ?? 0);
  if (size === 0 || !Number.isFinite(size)) return LEAST;
  return Math.min(MOST, Math.max(LEAST, Math.ceil(-Math.log10(2 * LOSS * size))));
}

/** Decimals of the candles around a bar. */
export function candleDecimals(candles: Prices, bar: number): number {
  const from = Math.max(0, bar - AROUND_BARS);
  const to = Math.min(candles.length - 1, bar + AROUND_BARS);
  let most = LEAST;
  for (const column of [candles.open, candles.high, candles.low, candles.close]) {
    for (let i = from; i <= to; i++) {
      most = Math.max(most, exactDecimals(column[i]!) ?? enoughDecimals(column[i]!));
    }
  }
  return Math.min(MOST, most);
}

/**
 * Decimals of a trade's prices, by its place among the trades. A fill at an open is that price and the slippage: without the
 * slippage it tells how many decimals the candle had, also where the candles themselves are gone.
 */
export function tradeDecimals(
  { trades, slippageRate, candles }: TradeDecimalsInput,
): (trade: number) => number {
  const known = new Map<number, number>();
  const bought = ({ entryPrice }: TradeFills) =>
    exactDecimals(entryPrice / (1 + slippageRate)) ?? 0;
  const sold = ({ exitPrice, isSoldAtOpen }: TradeFills) =>
    exitPrice !== null && isSoldAtOpen ? exactDecimals(exitPrice / (1 - slippageRate)) ?? 0 : 0;
  const find = (index: number): number => {
    const own = trades[index];
    if (!own) return LEAST;
    const { entryPrice, exitPrice, entryBar, exitBar } = own;
    const around = candles
      ? [entryBar, ...exitBar === null ? [] : [exitBar]].map((bar) => candleDecimals(candles, bar))
      : trades.slice(Math.max(0, index - AROUND_TRADES), index + AROUND_TRADES + 1).map(bought);
    return Math.min(
      MOST,
      Math.max(
        enoughDecimals(entryPrice),
        enoughDecimals(exitPrice),
        bought(own),
        sold(own),
        ...around,
      ),
    );
  };
  return (index) => {
    const found = known.get(index) ?? find(index);
    known.set(index, found);
    return found;
  };
}
