/** Where candles come from, in words. */
import { venueName } from "./assets.ts";

/** Why a vendor is not asked, by the code of its failure; after its name. */
const REASONS: Readonly<Record<string, string>> = {
  vendor_unreachable: "did not answer",
  vendor_error: "sent answers that could not be read",
  vendor_refused: "does not serve this server’s location",
  rate_limited: "asked for a pause",
};

/** Venues that give no more than so many of their newest candles, and only these. */
export const NEWEST_ALONE: Readonly<Record<string, number>> = { kraken: 720 };

/** Why candles of a venue may be missing for good; `null` for one that gives all it ever had. */
export function lostCandlesWords(venue: string | null): string | null {
  const kept = NEWEST_ALONE[venue ?? ""];
  return kept === undefined
    ? null
    : `${
      venueName(venue)
    } gives its newest ${kept} candles alone: older ones that were not stored in time cannot be fetched any more.`;
}

/** "Binance did not answer". */
export function venueTrouble(venue: string, reason: string | null): string {
  return `${venueName(venue)} ${REASONS[reason ?? ""] ?? "did not answer"}`;
}

/** "Kraken (Binance did not answer)"; the venue's name alone where no other was passed over. */
export function candleSource(
  { venue, venue_instead_of: other }: {
    readonly venue: string | null;
    readonly venue_instead_of: { readonly venue: string; readonly reason: string } | null;
  },
): string {
  const name = venueName(venue);
  return other === null ? name : `${name} (${venueTrouble(other.venue, other.reason)})`;
}
