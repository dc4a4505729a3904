/** What the definitions of vendors are written with. */
import { isMarketTimeframe, type MarketTimeframe } from "../../catalog.ts";
import type { Vendor, VendorDefinition, VendorMarket } from "../../vendor.ts";

/** Those of `names` that the catalog offers. */
export function timeframes(...names: readonly string[]): readonly MarketTimeframe[] {
  return names.filter(isMarketTimeframe);
}

/**
 * Markets from a table of our name, the vendor's, and the first day that it has candles of.
 *
 * @throws {RangeError} for a day that is none
 */
export function markets(
  table: readonly (readonly [asset: string, symbol: string, since: string])[],
): readonly VendorMarket[] {
  return table.map(([asset, symbol, since]) => {
    const sinceMs = Date.parse(`${since}T00:00:00Z`);
    if (Number.isNaN(sinceMs)) throw new RangeError(`${asset}: ${since} is not a day.`);
    return { asset, symbol, sinceMs };
  });
}

/** The parts of a vendor that follow from its definition. */
export function listed(
  definition: VendorDefinition,
): Pick<Vendor, "name" | "title" | "definition" | "market" | "firstTimeMs"> {
  const byAsset = new Map(definition.markets.map((market) => [market.asset, market]));
  return {
    name: definition.name,
    title: definition.title,
    definition,
    market: (asset) => byAsset.get(asset),
    firstTimeMs: (asset) => byAsset.get(asset)?.sinceMs ?? 0,
  };
}
