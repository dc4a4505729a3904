/** The markets as the API and the pages tell them. */
import type { CandleImport, Market } from "../../contracts/markets.ts";
import { MARKET_TIMEFRAMES } from "../../server/market_data/catalog.ts";
import { factsOfMarket } from "../../server/market_data/facts/market_facts.ts";
import type { MarketData } from "../../server/market_data/service.ts";

/** Every asset on offer with what is stored of it. */
export async function listMarkets(marketData: Pick<MarketData, "markets">): Promise<Market[]> {
  const markets = await marketData.markets();
  return markets.map(({ asset, name, pricePrecision, synthetic, venue, series }) => ({
    asset,
    name,
    price_decimals: pricePrecision,
    synthetic,
    venue,
    ...factsOfMarket({ venue, asset }),
    timeframes: series.map(({ timeframe, firstMs, lastMs, candles, behindBars }) => ({
      timeframe,
      first_time: firstMs === null ? null : new Date(firstMs).toISOString(),
      to_time: lastMs === null
        ? null
        : new Date(lastMs + MARKET_TIMEFRAMES[timeframe]).toISOString(),
      candles,
      behind_bars: behindBars,
    })),
  }));
}

/** The series that a person has imported, by name. */
export async function listImports(
  marketData: Pick<MarketData, "imports">,
  userId: string,
): Promise<CandleImport[]> {
  const imports: CandleImport[] = [];
  for (const series of await marketData.imports(userId)) {
    const { asset, timeframe, venue, firstMs, lastMs, candles } = series;
    if (firstMs === null || lastMs === null) continue;
    imports.push({
      asset: asset as CandleImport["asset"],
      timeframe,
      name: venue,
      candles,
      first_time: new Date(firstMs).toISOString(),
      to_time: new Date(lastMs + MARKET_TIMEFRAMES[timeframe]).toISOString(),
    });
  }
  return imports.sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.asset < b.asset ? -1 : 1
  );
}
