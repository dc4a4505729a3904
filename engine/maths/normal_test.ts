import assert from "node:assert/strict";
import { normalCdf, normalQuantile } from "./normal.ts";

/** Φ to 16 digits (Abramowitz & Stegun 26.2, extended). */
const VALUES: readonly (readonly [x: number, phi: number])[] = [
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.96, 0.9750021048517795],
  [2.5758293035489004, 0.995],
  [4, 0.9999683287581669],
  [5.5, 0.9999999810104375],
  [-1, 0.15865525393145705],
  [-3, 0.0013498980316300946],
  [-6, 9.865876450376981e-10],
];

Deno.test("normal distribution: Φ to 1e-12, and the tail to as many digits", () => {
  for (const [x, phi] of VALUES) {
    assert.ok(Math.abs(normalCdf(x) - phi) < 1e-13, `Φ(${x}) = ${normalCdf(x)}`);
  }
  assert.ok(Math.abs(normalCdf(-6) / 9.865876450376981e-10 - 1) < 1e-12);
  assert.equal(normalCdf(Infinity), 1);
  assert.equal(normalCdf(-Infinity), 0);
  assert.ok(Number.isNaN(normalCdf(NaN)));
});

Deno.test("normal distribution: the quantile is Φ turned round", () => {
  for (let k = 1; k < 2_000; k++) {
    const p = k / 2_000;
    assert.ok(Math.abs(normalCdf(normalQuantile(p)) - p) < 1e-14, `p = ${p}`);
  }
  for (const p of [1e-3, 1e-6, 1e-9, 1e-15]) {
    assert.ok(Math.abs(normalCdf(normalQuantile(p)) / p - 1) < 1e-10, `p = ${p}`);
  }
  assert.ok(Math.abs(normalQuantile(0.975) - 1.959963984540054) < 1e-13);
  assert.equal(normalQuantile(0), -Infinity);
  assert.equal(normalQuantile(1), Infinity);
  assert.ok(Number.isNaN(normalQuantile(-0.1)) && Number.isNaN(normalQuantile(1.1)));
});
