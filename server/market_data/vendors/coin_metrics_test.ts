import assert from "node:assert/strict";
import { describeError } from "../../logging/log.ts";
import { MarketDataError } from "../errors.ts";
import { serveByHand } from "../testing/loopback_http.ts";
import { readRecorded } from "../testing/recorded_vendor.ts";
import { coinMetrics } from "./coin_metrics.ts";
import recorded from "./recorded/coin_metrics.json" with { type: "json" };

const HOUR = 3_600_000;
const FROM = Date.UTC(2024, 5, 14, 9);
const request = { now: Date.UTC(2024, 5, 14, 13, 30), fromMs: FROM, toMs: FROM + 4 * HOUR };
const { answers } = recorded;

for (const first of ["first_page", "first_page_here"] as const) {
  Deno.test(`Coin Metrics: pages are followed as they say, at the address that was asked (${first})`, async () => {
    const { rows, pages, requests } = await readRecorded(
      coinMetrics,
      [answers[first], answers.last_page],
      request,
    );
    assert.deepEqual(rows, [
      [FROM, 66_815.5, 66_958.1, 66_813, 66_901.7, 3.14159265],
      [FROM + HOUR, 66_885, 66_895.5, 66_880.2, 66_890, 5.00012],
      [FROM + 3 * HOUR, 66_890.5, 66_950, 66_870, 66_940, 4.1e-7],
    ]);
    assert.deepEqual(
      pages.map(({ completeToMs }) => completeToMs),
      [FROM + 2 * HOUR, FROM + 4 * HOUR],
    );
    const [one, two] = requests;
    assert.equal(one?.url.pathname, "/v4/timeseries/market-candles");
    assert.deepEqual(Object.fromEntries(one!.url.searchParams), {
      markets: "binance-btc-usdt-spot",
      frequency: "1h",
      start_time: "2024-06-14T09:00:00.000Z",
      // Inclusive.
      end_time: "2024-06-14T12:00:00.000Z",
      page_size: "5000",
      paging_from: "start",
    });
    assert.equal(two?.url.pathname, one?.url.pathname);
    assert.equal(two?.url.search, new URL(answers.first_page.body.next_page_url).search);
  });
}

Deno.test("Coin Metrics: a period without a trade is no candle", async () => {
  const { rows } = await readRecorded(coinMetrics, answers.without_trades, request);
  assert.deepEqual(rows.map(([time]) => time), [FROM, FROM + 3 * HOUR]);
});

Deno.test("Coin Metrics: with a key other terms hold", () => {
  const free = coinMetrics.open({ timeoutMs: 1_000 }).definition;
  assert.equal(free.attribution.licence, "CC BY-NC 4.0");
  assert.equal(free.byDefault, false);
  const paid = coinMetrics.open({ timeoutMs: 1_000, apiKey: "the key" }).definition;
  assert.equal(paid.attribution.licence, undefined);
  assert.equal(paid.byDefault, true);
  assert.ok(paid.budget.requests / paid.budget.perMs > free.budget.requests / free.budget.perMs);
});

const UNREADABLE = "Coin Metrics sent an answer that cannot be read.";
for (
  const [name, apiKey, code, message] of [
    ["next_page_elsewhere", undefined, "vendor_error", UNREADABLE],
    ["next_page_of_another_kind", undefined, "vendor_error", UNREADABLE],
    ["between_two_milliseconds", undefined, "vendor_error", UNREADABLE],
    ["numbers_for_texts", undefined, "vendor_error", UNREADABLE],
    ["object_for_list", undefined, "vendor_error", UNREADABLE],
    ["unknown_market", undefined, "no_candles", "Coin Metrics does not list BTC/USDT."],
    [
      "forbidden",
      undefined,
      "vendor_refused",
      "Coin Metrics gives this with a key alone (COIN_METRICS_API_KEY).",
    ],
    [
      "wrong_credentials",
      "the key",
      "vendor_refused",
      "Coin Metrics does not accept the key in COIN_METRICS_API_KEY for this.",
    ],
    [
      "cloudflare",
      undefined,
      "vendor_unreachable",
      "Coin Metrics has trouble of its own (HTTP 524).",
    ],
  ] as const
) {
  Deno.test(`Coin Metrics: an answer that gives no candles (${name})`, async () => {
    await assert.rejects(
      readRecorded(coinMetrics, answers[name], {
        ...request,
        ...(apiKey === undefined ? {} : { apiKey }),
      }),
      (error) => {
        assert.ok(error instanceof MarketDataError, String(error));
        assert.deepEqual([error.code, error.message], [code, message]);
        return true;
      },
    );
  });
}

Deno.test("Coin Metrics: a failure does not repeat the key that is part of the address", async () => {
  const server = serveByHand(() => Promise.resolve("close"));
  await server.close();
  const vendor = coinMetrics.open({
    baseUrl: server.baseUrl,
    apiKey: "key/with+signs",
    timeoutMs: 5_000,
    retryDelaysMs: [],
  });
  const fetching = Array.fromAsync(
    vendor.fetchCandles({ asset: "BTC/USDT", timeframe: "1h", fromMs: FROM, toMs: FROM + HOUR }),
  );
  await assert.rejects(fetching, (error) => {
    const all = JSON.stringify(describeError(error));
    assert.match(all, /127\.0\.0\.1/, "the address is told");
    assert.doesNotMatch(all, /key\/with|key%2Fwith/);
    return true;
  });
});
