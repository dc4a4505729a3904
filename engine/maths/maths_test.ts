import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { exponential, naturalLog, power } from "./power.ts";
import { Sha256 } from "./sha256.ts";

Deno.test("power: agrees with the platform's to a few units in the last place", () => {
  for (let k = -200; k <= 200; k++) {
    const x = 1.07 ** k * 3.3;
    near(naturalLog(x), Math.log(x), 1e-15);
    near(exponential(k / 7), Math.exp(k / 7), 1e-14);
    near(power(x, 0.37), x ** 0.37, 1e-14);
  }
  assert.equal(power(0, 2), 0);
  assert.equal(power(1, 5), 1);
  assert.equal(exponential(-1e4), 0);
  assert.equal(exponential(1e4), Infinity);
});

Deno.test("SHA-256: agrees with the platform's, for each length around a block", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
    const expected = createHash("sha256").update(bytes).digest("hex");
    assert.equal(new Sha256().update(bytes).hex(), expected);
    assert.equal(
      new Sha256().update(bytes.subarray(0, 9)).update(bytes.subarray(9)).hex(),
      expected,
    );
  }
});

function near(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  assert.ok(
    error <= tolerance * 4 || Math.abs(actual - expected) < 1e-15,
    `${actual} is not ${expected}`,
  );
}
