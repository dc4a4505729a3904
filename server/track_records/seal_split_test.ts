import assert from "node:assert/strict";
import { afterSeal, dailyReturns, type SplitResult } from "./seal_split.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

/** Worth by candle, from `START` on. */
function result(
  value: readonly number[],
  more: { timeframeMs?: number; first?: number | null; entries?: readonly number[] } = {},
): SplitResult {
  const { timeframeMs = HOUR, first = 0, entries = [] } = more;
  return {
    data: { first_tradable_bar: first },
    equity: { time: value.map((_, i) => START + i * timeframeMs), value },
    trades: entries.map((entry_time) => ({ entry_time })),
  };
}

Deno.test("seal: a day's worth is that of the candle that closes at its end", () => {
  const hours = [...Array(24).fill(100), ...Array(23).fill(1), 110, ...Array(23).fill(1), 99, 50];
  const returns = dailyReturns(result(hours), { beforeMs: START + 3 * DAY, timeframeMs: HOUR });
  assert.deepEqual(returns.map((r) => Math.round(r * 1e9) / 1e9), [0.1, -0.1]);
});

Deno.test("seal: the day of sealing is not past, nor are days on which it could not trade yet", () => {
  const days = [100, 101, 102, 103, 104];
  const of = (first: number | null, beforeMs: number) =>
    dailyReturns(result(days, { timeframeMs: DAY, first }), { beforeMs, timeframeMs: DAY }).length;
  assert.equal(of(0, START + 5 * DAY), 4);
  assert.equal(of(0, START + 4 * DAY + 15 * HOUR), 3);
  assert.equal(of(2, START + 5 * DAY), 2);
  assert.equal(of(null, START + 5 * DAY), 0);
});

Deno.test("seal: of a week one day has its return, so that a year has 52 of them", () => {
  const weeks = result([100, 110, 99], { timeframeMs: 7 * DAY });
  const returns = dailyReturns(weeks, { beforeMs: START + 30 * DAY, timeframeMs: 7 * DAY });
  assert.deepEqual(returns.map((r) => Math.round(r * 1e9) / 1e9), [
    ...[0, 0, 0, 0, 0, 0, 0.1],
    ...[0, 0, 0, 0, 0, 0, -0.1],
  ]);
});

Deno.test("seal: what has lost everything returns nothing more", () => {
  const returns = dailyReturns(result([100, 0, 0], { timeframeMs: DAY }), {
    beforeMs: START + 3 * DAY,
    timeframeMs: DAY,
  });
  assert.deepEqual(returns, [-1, 0]);
});

Deno.test("seal: what came after counts from the worth at the seal", () => {
  const startsMs = START + 2 * HOUR;
  const since = afterSeal(
    result([100, 200, 210, 230], { entries: [START, startsMs, START + 3 * HOUR] }),
    {
      startsMs,
      timeframeMs: HOUR,
    },
  );
  assert.deepEqual(since, { untilMs: START + 4 * HOUR, return: 230 / 200 - 1, trades: 2 });
});

Deno.test("seal: until a candle has closed after it, and without one before it, nothing is said", () => {
  const two = result([100, 200]);
  assert.equal(afterSeal(two, { startsMs: START + 2 * HOUR, timeframeMs: HOUR }), null);
  assert.equal(afterSeal(two, { startsMs: START, timeframeMs: HOUR }), null);
  assert.equal(afterSeal(result([]), { startsMs: START, timeframeMs: HOUR }), null);
  assert.equal(afterSeal(result([0, 5]), { startsMs: START + HOUR, timeframeMs: HOUR }), null);
});
