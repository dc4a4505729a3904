/** How the vendors of candles did lately, for the public page of their status. */
import type { VendorHealth } from "./health.ts";
import type { Attribution } from "./markets.ts";

export interface VendorDay {
  /** UTC, `2026-01-31`. */
  readonly day: string;
  /** `null`: nothing was written down of it. */
  readonly away_minutes: number | null;
}

export interface VendorStatus extends VendorHealth {
  /** The last 90 days, today last. */
  readonly days: readonly VendorDay[];
  /** Whom its candles have to be credited to. */
  readonly attribution?: Attribution;
}
