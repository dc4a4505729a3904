import assert from "node:assert/strict";
import { slippageSeen } from "./slippage_seen.ts";

const entry = { price: 100, quantity: 12.5, fee: 1.25, atMs: 1_000 };
const exit = { price: 110, quantity: 12.5, fee: 1.375, atMs: null };
const close = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual}, not ${expected}`);

Deno.test("slippage seen: averages, delays and costs of both sides, for the shares that were traded", () => {
  const seen = slippageSeen({
    buys: [
      { quantity: 4, price: 100, fee: 0.5, atMs: 4_000 },
      { quantity: 8, price: 100.3, fee: 0.5, atMs: 5_000 },
    ],
    sells: [{ quantity: 12, price: 109.9, fee: 1, atMs: 9_000 }],
    entry,
    exit,
  });
  close(seen?.entry?.price, 100.2);
  close(seen?.entry?.difference, 0.2);
  assert.equal(seen?.entry?.delayMs, 3_000);
  close(seen?.exit?.difference, -0.1);
  assert.equal(seen?.exit?.delayMs, null);
  assert.deepEqual([seen?.bought, seen?.sold, seen?.fees], [12, 12, 2]);
  // 0.2 × 12 on the way in, 0.1 × 12 on the way out, and fees of 2 instead of 2.52.
  close(seen?.cost, 2.4 + 1.2 + 2 - 12 * (0.1 + 0.11));
});

Deno.test("slippage seen: what was cheaper is below zero; an open trade has one side", () => {
  const seen = slippageSeen({
    buys: [{ quantity: 10, price: 99, fee: null, atMs: 500 }],
    sells: [],
    entry,
    exit: null,
  });
  // The fee is not told yet, and counts on neither side.
  close(seen?.cost, -10);
  assert.equal(seen?.exit, null);
  assert.equal(seen?.entry?.delayMs, -500);
  assert.equal(slippageSeen({ buys: [], sells: [], entry, exit }), null);
});
