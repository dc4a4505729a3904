import assert from "node:assert/strict";
import { MarketDataError } from "../errors.ts";
import { readRecorded } from "../testing/recorded_vendor.ts";
import { coinbase } from "./coinbase.ts";
import recorded from "./recorded/coinbase.json" with { type: "json" };

const HOUR = 3_600_000;
const FROM = Date.UTC(2024, 5, 14, 9);
const NOW = Date.UTC(2024, 5, 14, 13, 30);

Deno.test("Coinbase: its own answer is read, newest first and low before high", async () => {
  const { rows, pages, requests } = await readRecorded(coinbase, recorded.answers.candles, {
    now: NOW,
    fromMs: FROM,
    toMs: FROM + 4 * HOUR,
  });
  // The bucket at 11:00 had no trade.
  assert.deepEqual(rows, [
    [FROM, 66_812.4, 66_958.1, 66_770, 66_901.7, 3.14159265],
    [FROM + HOUR, 66_901.7, 67_120, 66_880.2, 67_005.5, 5.00012],
    [FROM + 3 * HOUR, 66_700, 66_750, 66_699, 66_720.4, 0.4],
  ]);
  assert.equal(pages[0]?.completeToMs, FROM + 4 * HOUR);
  const { url } = requests[0]!;
  assert.equal(url.pathname, "/products/BTC-USDT/candles");
  // Both ends are inclusive.
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    granularity: "3600",
    start: "2024-06-14T09:00:00.000Z",
    end: "2024-06-14T12:00:00.000Z",
  });
});

for (
  const [name, code, message] of [
    ["not_found", "no_candles", "Coinbase does not list BTC/USDT."],
    ["rate_limited", "rate_limited", "Coinbase asks for a pause of 60 s: too many requests came."],
    ["too_many_candles", "vendor_error", "Coinbase refused the request (HTTP 400)."],
    ["message_under_200", "vendor_error", "Coinbase sent an answer that cannot be read."],
  ] as const
) {
  Deno.test(`Coinbase: an error (${name})`, async () => {
    await assert.rejects(
      readRecorded(coinbase, recorded.answers[name], { now: NOW }),
      (error) =>
        error instanceof MarketDataError && error.code === code && error.message === message,
    );
  });
}
