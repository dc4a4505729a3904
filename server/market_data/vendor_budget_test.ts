import assert from "node:assert/strict";
import fc from "fast-check";
import { type Budget, type BudgetState, pauseFor, take, WHOLE } from "./vendor_budget.ts";

const T0 = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** When requests that are asked for at these moments are sent. */
function sent(budget: Budget, moments: readonly number[], mostMs = Infinity): number[] {
  let state: BudgetState = WHOLE;
  return moments.flatMap((at) => {
    const { state: next, waitMs } = take(state, budget, at, mostMs);
    state = next;
    return waitMs > mostMs ? [] : [at + waitMs];
  });
}

Deno.test("budget: no stretch of its time has more requests than it, however they are asked for", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1_000, max: 20_000 }),
      fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 150 }),
      (requests, perMs, pauses) => {
        let at = T0;
        const times = sent({ requests, perMs }, pauses.map((ms) => at += ms))
          .sort((a, b) => a - b);
        for (const [i, time] of times.entries()) {
          const later = times[i + requests];
          assert.ok(later === undefined || later - time >= perMs - 1, `${later} after ${time}`);
        }
      },
    ),
  );
});

Deno.test("budget: half goes at once, the rest evenly", () => {
  const budget = { requests: 10, perMs: 6_000 };
  const times = sent(budget, Array.from({ length: 10 }, () => T0)).map((time) => time - T0);
  assert.deepEqual(times, [0, 0, 0, 0, 0, 1_000, 2_000, 3_000, 4_000, 5_000]);
});

Deno.test("budget: one that would wait too long is told how long, and takes nothing", () => {
  const budget = { requests: 1, perMs: MINUTE };
  const { state } = take(WHOLE, budget, T0, 1_000);
  const refused = take(state, budget, T0 + 10_000, 1_000);
  assert.deepEqual([refused.waitMs, refused.state], [50_000, state]);
  assert.equal(take(state, budget, T0 + MINUTE, 1_000).waitMs, 0);
});

Deno.test("budget: a pause that the vendor asks for holds for all, ten minutes at the most", () => {
  const budget = { requests: 100, perMs: MINUTE };
  const paused = pauseFor(WHOLE, 7_000, T0);
  assert.equal(take(paused, budget, T0 + 1_000, MINUTE).waitMs, 6_000);
  assert.equal(take(paused, budget, T0 + 7_000, MINUTE).waitMs, 0);
  assert.equal(take(pauseFor(WHOLE, 1e9, T0), budget, T0, 1e9).waitMs, 600_000);
});

Deno.test("budget: a clock that goes back holds nothing up", () => {
  const budget = { requests: 2, perMs: 1_000 };
  let state: BudgetState = pauseFor(WHOLE, 600_000, T0);
  for (let i = 0; i < 5; i++) ({ state } = take(state, budget, T0, Infinity));
  assert.equal(take(state, budget, T0 - 86_400_000, 1_000).waitMs, 0);
});
