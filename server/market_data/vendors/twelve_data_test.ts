import assert from "node:assert/strict";
import { MarketDataError } from "../errors.ts";
import { readRecorded } from "../testing/recorded_vendor.ts";
import recorded from "./recorded/twelve_data.json" with { type: "json" };
import { twelveData } from "./twelve_data.ts";

const NOW = Date.UTC(2024, 5, 14, 15, 30, 20);
const request = {
  now: NOW,
  fromMs: Date.UTC(2024, 5, 13),
  toMs: Date.UTC(2024, 5, 14, 16),
  apiKey: "the key",
};
const { answers } = recorded;

for (const name of ["hours", "newest_first"] as const) {
  Deno.test(`Twelve Data: hours of a session begin at half past (${name})`, async () => {
    const { rows, requests } = await readRecorded(twelveData, answers[name], request);
    assert.deepEqual(rows, [
      [Date.UTC(2024, 5, 13, 19, 30), 214.57001, 214.75, 213.99001, 214.23, 5_120_331],
      [Date.UTC(2024, 5, 14, 13, 30), 213.85001, 214.28, 211.3, 212.06, 18_230_411],
      [Date.UTC(2024, 5, 14, 14, 30), 212.06, 213.11, 211.92, 212.81, 8_011_223],
    ]);
    const { url, headers } = requests[0]!;
    assert.equal(url.pathname, "/time_series");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      symbol: "AAPL",
      interval: "1h",
      start_date: "2024-06-13 00:00:00",
      end_date: "2024-06-14 15:59:59",
      timezone: "UTC",
      order: "asc",
      adjust: "splits",
      format: "JSON",
    });
    assert.equal(headers.get("authorization"), "apikey the key");
  });
}

Deno.test("Twelve Data: an hour that has not closed is left out, though the clock's hour has", async () => {
  const now = Date.UTC(2024, 5, 14, 15, 5);
  const { rows, pages } = await readRecorded(twelveData, answers.hours, {
    ...request,
    now,
    toMs: Date.UTC(2024, 5, 14, 15),
  });
  assert.equal(rows.length, 2);
  assert.equal(pages[0]?.completeToMs, Date.UTC(2024, 5, 14, 14, 30));
});

Deno.test("Twelve Data: a day is the date of its session, and counts once it is over in UTC", async () => {
  const { rows, requests } = await readRecorded(twelveData, answers.days, {
    ...request,
    timeframe: "1d",
    fromMs: Date.UTC(2024, 5, 12),
    toMs: Date.UTC(2024, 5, 15),
  });
  assert.deepEqual(rows.map(([time]) => time), [Date.UTC(2024, 5, 12), Date.UTC(2024, 5, 13)]);
  assert.equal(requests[0]?.url.searchParams.get("interval"), "1day");
});

for (const name of ["no_data", "no_data_under_200"] as const) {
  Deno.test(`Twelve Data: a stretch without data is an empty page (${name})`, async () => {
    const { rows, pages } = await readRecorded(twelveData, answers[name], request);
    assert.deepEqual(rows, []);
    assert.equal(pages.at(-1)?.completeToMs, request.toMs);
  });
}

Deno.test("Twelve Data: every stock has its sessions, its name and one currency", () => {
  for (const { asset, hours, name } of twelveData.markets) {
    assert.match(asset, /^[A-Z]+\/USD$/);
    assert.ok(name);
    assert.equal(hours?.tradingDaysPerYear, 252);
    assert.deepEqual(hours.sessions.map(({ day }) => day), [1, 2, 3, 4, 5]);
  }
  const vendor = twelveData.open({ timeoutMs: 1_000, apiKey: "the key" });
  assert.equal(vendor.firstTimeMs("AAPL/USD", "1d"), Date.UTC(1980, 11, 12));
  assert.ok(vendor.firstTimeMs("AAPL/USD", "1h") > Date.UTC(2020, 0, 1));
});

const UNREADABLE = "Twelve Data sent an answer that cannot be read.";
const KEY = "Twelve Data does not accept the key in TWELVE_DATA_API_KEY for this.";
for (
  const [name, code, message] of [
    [
      "minute_used_up",
      "rate_limited",
      "Twelve Data asks for a pause of 40 s: too many requests came.",
    ],
    [
      "day_used_up",
      "rate_limited",
      "Twelve Data asks for a pause of 510 minutes: too many requests came.",
    ],
    ["bad_key", "vendor_refused", KEY],
    ["plan", "vendor_refused", KEY],
    ["unknown_symbol", "no_candles", "Twelve Data does not list AAPL/USD."],
    ["internal", "vendor_unreachable", "Twelve Data has trouble of its own (HTTP 500)."],
    ["another_currency", "vendor_error", UNREADABLE],
    ["list_for_object", "vendor_error", UNREADABLE],
    ["object_for_list", "vendor_error", UNREADABLE],
  ] as const
) {
  Deno.test(`Twelve Data: an answer that gives no candles (${name})`, async () => {
    await assert.rejects(
      readRecorded(twelveData, answers[name], request),
      (error) => {
        assert.ok(error instanceof MarketDataError, String(error));
        assert.deepEqual([error.code, error.message], [code, message]);
        return true;
      },
    );
  });
}
