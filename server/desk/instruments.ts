/** What is known of a market that is followed. */
import type { Insertable } from "kysely";
import type { Database } from "../db/schema.ts";
import { findAsset } from "../market_data/catalog.ts";
import { twelveData } from "../market_data/vendors/twelve_data.ts";

/** The instrument of an asset at a venue; `undefined` for one that is not on offer. */
export function instrumentOf(
  asset: string,
  venue: string,
): Insertable<Database["instruments"]> | undefined {
  const details = findAsset(asset);
  if (details) {
    const { name, base, quote, pricePrecision } = details;
    return {
      symbol: asset,
      name,
      exchange: venue,
      venue,
      kind: "pair",
      base,
      quote,
      tick: Number(`1e-${pricePrecision}`),
    };
  }
  const stock = twelveData.markets.find((market) => market.asset === asset);
  if (!stock) return undefined;
  const [base = asset, quote = "USD"] = asset.split("/");
  return {
    symbol: asset,
    name: stock.name ?? base,
    exchange: venue,
    venue,
    kind: "stock",
    base,
    quote,
    // Stocks of the United States are traded in cents.
    tick: 0.01,
    hours_json: stock.hours ? JSON.stringify(stock.hours) : null,
  };
}
