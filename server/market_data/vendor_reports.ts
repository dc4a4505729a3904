/** How the vendors stand, as health and status tell it. */
import type { VendorHealth } from "../../contracts/health.ts";
import type { VendorDay, VendorStatus } from "../../contracts/vendor_status.ts";
import type { VendorOrder } from "./vendor_order.ts";
import type { VendorStateChange } from "./vendor_states.ts";

const DAY_MS = 86_400_000;
/** Days of the history. */
export const STATUS_DAYS = 90;

/** Each vendor now, in the order of the settings. Asks no database. */
export async function vendorHealth(order: VendorOrder | null): Promise<VendorHealth[]> {
  const found: VendorHealth[] = [];
  for (const vendor of order?.vendors ?? []) {
    const { phase, sinceMs, answeredMs, reason } = await vendor.standing();
    const isAway = phase !== "closed";
    found.push({
      name: vendor.name,
      title: vendor.title,
      state: isAway ? "away" : "working",
      since: timeOf(sinceMs),
      last_answer: timeOf(answeredMs),
      reason: isAway ? reason?.code ?? null : null,
    });
  }
  return found;
}

/** With what is written down of the last 90 days. */
export function vendorStatus(
  vendors: readonly VendorHealth[],
  changes: readonly VendorStateChange[],
  nowMs: number,
): VendorStatus[] {
  return vendors.map((vendor) => ({
    ...vendor,
    days: daysOf(changes.filter((change) => change.vendor === vendor.name), nowMs),
  }));
}

/** The last days of one vendor, UTC, today last: how long it was away on each, by its changes in their order. */
export function daysOf(changes: readonly VendorStateChange[], nowMs: number): VendorDay[] {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const known = changes[0]?.since.getTime() ?? Infinity;
  const away = changes.flatMap(({ state, since }, i) =>
    state === "away"
      ? [{ from: since.getTime(), to: changes[i + 1]?.since.getTime() ?? nowMs }]
      : []
  );
  return Array.from({ length: STATUS_DAYS }, (_, i) => {
    const from = today - (STATUS_DAYS - 1 - i) * DAY_MS;
    const to = Math.min(from + DAY_MS, nowMs);
    const awayMs = away.reduce(
      (sum, span) => sum + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)),
      0,
    );
    return {
      day: new Date(from).toISOString().slice(0, 10),
      // Of a day that nothing was written down of yet nothing is known.
      away_minutes: known >= to ? null : Math.ceil(awayMs / 60_000),
    };
  });
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
