/** A person's imports as markets that can be chosen: one for each pair and name, with its timeframes. */
import type { CandleImport, Market } from "./markets.ts";
import { marketKey } from "./market_names.ts";

type Imported = Pick<
  CandleImport,
  "asset" | "timeframe" | "name" | "candles" | "first_time" | "to_time" | "price_decimals"
>;

/** In the order of the pairs, and of one pair by name; the shorter timeframe first. */
export function importedMarkets(imports: readonly Imported[]): Market[] {
  const own = new Map<string, Market>();
  for (const series of imports) {
    const { asset, name, price_decimals } = series;
    const key = marketKey({ asset, import: name });
    const known = own.get(key);
    own.set(key, {
      asset,
      import: name,
      name,
      price_decimals: Math.max(price_decimals, known?.price_decimals ?? 0),
      synthetic: false,
      venue: name,
      timeframes: [...known?.timeframes ?? [], timeframeOf(series)]
        .sort((a, b) => minutesOf(a.timeframe) - minutesOf(b.timeframe)),
    });
  }
  return [...own.entries()].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0)
    .map(([, market]) => market);
}

function timeframeOf(
  { timeframe, first_time, to_time, candles }: Imported,
): Market["timeframes"][number] {
  return { timeframe, first_time, to_time, candles, behind_bars: null };
}

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** Minutes of a timeframe by its name, to order them. */
export function minutesOf(timeframe: string): number {
  return parseInt(timeframe) * (UNITS[timeframe.slice(-1)] ?? 1);
}
