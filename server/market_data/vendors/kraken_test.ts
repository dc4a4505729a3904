import assert from "node:assert/strict";
import { MarketDataError } from "../errors.ts";
import { startLoopbackVendor } from "../testing/loopback_vendor.ts";
import { kraken } from "./kraken.ts";
import recorded from "./recorded/kraken.json" with { type: "json" };
import { readRecorded } from "../testing/recorded_vendor.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2024, 5, 14, 12, 30);

Deno.test("Kraken: its own answer is read, with the names that it uses", async () => {
  const { rows, requests } = await readRecorded(kraken, recorded.answers.candles, {
    now: Date.UTC(2024, 5, 14, 12, 30),
    fromMs: Date.UTC(2024, 5, 14, 9),
    toMs: Date.UTC(2024, 5, 14, 12),
  });
  assert.deepEqual(rows, [
    [Date.UTC(2024, 5, 14, 9), 66_812.4, 66_958.1, 66_770, 66_901.7, 3.14159265],
    [Date.UTC(2024, 5, 14, 10), 66_901.7, 67_120, 66_880.2, 67_005.5, 5.00012],
    [Date.UTC(2024, 5, 14, 11), 67_005.5, 67_005.5, 66_690.9, 66_700, 2.5],
  ]);
  const { url } = requests[0]!;
  assert.equal(url.pathname, "/0/public/OHLC");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    pair: "XBTUSDT",
    interval: "60",
    since: String(Date.UTC(2024, 5, 14, 8) / 1000),
  });
});

for (
  const [name, code, message] of [
    ["unknown_pair", "no_candles", "Kraken does not list BTC/USDT."],
    ["rate_limited", "rate_limited", "Kraken asks for a pause of 60 s: too many requests came."],
    ["unavailable", "vendor_unreachable", "Kraken has trouble of its own."],
    [
      "invalid_arguments",
      "vendor_error",
      "Kraken refused the request (EGeneral:Invalid arguments).",
    ],
  ] as const
) {
  Deno.test(`Kraken: an error under HTTP 200 (${name})`, async () => {
    await assert.rejects(
      readRecorded(kraken, recorded.answers[name], { now: NOW }),
      (error) =>
        error instanceof MarketDataError && error.code === code && error.message === message,
    );
  });
}

Deno.test("Kraken: only the newest candles can be had, and the first of them moves with the time", async () => {
  let now = NOW;
  const server = startLoopbackVendor("kraken", { now: () => now });
  try {
    const vendor = kraken.open({ baseUrl: server.baseUrl, timeoutMs: 5_000, now: () => now });
    const first = vendor.firstTimeMs("BTC/USDT", "1h");
    assert.equal(first, Date.UTC(2024, 5, 14, 12) - 718 * HOUR);
    const fetch = (fromMs: number) =>
      Array.fromAsync(
        vendor.fetchCandles({
          asset: "BTC/USDT",
          timeframe: "1h",
          fromMs,
          toMs: first + 720 * HOUR,
        }),
      );
    assert.equal((await fetch(0))[0]?.candles.time[0], first);
    now += 24 * HOUR;
    assert.equal(vendor.firstTimeMs("BTC/USDT", "1h"), first + 24 * HOUR);
    assert.equal((await fetch(first))[0]?.candles.time[0], first + 24 * HOUR);
    // An hour turned since the caller looked: the candle is there still, and is no gap.
    assert.equal((await fetch(first + 23 * HOUR))[0]?.candles.time[0], first + 23 * HOUR);
  } finally {
    await server.close();
  }
});

Deno.test("Kraken: rows that do not reach back as far as was asked are no answer", async () => {
  // Its clock is a day ahead of ours: what we think is there has dropped out.
  const server = startLoopbackVendor("kraken", { now: () => NOW + 24 * HOUR });
  try {
    const vendor = kraken.open({ baseUrl: server.baseUrl, timeoutMs: 5_000, now: () => NOW });
    const fromMs = vendor.firstTimeMs("BTC/USDT", "1h");
    await assert.rejects(
      Array.fromAsync(
        vendor.fetchCandles({ asset: "BTC/USDT", timeframe: "1h", fromMs, toMs: NOW }),
      ),
      (error) =>
        error instanceof MarketDataError && error.code === "no_candles" &&
        /newest 720 candles alone, from 2024-05-16T13:00/.test(error.message),
    );
  } finally {
    await server.close();
  }
});
