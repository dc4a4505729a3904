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

Deno.test("power: what lies outside of the numbers, and at their ends", () => {
  const cases: [actual: number, expected: number][] = [
    [naturalLog(0), -Infinity],
    [naturalLog(-1), NaN],
    [naturalLog(NaN), NaN],
    [naturalLog(Infinity), Infinity],
    [naturalLog(1), 0],
    [exponential(0), 1],
    [exponential(NaN), NaN],
    [exponential(709.9), Infinity],
    [exponential(-745.3), 0],
    [power(0, 0), 1],
    [power(0, -1), Infinity],
    [power(0, 0.5), 0],
    [power(2, 0), 1],
    [power(Infinity, -1), 0],
    [power(1e200, 2), Infinity],
  ];
  cases.forEach(([actual, expected], k) => assert.equal(actual, expected, `case ${k}`));
  assert.ok(exponential(709.7) < Infinity);
  assert.ok(exponential(-744) > 0);
  // Every doubling of the argument adds ln 2, also far from 1.
  for (const k of [-1_000, -60, -1, 1, 60, 1_000]) near(naturalLog(2 ** k), k * Math.LN2, 1e-15);
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
