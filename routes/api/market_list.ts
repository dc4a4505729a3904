/** The markets as the API and the pages tell them. */
import { importedMarkets } from "../../contracts/imported_markets.ts";
import type { CandleImport, Market } from "../../contracts/markets.ts";
import { MARKET_TIMEFRAMES } from "../../server/market_data/catalog.ts";
import type { MarketData, MarketSeries } from "../../server/market_data/service.ts";
import type { Services } from "../../server/services.ts";

/** Every asset on offer with what is stored of it. */
export async function listMarkets(marketData: Pick<MarketData, "markets">): Promise<Market[]> {
  const markets = await marketData.markets();
  return markets.map(({ asset, name, pricePrecision, synthetic, venue, series }) => ({
    asset,
    name,
    price_decimals: pricePrecision,
    synthetic,
    venue,
    timeframes: series.map(toTimeframe),
  }));
}

/** What a person may choose: their own imports, then every asset on offer. */
export async function listOwnMarkets(
  services: Pick<Services, "marketData" | "strategies">,
  userId: string,
): Promise<Market[]> {
  const [shared, imports] = await Promise.all([
    listMarkets(services.marketData),
    listImports(services, userId),
  ]);
  return [...importedMarkets(imports), ...shared];
}

/** The series that a person has imported, by name. */
export async function listImports(
  { marketData, strategies }: Pick<Services, "marketData" | "strategies">,
  userId: string,
): Promise<CandleImport[]> {
  const [imports, users] = await Promise.all([
    marketData.imports(userId),
    strategies.onImports(userId),
  ]);
  return imports.flatMap((series): CandleImport[] => {
    const { asset, timeframe, venue, firstMs, lastMs, candles, missing, pricePrecision } = series;
    if (firstMs === null || lastMs === null) return [];
    return [{
      asset,
      timeframe,
      name: venue,
      candles,
      first_time: new Date(firstMs).toISOString(),
      to_time: new Date(lastMs + MARKET_TIMEFRAMES[timeframe]).toISOString(),
      missing,
      price_decimals: pricePrecision,
      strategies: users
        .filter((row) =>
          row.asset === asset && row.timeframe === timeframe && row.import_name === venue
        )
        .map(({ id, name }) => ({ id, name })),
    }];
  }).sort((a, b) => inOrder(a.name, b.name) || inOrder(a.asset, b.asset));
}

function toTimeframe(
  { timeframe, firstMs, lastMs, candles, behindBars }: MarketSeries,
): Market["timeframes"][number] {
  return {
    timeframe,
    first_time: firstMs === null ? null : new Date(firstMs).toISOString(),
    to_time: lastMs === null ? null : new Date(lastMs + MARKET_TIMEFRAMES[timeframe]).toISOString(),
    candles,
    behind_bars: behindBars,
  };
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
