import assert from "node:assert/strict";
import { backtestsFull, strategiesFull } from "./limits.ts";

Deno.test("limits: nothing is said while there is room", () => {
  assert.equal(strategiesFull({ used: 9, limit: 10 }), null);
  assert.equal(backtestsFull({ used: 0, limit: 1 }), null);
});

Deno.test("limits: a full list of strategies says how many to archive", () => {
  const say = (used: number, limit: number) => strategiesFull({ used, limit });
  assert.equal(
    say(10, 10),
    "You have 10 of 10 strategies, the beta limit. Archive one to make room.",
  );
  assert.equal(
    say(12, 10),
    "You have 12 of 10 strategies, the beta limit. Archive 3 to make room.",
  );
  assert.equal(say(1, 1), "You have 1 of 1 strategy, the beta limit. Archive one to make room.");
  assert.equal(
    say(0, 0),
    "You have 0 of 0 strategies, the beta limit. Ask the operator for more.",
  );
});

Deno.test("limits: a full day of backtests is told in numbers", () => {
  assert.equal(
    backtestsFull({ used: 50, limit: 50 }),
    "You have run 50 of 50 backtests today, the beta limit.",
  );
  assert.equal(
    backtestsFull({ used: 1, limit: 1 }),
    "You have run 1 of 1 backtest today, the beta limit.",
  );
});
