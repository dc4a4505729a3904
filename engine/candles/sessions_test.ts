/** What is missing of a market with closing hours: candles of a session, and sessions as a whole. */
import assert from "node:assert/strict";
import { testEnv, testWith } from "../../tests/support/env.ts";
import {
  type CandleSeries,
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  resultToJson,
  runBacktest,
  TEMPLATES,
} from "../mod.ts";
import { parseCandleCsv } from "../candle_files.ts";
import { findGaps } from "./gaps.ts";
import { closedSessions } from "./sessions.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2024, 0, 1);

function candlesAt(times: readonly number[], timeframeMs: number): CandleSeries {
  const flat = times.map(() => 10);
  const columns = { time: times, open: flat, high: flat, low: flat, close: flat, volume: flat };
  return candlesFromColumns(columns, { timeframeMs });
}

/** 14:30 to 21:00 on the first five days of each week. */
function sessionsOf(weeks: number): number[] {
  return Array.from({ length: 7 * weeks }, (_, day) => day).filter((day) => day % 7 < 5)
    .flatMap((day) => [MONDAY + day * DAY + 14.5 * HOUR, MONDAY + day * DAY + 21 * HOUR]);
}

/** Hours from 14:30 on, the last one half as long. */
const hoursOf = (day: number) =>
  Array.from({ length: 7 }, (_, k) => MONDAY + day * DAY + (14.5 + k) * HOUR);

Deno.test("sessions: nights and weekends are no gaps", () => {
  const days = [0, 1, 2, 3, 4, 7, 8, 9];
  const candles = candlesAt(days.flatMap(hoursOf), HOUR);
  assert.deepEqual(findGaps(candles, 0, candles.length, sessionsOf(2)), []);
  assert.equal(closedSessions(candles, sessionsOf(2)), 0);
  assert.equal(findGaps(candles).length, 7, "as if it were always open");
});

Deno.test("sessions: hours that a session lacks are missing, a whole one was closed", () => {
  const times = [0, 1, 3, 4, 7].flatMap(hoursOf);
  const lacks = (...places: number[]) =>
    candlesAt(times.filter((_, i) => !places.includes(i)), HOUR);
  const gapsOf = (candles: CandleSeries) =>
    findGaps(candles, 0, candles.length, sessionsOf(2)).map(({ after_time, missing }) => [
      (after_time - MONDAY) / HOUR,
      missing,
    ]);
  assert.deepEqual(gapsOf(lacks(2, 3)), [[15.5, 2]]);
  // The last hour of Monday, of which there is half, and the first of Tuesday.
  assert.deepEqual(gapsOf(lacks(6, 7)), [[19.5, 2]]);
  assert.deepEqual(gapsOf(lacks()), []);
  assert.equal(closedSessions(lacks(), sessionsOf(2)), 1, "Wednesday");
  // The day after a holiday begins late.
  assert.deepEqual(gapsOf(lacks(14, 15)), [[24 + 20.5, 2]]);
});

Deno.test("sessions: of days each that has no candle is one that was closed", () => {
  const weekdays = Array.from({ length: 14 }, (_, day) => day).filter((day) => day % 7 < 5)
    .flatMap((day) => [MONDAY + day * DAY, MONDAY + (day + 1) * DAY]);
  const candles = candlesAt([0, 1, 3, 4, 8, 9].map((day) => MONDAY + day * DAY), DAY);
  assert.deepEqual(findGaps(candles, 0, candles.length, weekdays), []);
  assert.equal(closedSessions(candles, weekdays), 2);
  // Weeks have candles of every session.
  const weeks = candlesAt([MONDAY, MONDAY + 14 * DAY], 7 * DAY);
  assert.deepEqual(findGaps(weeks, 0, 2, weekdays), [{ after_time: MONDAY, missing: 1 }]);
});

/** The days that are no Saturday and no Sunday. */
function weekdaysBetween(fromMs: number, toMs: number): Float64Array {
  const pairs: number[] = [];
  for (let day = fromMs; day < toMs; day += DAY) {
    if (new Date(day).getUTCDay() % 6 !== 0) pairs.push(day, day + DAY);
  }
  return Float64Array.from(pairs);
}

testWith(
  ["market-data"],
  "sessions: Google's shares have no gap in eight years, and holidays in one number",
  async () => {
    const text = await Deno.readTextFile(`${testEnv.marketDataDir}/GOOG_1d_nasdaq.csv`);
    const parsed = parseCandleCsv(text);
    assert.ok(parsed.ok);
    const { candles } = parsed;
    const sessions = weekdaysBetween(candles.time[0]!, candles.time.at(-1)! + DAY);
    const compiled = compileStrategy(TEMPLATES.find(({ id }) => id === "ema_trend")!.document);
    assert.ok(compiled.ok);
    const run = (more: { sessions?: Float64Array; tradingDaysPerYear?: number }) =>
      resultToJson(runBacktest(candles, compiled.plan, { ...DEFAULT_SETTINGS, ...more }));
    const always = run({});
    const stock = run({ sessions, tradingDaysPerYear: 252 });
    assert.equal(always.data.gaps.length, 463);
    assert.equal("closed_sessions" in always.data, false);
    assert.deepEqual(stock.data.gaps, []);
    assert.equal(stock.data.closed_sessions, sessions.length / 2 - candles.length);
    assert.equal(stock.settings.trading_days_per_year, 252);
    assert.ok(always.trades.some((trade) => trade.after_gap));
    assert.ok(stock.trades.every((trade) => !trade.after_gap));
    const { sharpe, sortino, ...others } = stock.metrics;
    const { sharpe: a = 0, sortino: b = 0, ...same } = always.metrics;
    assert.deepEqual(others, same);
    assert.ok(Math.abs(sharpe! / a! - Math.sqrt(252 / 365)) < 1e-12);
    assert.ok(Math.abs(sortino! / b! - Math.sqrt(252 / 365)) < 1e-12);
    assert.notEqual(stock.run_hash, always.run_hash);
    assert.equal(run({ sessions }).run_hash, always.run_hash);
    assert.equal(run({ tradingDaysPerYear: 365 }).run_hash, always.run_hash);
  },
);
