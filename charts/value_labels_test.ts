import assert from "node:assert/strict";
import { type Quantity, valueLabels } from "./value_labels.ts";
import { valueTicks } from "./value_ticks.ts";

const UNITS: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, B: 1e9, T: 1e12, "%": 0.01 };

/** What a label says, as a number. */
function parsed(label: string): number {
  const [digits = "", ...units] = label.replaceAll(",", "").replaceAll("−", "-").split("\u00a0");
  return units.reduce((value, unit) => {
    assert.ok(unit in UNITS, `unit of ${label}`);
    return value * UNITS[unit]!;
  }, Number(digits));
}

/** Pseudo-random in 0 … 1, the same on every machine. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function labelled(min: number, max: number, height: number, quantity: Quantity = "amount") {
  const ticks = valueTicks(min, max, height, 26);
  const labels = valueLabels(ticks, quantity);
  return { ticks, labels, texts: ticks.map(labels.tick) };
}
const spaced = (texts: readonly string[]) => texts.map((text) => text.replaceAll("\u00a0", " "));

Deno.test("value labels: at any size, range and height they are distinct and say what their ticks are", () => {
  const next = sequence(7);
  for (let round = 0; round < 20_000; round++) {
    const quantity: Quantity = next() < 0.3 ? "percent" : "amount";
    const centre = 10 ** (-8 + 16 * next()) * (next() < 0.2 ? -1 : 1);
    const span = Math.abs(centre) * 10 ** (-4 + 5 * next());
    const height = 16 + 400 * next();
    const [min, max] = [centre - span * next(), centre + span * (0.01 + next())];
    const { ticks, labels, texts } = labelled(min, max, height, quantity);
    const about = `${min} … ${max} at ${height} px: ${texts}`;
    assert.ok(ticks.length >= 2, about);
    assert.equal(new Set(texts).size, texts.length, about);
    const distance = ticks[1]! - ticks[0]!;
    for (const [k, text] of texts.entries()) {
      assert.ok(Math.abs(parsed(text) - ticks[k]!) <= 1e-5 * distance, about);
    }
    // A value between two ticks is not written as either of them.
    const between = ticks[0]! + distance * 0.4;
    const text = labels.value(between);
    assert.ok(Math.abs(parsed(text) - between) <= distance * 0.0501, `${text} of ${between}`);
  }
});

Deno.test("value labels: ticks have room for their text, and are two however low the axis is", () => {
  const next = sequence(11);
  for (let round = 0; round < 5_000; round++) {
    const height = 14 + 300 * next();
    const min = -next();
    const max = next() + 0.001;
    const ticks = valueTicks(min, max, height, 22);
    assert.ok(ticks.length >= 2);
    const apart = (ticks[1]! - ticks[0]!) / (max - min) * height;
    assert.ok(ticks.length === 2 || apart >= 14 - 1e-6, `${apart} px at ${height}`);
    assert.ok(ticks[0]! >= min - 1e-9 && ticks.at(-1)! <= max + 1e-9);
  }
  assert.ok(valueTicks(-0.0108, 0, 30, 22).length >= 2, "a drawdown pane of the dock");
});

Deno.test("value labels: have the digits of their distance and the shortest unit", () => {
  const at = (ticks: readonly number[], quantity: Quantity = "amount") =>
    spaced(ticks.map(valueLabels(ticks, quantity).tick));
  assert.deepEqual(at([0.002, 0.0022, 0.0024]), ["0.0020", "0.0022", "0.0024"]);
  assert.deepEqual(at([0, -0.005, -0.01, -0.015], "percent"), [
    "0.0 %",
    "−0.5 %",
    "−1.0 %",
    "−1.5 %",
  ]);
  assert.deepEqual(at([0, -0.2, -0.4], "percent"), ["0 %", "−20 %", "−40 %"]);
  assert.deepEqual(at([1_000_000, 1_005_000]), ["1,000 k", "1,005 k"]);
  assert.deepEqual(at([900_000, 1_000_000, 1_100_000]), ["0.9 M", "1.0 M", "1.1 M"]);
  assert.deepEqual(at([8_000, 10_000, 12_000]), ["8,000", "10,000", "12,000"]);
  assert.deepEqual(at([40_000.5, 40_001]), ["40,000.5", "40,001.0"]);
  assert.deepEqual(at([1e-8, 1.5e-8]), ["0.000000010", "0.000000015"]);
  assert.equal(spaced([valueLabels([-0.1, -0.2], "percent").value(-0.209)])[0], "−20.9 %");
  assert.equal(spaced([valueLabels([2e7, 3e7], "amount").value(22_243_040)])[0], "22.2 M");
  assert.deepEqual(at([0]), ["0"]);
  assert.deepEqual(at([]), []);
});

Deno.test("value labels: there are no ticks of nothing", () => {
  assert.deepEqual(valueTicks(1, 1, 100, 22), []);
  assert.deepEqual(valueTicks(1, 1 + 1e-15, 100, 22), []);
  assert.deepEqual(valueTicks(NaN, 1, 100, 22), []);
  assert.deepEqual(valueTicks(2, 1, 100, 22), []);
  assert.deepEqual(valueTicks(-Infinity, Infinity, 100, 22), []);
});
