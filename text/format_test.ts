import assert from "node:assert/strict";
import {
  clock,
  counted,
  date,
  dateTime,
  duration,
  isoDay,
  money,
  number,
  percent,
  percentPoints,
  period,
  plain,
  price,
  quantity,
  shortName,
  tone,
} from "./format.ts";

/** Numbers are joined to their units by no-break spaces; the cases are written with ordinary ones. */
const spaced = (text: string) => text.replaceAll("\u00a0", " ");

Deno.test("a long name is cut between whole signs, a short one is not", () => {
  assert.equal(shortName("RSI rebound"), "RSI rebound");
  assert.equal(shortName("W".repeat(40)), "W".repeat(40));
  assert.equal(shortName("W".repeat(100)), `${"W".repeat(39)}…`);
  assert.equal(shortName("🚀".repeat(50), 4), "🚀🚀🚀…");
  assert.equal(shortName("one two three", 5), "one…");
});

Deno.test("format: percentages carry a sign, a real minus and a unit", () => {
  assert.equal(spaced(percent(0.124)), "+12.4 %");
  assert.equal(spaced(percent(-0.081)), "−8.1 %");
  assert.equal(spaced(percent(0)), "0.0 %");
  assert.equal(spaced(percent(0.5333, { sign: "negative" })), "53.3 %");
  assert.equal(spaced(percent(12.345, { digits: 0 })), "+1,235 %");
});

Deno.test("format: what rounds to nothing has no sign", () => {
  assert.equal(spaced(percent(-0.00004)), "0.0 %");
  assert.equal(number(0.001, 1, "always"), "0.0");
});

Deno.test("format: what is not known is a dash, never 0 or NaN", () => {
  assert.equal(percent(null), "–");
  assert.equal(percent(NaN), "–");
  assert.equal(number(Infinity), "–");
  assert.equal(money(undefined), "–");
  assert.equal(price(null), "–");
  assert.equal(quantity(null, "BTC"), "–");
  assert.equal(percentPoints(null), "–");
  assert.equal(date("nonsense"), "–");
});

Deno.test("format: money, prices and amounts have the digits they need", () => {
  assert.equal(spaced(money(1234.5)), "1,234.50 USDT");
  assert.equal(spaced(money(-12, { digits: 0 })), "−12 USDT");
  assert.equal(price(46123.456), "46,123.46");
  assert.equal(price(0.0712345), "0.071235");
  assert.equal(price(1.5, 4), "1.5000");
  assert.equal(spaced(quantity(0.0421, "BTC")), "0.04210 BTC");
  assert.equal(spaced(quantity(1250, "DOGE")), "1,250.00 DOGE");
  assert.equal(plain(10000), "10,000");
  assert.equal(plain(0.05), "0.05");
  assert.equal(spaced(percentPoints(0.1)), "0.1 %");
});

Deno.test("format: counts know one from many", () => {
  assert.equal(counted(1, "trade"), "1 trade");
  assert.equal(counted(0, "trade"), "0 trades");
  assert.equal(counted(1200, "entry", "entries"), "1,200 entries");
});

Deno.test("format: times are read in the zone that is asked for", () => {
  const time = "2025-01-10T14:22:00Z";
  assert.equal(spaced(dateTime(time)), "10 Jan 2025, 14:22");
  assert.equal(spaced(dateTime(time, "Asia/Tokyo")), "10 Jan 2025, 23:22");
  assert.equal(spaced(dateTime("2025-01-10T23:30:00Z", "Europe/Berlin")), "11 Jan 2025, 00:30");
  assert.equal(spaced(dateTime(time, "Nowhere/Land")), "10 Jan 2025, 14:22");
  assert.equal(clock(Date.parse("2025-09-01T00:05:00Z")), "00:05");
  assert.equal(isoDay(time, "Pacific/Kiritimati"), "2025-01-11");
});

Deno.test("format: a period shows its last day, not the one after it", () => {
  assert.equal(
    spaced(period("2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z")),
    "1 Jan 2021 – 31 Dec 2021",
  );
});

Deno.test("format: durations show their two largest units", () => {
  const hour = 3_600_000;
  assert.equal(spaced(duration(120)), "120 ms");
  assert.equal(spaced(duration(1500)), "1.5 s");
  assert.equal(spaced(duration(45 * 60_000)), "45 min");
  assert.equal(spaced(duration(2 * hour)), "2 h");
  assert.equal(spaced(duration(76 * hour)), "3 days 4 h");
  assert.equal(spaced(duration(24 * 14 * hour)), "14 days");
});

Deno.test("format: only what is above or below zero has a tone", () => {
  assert.equal(tone(0.1), "gain");
  assert.equal(tone(-0.1), "loss");
  assert.equal(tone(0), undefined);
  assert.equal(tone(null), undefined);
});
