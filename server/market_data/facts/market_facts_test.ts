/** Whom to name, and how a market that closes is counted. */
import assert from "node:assert/strict";
import type { MarketHours, VendorDefinition } from "../vendor.ts";
import { binance } from "../vendors/binance.ts";
import { factsOfMarket, hoursSettings } from "./market_facts.ts";

const DAY = 86_400_000;
const NEW_YORK: MarketHours = {
  zone: "America/New_York",
  sessions: [1, 2, 3, 4, 5].map((day) => ({ day, open: "09:30", close: "16:00" })),
  tradingDaysPerYear: 252,
};
const STOCKS: VendorDefinition = {
  ...binance,
  name: "stocks",
  markets: [
    { asset: "ACME/USD", symbol: "ACME", sinceMs: 0, hours: NEW_YORK },
    { asset: "GOLD/USD", symbol: "XAU", sinceMs: 0 },
  ],
  attribution: { text: "Prices: Stocks", url: "https://stocks.example", licence: "CC BY-NC 4.0" },
};

Deno.test("market facts: whom to name, and trading days of markets that have closing hours", () => {
  const vendors = [binance, STOCKS];
  const { attribution } = STOCKS;
  const facts = (venue: string | null, asset: string) => factsOfMarket({ venue, asset }, vendors);
  assert.deepEqual(facts("stocks", "ACME/USD"), { attribution, trading_days_per_year: 252 });
  assert.deepEqual(facts("stocks", "GOLD/USD"), { attribution });
  assert.deepEqual(facts("binance", "ACME/USD"), { attribution: binance.attribution });
  for (const venue of ["synthetic", "mine", null]) assert.deepEqual(facts(venue, "ACME/USD"), {});
  const range = { asset: "ACME/USD", timeframe: "1d", fromMs: 0, toMs: 7 * DAY };
  const settings = hoursSettings({ ...range, venue: "stocks" }, vendors);
  assert.equal(settings.tradingDaysPerYear, 252);
  assert.equal(settings.sessions?.length, 10);
  assert.deepEqual(hoursSettings({ ...range, venue: "binance" }, vendors), {});
});
