import assert from "node:assert/strict";
import { MarketDataError } from "../errors.ts";
import { readRecorded } from "../testing/recorded_vendor.ts";
import { coindesk } from "./coindesk.ts";
import recorded from "./recorded/coindesk.json" with { type: "json" };

const HOUR = 3_600_000;
const FROM = Date.UTC(2024, 5, 14, 9);
const NOW = Date.UTC(2024, 5, 14, 12, 30);
const request = { now: NOW, fromMs: FROM, toMs: FROM + 3 * HOUR, apiKey: "the key" };

Deno.test("CoinDesk: the open is the first trade of the period, and an hour without a trade is no candle", async () => {
  const { rows, pages, requests } = await readRecorded(coindesk, recorded.answers.candles, request);
  assert.deepEqual(rows, [
    [FROM, 66_815.5, 66_958.1, 66_813, 66_901.7, 3.14159265],
    // The price before the period was above all of its trades: neither the open nor the high.
    [FROM + HOUR, 66_885, 66_895.5, 66_880.2, 66_890, 5.00012],
  ]);
  assert.equal(pages[0]?.completeToMs, FROM + 3 * HOUR);
  const { url, headers } = requests[0]!;
  assert.equal(url.pathname, "/spot/v1/historical/hours");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    market: "binance",
    instrument: "BTC-USDT",
    aggregate: "1",
    limit: "3",
    to_ts: String((FROM + 2 * HOUR) / 1000),
    fill: "false",
    response_format: "JSON",
  });
  // Not in the address, which may be logged on the way.
  assert.equal(headers.get("x-api-key"), "the key");
});

for (
  const [name, code, message] of [
    ["without_first_trade", "vendor_error", "CoinDesk Data sent an answer that cannot be read."],
    ["another_market", "vendor_error", "CoinDesk Data sent an answer that cannot be read."],
    ["object_for_list", "vendor_error", "CoinDesk Data sent an answer that cannot be read."],
    ["unknown_instrument", "no_candles", "CoinDesk Data does not list BTC/USDT."],
    [
      "bad_key",
      "vendor_refused",
      "CoinDesk Data does not accept the key in COINDESK_API_KEY for this.",
    ],
    [
      "rate_limited",
      "rate_limited",
      "CoinDesk Data asks for a pause of 17 s: too many requests came.",
    ],
    [
      "error_under_200",
      "vendor_error",
      "CoinDesk Data refused the request (The to_ts parameter is not valid.).",
    ],
  ] as const
) {
  Deno.test(`CoinDesk: an answer that gives no candles (${name})`, async () => {
    await assert.rejects(
      readRecorded(coindesk, recorded.answers[name], request),
      (error) => {
        assert.ok(error instanceof MarketDataError, String(error));
        assert.deepEqual([error.code, error.message], [code, message]);
        return true;
      },
    );
  });
}
