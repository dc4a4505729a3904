import assert from "node:assert/strict";
import { valueScale } from "./value_scale.ts";

Deno.test("value scale: in proportion, round values at their own places", () => {
  const scale = valueScale({ isLog: false, base: null, quantity: "amount" });
  const { places, labels } = scale.ticks(28_000, 43_000, 300);
  assert.ok(places.length >= 3);
  assert.deepEqual(labels, places.map((place) => place.toLocaleString("en-GB")));
  assert.equal(scale.place(31_234.5), 31_234.5);
});

Deno.test("value scale: in powers a doubling has the same height everywhere", () => {
  const scale = valueScale({ isLog: true, base: null, quantity: "amount" });
  const height = (from: number, to: number) => scale.place(to) - scale.place(from);
  assert.ok(Math.abs(height(1, 2) - height(40_000, 80_000)) < 1e-9);
  const { labels } = scale.ticks(3, 60_000, 400);
  assert.deepEqual(labels.slice(0, 3).map((label) => label.replace(/\s/g, " ")), ["5", "10", "20"]);
});

Deno.test("value scale: as a change, its ticks are round percentages at the prices they stand for", () => {
  const scale = valueScale({ isLog: false, base: 200, quantity: "amount" });
  const { places, labels, write } = scale.ticks(180, 260, 300);
  const zero = labels.findIndex((label) => /^0\s%$/.test(label));
  assert.ok(zero >= 0, labels.join());
  assert.ok(Math.abs(places[zero]! - 200) < 1e-9);
  assert.match(write(220), /^10\.\d*\s%$|^10\s%$/);
});

Deno.test("value scale: ticks of powers are never written over each other", () => {
  const scale = valueScale({ isLog: true, base: null, quantity: "amount" });
  for (const [low, high] of [[1, 1e9], [90, 110], [0.0001, 3]] as const) {
    const { places } = scale.ticks(low, high, 200);
    const span = scale.place(high) - scale.place(low);
    for (let k = 1; k < places.length; k++) {
      assert.ok((places[k]! - places[k - 1]!) / span * 200 >= 14, `${low} to ${high}`);
    }
  }
});
