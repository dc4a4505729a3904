import { VENDORS } from "./vendors/mod.ts";
import type { VendorDefinition } from "./vendor.ts";

/**
 * The timeframes of the stored series that a venue's candles are made of: their own, and 1h where the vendor is not asked for them,
 * as they are aggregated from its 1h then.
 */
export function timeframesRead(
  venue: string,
  timeframe: string,
  vendors: readonly VendorDefinition[] = VENDORS,
): readonly string[] {
  const vendor = vendors.find(({ name }) => name === venue);
  const isOwn = !vendor || vendor.timeframes.some((one) => one === timeframe);
  return isOwn || timeframe === "1h" ? [timeframe] : [timeframe, "1h"];
}

/** What a source of candles is called in sentences. */
export function sourceInWords(
  name: string,
  vendors: readonly Pick<VendorDefinition, "name" | "title">[] = VENDORS,
): string {
  return vendors.find((vendor) => vendor.name === name)?.title ?? name;
}
