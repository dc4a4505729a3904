/** Where the candles of a run that is about to be asked for come from. */
import type { RunVenue } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import { isAway } from "../market_data/breaker.ts";
import type { MarketData } from "../market_data/service.ts";

type Venues = Pick<MarketData, "expectedVenue" | "venuesOf">;

/**
 * Where they are expected to come from: the import, else `asked` where that is a venue of the asset.
 *
 * @throws {AppError} `invalid_input`
 */
export async function venueOfNew(
  marketData: Venues,
  { asset, import: own }: { readonly asset: string; readonly import: string | null },
  asked?: string,
): Promise<string> {
  if (asked === undefined) return own ?? await marketData.expectedVenue(asset);
  const venues = own === null ? await marketData.venuesOf(asset) : [];
  if (venues.some(({ name }) => name === asked)) return asked;
  const message = venues.length === 0
    ? `The candles of ${asset} are of no exchange.`
    : `Candles of ${asset} come from ${venues.map(({ name }) => name).join(" or ")}.`;
  throw new AppError("invalid_input", message, { issues: [{ path: "venue", message }] });
}

/**
 * What to tell before a run.
 *
 * @param usual the venue of the strategy's earlier runs
 */
export async function runVenue(
  marketData: Venues,
  asset: string,
  usual: string | null,
  nowMs: number,
): Promise<RunVenue> {
  const venues = await marketData.venuesOf(asset);
  const known = venues.find(({ name }) => name === usual);
  const next = venues.find(({ standing }) => !isAway(standing));
  // With nobody to take its place there is nothing to choose.
  if (!known || !next || !isAway(known.standing)) {
    return { venue: await marketData.expectedVenue(asset), away: null };
  }
  const { reason, sinceMs } = known.standing;
  return {
    venue: next.name,
    away: {
      venue: known.name,
      reason: reason?.code ?? "vendor_unreachable",
      since: new Date(sinceMs ?? nowMs).toISOString(),
    },
  };
}
