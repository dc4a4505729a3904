/** Candles of all other markets that have those of a run's dates: fetched one after the other, so that nothing else waits. */
import { type MarketSeries } from "../../contracts/market_names.ts";
import { type KnownMarket, otherMarkets } from "../../contracts/other_markets.ts";
import type { CandleQuery } from "../../contracts/client/api_client.ts";
import { decodeCandles } from "../../engine/mod.ts";
import type { OtherMarket } from "../../engine/robustness.ts";
import type { LabMaterial } from "./lab_protocol.ts";

export interface OtherSources {
  readonly markets: () => Promise<readonly KnownMarket[]>;
  readonly fetchCandles: (query: CandleQuery) => Promise<ArrayBuffer>;
  /** Resolves when no more are waited for. */
  readonly patience: () => Promise<unknown>;
}

/** @returns in the order of the list; a market whose candles cannot be had in time is left out */
export async function otherCandles(
  own: MarketSeries,
  { settings: { fromMs, toMs }, historyBars = 0 }: Pick<LabMaterial, "settings" | "historyBars">,
  { markets, fetchCandles, patience }: OtherSources,
): Promise<readonly OtherMarket[]> {
  if (fromMs === undefined || toMs === undefined) return [];
  const found: OtherMarket[] = [];
  let isOver = false;
  const load = async () => {
    const known = await markets().catch(() => []);
    for (const { asset, timeframe } of otherMarkets(known, own, { fromMs, toMs })) {
      if (isOver) return;
      try {
        const bytes = await fetchCandles({
          asset,
          timeframe,
          from: new Date(fromMs).toISOString(),
          to: new Date(toMs).toISOString(),
          historyBars,
        });
        // What comes too late would change what has been handed over.
        if (isOver) return;
        found.push({ asset, timeframe, candles: decodeCandles(new Uint8Array(bytes)) });
      } catch {
        // One market less.
      }
    }
  };
  await Promise.race([load(), patience()]);
  isOver = true;
  return found;
}
