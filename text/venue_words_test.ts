import assert from "node:assert/strict";
import { VENDORS } from "../server/market_data/vendors/mod.ts";
import { venueName } from "./assets.ts";
import { candleSource, lostCandlesWords, NEWEST_ALONE, venueTrouble } from "./venue_words.ts";

Deno.test("venues: pages call every vendor as its definition does", () => {
  for (const { name, title } of VENDORS) assert.equal(venueName(name), title);
});

Deno.test("venues: a run says which venue it read, and which one it would have read", () => {
  assert.equal(candleSource({ venue: "binance", venue_instead_of: null }), "Binance");
  const instead = (reason: string) =>
    candleSource({ venue: "kraken", venue_instead_of: { venue: "binance", reason } });
  assert.equal(instead("vendor_unreachable"), "Kraken (Binance did not answer)");
  assert.equal(instead("vendor_error"), "Kraken (Binance sent answers that could not be read)");
  assert.equal(instead("vendor_refused"), "Kraken (Binance does not serve this server’s location)");
  assert.equal(instead("rate_limited"), "Kraken (Binance asked for a pause)");
  assert.equal(venueTrouble("kraken", null), "Kraken did not answer");
});

Deno.test("venues: pages know which venues give their newest candles alone, as the definitions do", () => {
  const kept = VENDORS.flatMap(({ name, keepsCandles }) =>
    keepsCandles === undefined ? [] : [[name, keepsCandles] as const]
  );
  assert.deepEqual(Object.fromEntries(kept), NEWEST_ALONE);
  assert.match(lostCandlesWords("kraken") ?? "", /^Kraken gives its newest 720 candles alone/);
  assert.equal(lostCandlesWords("binance"), null);
  assert.equal(lostCandlesWords(null), null);
});
