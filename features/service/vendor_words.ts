/** How the vendors of candles stand, in sentences. */
import type { VendorHealth } from "../../contracts/health.ts";
import type { VendorStatus } from "../../contracts/vendor_status.ts";
import { duration } from "../../text/format.ts";
import { venueTrouble } from "../../text/venue_words.ts";

/** What follows for whoever runs a backtest; `null` while all work. */
export function vendorsInWords(vendors: readonly VendorHealth[]): string | null {
  const away = vendors.filter(({ state }) => state === "away");
  if (away.length === 0) return null;
  const trouble = away.map(({ name, reason }) => `${venueTrouble(name, reason)}.`).join(" ");
  const next = vendors.find(({ state }) => state === "working");
  return next
    ? `${trouble} Until it is back, new candles come from ${next.title}.`
    : `${trouble} Backtests on stored candles still run.`;
}

/** "Away for 2 h 10 min in the last 90 days". */
export function historyInWords({ days }: Pick<VendorStatus, "days">): string {
  const known = days.filter(({ away_minutes }) => away_minutes !== null);
  const minutes = known.reduce((sum, { away_minutes }) => sum + (away_minutes ?? 0), 0);
  const span = known.length === 1 ? "today" : `in the last ${known.length} days`;
  if (known.length === 0) return "No history yet";
  return minutes === 0 ? `Never away ${span}` : `Away for ${duration(minutes * 60_000)} ${span}`;
}
