/** What is known of a venue and its markets beside their candles: whom to name, and when they are open. */
import type { RunSettings } from "../../../engine/mod.ts";
import { marketTimeframeMs } from "../catalog.ts";
import { sessionsBetween } from "../market_hours.ts";
import type { Attribution, MarketHours, VendorDefinition } from "../vendor.ts";
import { VENDORS } from "../vendors/mod.ts";

/** Whom to name where candles of a venue are shown; nobody for made-up candles and one's own. */
export function attributionOf(
  venue: string | null,
  vendors: readonly VendorDefinition[] = VENDORS,
): Attribution | undefined {
  return vendors.find(({ name }) => name === venue)?.attribution;
}

/** When a market is open; nothing for one that always is. */
export function hoursOf(
  { venue, asset }: { readonly venue: string | null; readonly asset: string },
  vendors: readonly VendorDefinition[] = VENDORS,
): MarketHours | undefined {
  return vendors.find(({ name }) => name === venue)?.markets
    .find((market) => market.asset === asset)?.hours;
}

/** What the API tells of a venue's market: only what there is. */
export function factsOfMarket(
  market: { readonly venue: string | null; readonly asset: string },
  vendors: readonly VendorDefinition[] = VENDORS,
): { readonly attribution?: Attribution; readonly trading_days_per_year?: number } {
  const attribution = attributionOf(market.venue, vendors);
  const hours = hoursOf(market, vendors);
  return {
    ...attribution ? { attribution } : {},
    ...hours ? { trading_days_per_year: hours.tradingDaysPerYear } : {},
  };
}

/** What the engine is told of a market with closing hours for a range of open times; nothing of one that is always open. */
export function hoursSettings(
  { timeframe, fromMs, toMs, ...market }: {
    readonly venue: string | null;
    readonly asset: string;
    readonly timeframe: string;
    readonly fromMs: number;
    readonly toMs: number;
  },
  vendors: readonly VendorDefinition[] = VENDORS,
): Pick<RunSettings, "tradingDaysPerYear" | "sessions"> {
  const hours = hoursOf(market, vendors);
  if (!hours) return {};
  const timeframeMs = marketTimeframeMs(timeframe) ?? 0;
  return {
    tradingDaysPerYear: hours.tradingDaysPerYear,
    sessions: sessionsBetween(hours, { fromMs, toMs, timeframeMs }),
  };
}
