/** What a guest plays with: synthetic candles of fixed years, the same for everybody. */
import type { Market } from "../../contracts/markets.ts";
import { SYNTHETIC } from "../../text/assets.ts";

/**
 * The series a guest's strategy runs on, and its days. The last year of them is shown first: one in which some templates gain
 * and others lose, as an ordinary year goes.
 */
export const GUEST_SERIES = {
  asset: SYNTHETIC,
  timeframe: "1h",
  firstMs: Date.UTC(2020, 0, 1),
  toMs: Date.UTC(2022, 0, 1),
} as const;

/** The same as the API tells of a market, so that nothing has to be asked. */
export const GUEST_MARKET: Market = {
  asset: GUEST_SERIES.asset,
  name: "Demo",
  price_decimals: 2,
  synthetic: true,
  venue: "synthetic",
  timeframes: [{
    timeframe: GUEST_SERIES.timeframe,
    first_time: new Date(GUEST_SERIES.firstMs).toISOString(),
    to_time: new Date(GUEST_SERIES.toMs).toISOString(),
    candles: (GUEST_SERIES.toMs - GUEST_SERIES.firstMs) / 3_600_000,
    behind_bars: 0,
  }],
};
