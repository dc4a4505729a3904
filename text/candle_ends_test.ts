import assert from "node:assert/strict";
import * as server from "../server/market_data/newest_close.ts";
import { candleAge, candlesEnd, CLOSE_MARGIN_MS, hasNewestCandle } from "./candle_ends.ts";
import { endTime } from "./format.ts";

const at = (iso: string) => Date.parse(iso);
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const hours = (to: string) => ({ toMs: at(to), timeframeMs: HOUR });
const said = (end: Parameters<typeof candlesEnd>[0], now: string) =>
  plain(candlesEnd(end, at(now)));

Deno.test("candle ends: the moment at which the newest candle closed, of a whole day that day", () => {
  assert.equal(plain(endTime(at("2022-12-31T14:00:00Z"))), "31 Dec 2022, 14:00");
  assert.equal(plain(endTime(at("2023-01-01T00:00:00Z"))), "31 Dec 2022");
  assert.equal(
    plain(endTime(at("2023-01-01T00:00:00Z"), "Europe/Berlin")),
    "1 Jan 2023, 01:00",
    "a day of UTC is none of another zone",
  );
});

Deno.test("candle ends: up to date is only what has the newest candle that has closed", () => {
  const end = hours("2026-01-15T12:00:00Z");
  assert.equal(said(end, "2026-01-15T12:59:59Z"), "candles end 15 Jan 2026, 12:00, up to date");
  assert.equal(said(end, "2026-01-15T13:00:09Z"), "candles end 15 Jan 2026, 12:00, up to date");
  assert.equal(said(end, "2026-01-15T13:00:10Z"), "candles end 15 Jan 2026, 12:00, 1 hour ago");
  assert.equal(said(end, "2026-01-15T20:00:00Z"), "candles end 15 Jan 2026, 12:00, 8 hours ago");
  assert.equal(CLOSE_MARGIN_MS, server.CLOSE_MARGIN_MS);
});

Deno.test("candle ends: a candle of a longer timeframe is the newest until the next one has closed", () => {
  const week = { toMs: at("2026-01-12T00:00:00Z"), timeframeMs: 7 * DAY };
  assert.equal(said(week, "2026-01-18T23:00:00Z"), "candles end 11 Jan 2026, up to date");
  assert.equal(said(week, "2026-01-19T00:00:10Z"), "candles end 11 Jan 2026, 8 days ago");
  const four = { toMs: at("2026-01-15T12:00:00Z"), timeframeMs: 4 * HOUR };
  assert.equal(said(four, "2026-01-15T15:59:00Z"), "candles end 15 Jan 2026, 12:00, up to date");
  assert.equal(said(four, "2026-01-15T16:01:00Z"), "candles end 15 Jan 2026, 12:00, 4 hours ago");
});

Deno.test("candle ends: of a market that is closed nothing newer is missing", () => {
  const friday = { toMs: at("2024-06-15T00:00:00Z"), timeframeMs: DAY };
  const newestMs = friday.toMs;
  assert.equal(
    said({ ...friday, newestMs }, "2024-06-16T12:00:00Z"),
    "candles end 14 Jun 2024, up to date, the market is closed",
  );
  assert.equal(
    said({ ...friday, newestMs: newestMs + 3 * DAY }, "2024-06-18T01:00:00Z"),
    "candles end 14 Jun 2024, 4 days ago",
  );
  assert.equal(
    said({ ...friday, newestMs }, "2024-06-15T12:00:00Z"),
    "candles end 14 Jun 2024, up to date",
  );
});

Deno.test("candle ends: candles of one's own have an age, and are never called up to date", () => {
  const own = { ...hours("2022-12-31T14:00:00Z"), isOwn: true };
  assert.equal(said(own, "2026-11-28T12:00:00Z"), "candles end 31 Dec 2022, 14:00, 3 years ago");
  assert.equal(said(own, "2022-12-31T14:20:00Z"), "candles end 31 Dec 2022, 14:00, 20 minutes ago");
  assert.equal(hasNewestCandle(own, own.toMs), false);
});

Deno.test("candle ends: the age grows from minutes to years", () => {
  const end = { toMs: at("2023-01-01T00:00:00Z"), timeframeMs: 60_000 };
  const age = (now: string) => plain(candleAge(end, at(now)));
  assert.equal(age("2022-12-31T23:00:00Z"), "up to date", "by a clock that is behind");
  assert.equal(age("2023-01-01T00:02:00Z"), "2 minutes ago");
  assert.equal(age("2023-01-01T01:00:00Z"), "1 hour ago");
  assert.equal(age("2023-01-02T23:59:00Z"), "47 hours ago");
  assert.equal(age("2023-01-03T00:00:00Z"), "3 days ago");
  assert.equal(age("2023-02-28T12:00:00Z"), "59 days ago");
  assert.equal(age("2023-03-05T12:00:00Z"), "2 months ago");
  assert.equal(age("2024-12-01T12:00:00Z"), "23 months ago");
  assert.equal(age("2026-11-28T12:00:00Z"), "3 years ago");
});
