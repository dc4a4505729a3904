/** The words of each refusal, one and many. */
import assert from "node:assert/strict";
import type { AppError } from "../../contracts/errors.ts";
import * as refuse from "./refusals.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const MIDNIGHT = new Date("2026-11-29T00:00:00Z");

const backtest = (leftMs: number) =>
  refuse.backtest({ used: 3, limit: 3, resetsAt: MIDNIGHT, nowMs: MIDNIGHT.getTime() - leftMs });
const candles = (newCandles: number) =>
  refuse.importCandles({ used: 1_234_567, limit: 2_000_000, newCandles });

const WORDS: readonly (readonly [error: AppError, words: RegExp])[] = [
  [refuse.strategy({ used: 2, limit: 2 }), / Archived strategies do not count\.$/],
  [backtest(0), /in about 1 minute\. /],
  [backtest(MINUTE_MS), /in about 1 minute\. /],
  [backtest(MINUTE_MS + 1), /in about 2 minutes\. /],
  [backtest(59 * MINUTE_MS), /in about 59 minutes\. /],
  [backtest(59 * MINUTE_MS + 1), /in about 1 hour\. /],
  [backtest(90 * MINUTE_MS - 1), /in about 2 hours\. /],
  [backtest(89 * MINUTE_MS), /in about 1 hour\. /],
  [backtest(24 * 60 * MINUTE_MS), /in about 24 hours\. Live results in the editor do not count\.$/],
  [
    refuse.importSeries({ used: 1, limit: 1 }),
    /^You have 1 of 1 import of candles, the beta limit\. /,
  ],
  [refuse.importSeries({ used: 0, limit: 0 }), /^You have 0 of 0 imports of candles/],
  [refuse.importSeries({ used: 2, limit: 2 }), /^You have 2 of 2 imports of candles/],
  [candles(1), /^This file would add 1 candle to your 1,234,567; the beta limit is 2,000,000\. /],
  [candles(0), /^This file would add 0 candles to your/],
  [candles(2), /^This file would add 2 candles to your/],
  [candles(999), /add 999 candles/],
  [candles(1_000), /add 1,000 candles/],
];

for (const [error, words] of WORDS) {
  Deno.test(`refusals: ${words.source}`, () => {
    assert.equal(error.code, "limit_reached");
    assert.match(error.message, words);
    assert.equal(error.options.issues?.[0]?.message, error.message);
  });
}

Deno.test("refusals: each says which limit it is about, and how much of it is used", () => {
  const about = (error: AppError) => {
    const [{ message: _message, ...rest } = {}, ...others] = error.options.issues ?? [];
    assert.deepEqual(others, []);
    return rest;
  };
  assert.deepEqual(about(refuse.strategy({ used: 2, limit: 1 })), {
    code: "strategies",
    used: 2,
    limit: 1,
  });
  assert.deepEqual(about(backtest(1)), {
    code: "backtests_per_day",
    used: 3,
    limit: 3,
    resets_at: "2026-11-29T00:00:00.000Z",
  });
  assert.deepEqual(about(refuse.importSeries({ used: 2, limit: 1 })), {
    code: "imports",
    used: 2,
    limit: 1,
  });
  assert.deepEqual(about(candles(5)), {
    code: "import_candles",
    used: 1_234_567,
    limit: 2_000_000,
  });
});
