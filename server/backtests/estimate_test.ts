import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { estimateOf, requireInTime } from "./estimate.ts";

const YEAR = { timeframe: "1h", from: new Date("2021-01-01"), to: new Date("2022-01-01") };

Deno.test("estimate: it grows with the period, with the timeframe's bars, and with what a block reads", () => {
  const year = estimateOf({ definition: RSI_WITH_STOPS, ...YEAR });
  assert.ok(year > 0);
  assert.equal(
    estimateOf({ definition: RSI_WITH_STOPS, ...YEAR, to: new Date("2023-01-01") }),
    2 * year,
  );
  assert.equal(estimateOf({ definition: RSI_WITH_STOPS, ...YEAR, timeframe: "4h" }), year / 4);
  const cci = (period: number) => ({
    ...RSI_WITH_STOPS,
    blocks: RSI_WITH_STOPS.blocks.map((block) =>
      block.type === "rsi" ? { ...block, type: "cci", params: { period } } : block
    ),
  });
  const ofPeriod = (period: number) => estimateOf({ definition: cci(period), ...YEAR });
  assert.ok(ofPeriod(20) > year);
  assert.ok(Math.abs(ofPeriod(900) - ofPeriod(500) - (ofPeriod(500) - ofPeriod(100))) < 1);
  assert.ok(ofPeriod(900) > 1.5 * ofPeriod(100));
});

Deno.test("estimate: what cannot run counts nothing", () => {
  assert.equal(estimateOf({ definition: {}, ...YEAR }), 0);
  assert.equal(estimateOf({ definition: RSI_WITH_STOPS, ...YEAR, timeframe: "7h" }), 0);
});

Deno.test("estimate: what could not end in time on any machine is refused in words", () => {
  requireInTime(1e6, 1_000);
  assert.throws(() => requireInTime(1e15, 60_000), (error) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.status, 422);
    assert.match(
      error.message,
      /^This backtest would take \d+ minutes or more, and one may take 60 seconds\. Choose a shorter period/,
    );
    assert.equal(error.issues[0]?.code, "takes_too_long");
    return true;
  });
});
