import assert from "node:assert/strict";
import fc from "fast-check";
import { BLOCKS, type ParamSpec } from "../../engine/mod.ts";
import { axisValues, nearestPlace, type ValueAxis, valueAxis } from "./value_axis.ts";

const spec = (part: Partial<ParamSpec>): ParamSpec => ({
  name: "n",
  label: "N",
  kind: "integer",
  default: 14,
  help: "",
  ...part,
});
const PERIOD = spec({ min: 2, max: 1000, step: 1 });
const axisOf = (
  one: ParamSpec,
  value: number,
  before: ValueAxis | null = null,
  scale: { readonly min: number; readonly max: number; readonly levels: number[] } | null = null,
) => valueAxis(one, value, { defaultValue: one.default as number, scale, before })!;

Deno.test("valueAxis: it stays while the value moves inside, and is made anew at its end", () => {
  const first = axisOf(PERIOD, 14);
  assert.deepEqual(first, { min: 2, max: 80, step: 1 });
  assert.equal(axisOf(PERIOD, 40, first), first);
  const wider = axisOf(PERIOD, 80, first);
  assert.ok(wider.max > 80, JSON.stringify(wider));
  // Back from there: a period of 5 has room of its own again.
  const far = axisOf(PERIOD, 900);
  assert.ok(axisOf(PERIOD, 5, far).max < 100);
});

Deno.test("valueAxis: beside an RSI it is the RSI's, and a level beyond that is not at its end", () => {
  const level = spec({ kind: "number", default: 0 });
  const rsi = { min: 0, max: 100, levels: [30, 50, 70] };
  assert.deepEqual(axisOf(level, 30, null, rsi), { min: 0, max: 100, step: 1 });
  for (const value of [130, 100, -20, 0]) {
    const { min, max } = axisOf(level, value, null, rsi);
    assert.ok(min < value && value < max, `${value}: ${min} – ${max}`);
  }
});

Deno.test("valueAxis: bounds that have changed since are kept", () => {
  const before = axisOf(spec({ kind: "number", min: 0, max: 100, default: 5 }), 5);
  const { max } = axisOf(spec({ kind: "number", min: 0, max: 8, default: 5 }), 5, before);
  assert.ok(max <= 8);
});

Deno.test("valueAxis: for every number of every block a value is inside, at an end only at the number's own", () => {
  const numbers = BLOCKS.flatMap(({ type, params }) =>
    params.filter(({ kind }) => kind === "integer" || kind === "number")
      .map((param) => ({ type, param }))
  );
  assert.ok(numbers.length > 30);
  for (const { type, param } of numbers) {
    const lowest = param.min ?? -500;
    const highest = param.max ?? 500;
    const any = param.kind === "integer"
      ? fc.integer({ min: lowest, max: highest })
      : fc.double({ min: lowest, max: highest, noNaN: true })
        .map((value) => Number(value.toFixed(2)))
        .filter((value) => value >= lowest && value <= highest);
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (path) => {
        let axis: ValueAxis | null = null;
        for (const value of path) {
          axis = axisOf(param, value, axis);
          const told = `${type}.${param.name} ${value}: ${JSON.stringify(axis)}`;
          assert.ok(axis.min <= value && value <= axis.max, told);
          assert.ok(axis.min >= lowest || param.min === undefined, told);
          assert.ok(axis.max <= highest || param.max === undefined, told);
          const { values, distance } = axisValues(axis, param, value);
          assert.ok(values.includes(value) && values.length <= 61, told);
          // One more step beyond an end would leave the axis; beyond the value there is one, unless the number ends there.
          assert.ok(values[0]! - distance < axis.min + 1e-9, told);
          assert.ok(values.at(-1)! + distance > axis.max - 1e-9, told);
          const at = values.indexOf(value);
          if (at === 0) assert.ok(param.min !== undefined && value - distance < param.min, told);
          if (at === values.length - 1) {
            assert.ok(param.max !== undefined && value + distance > param.max, told);
          }
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  }
});

Deno.test("axisValues: whole numbers for whole numbers, in round steps, through the value", () => {
  const { values, distance } = axisValues({ min: 2, max: 80, step: 1 }, PERIOD, 15);
  assert.equal(distance, 2);
  assert.deepEqual([values[0], values.at(-1)], [3, 79]);
  assert.ok(values.includes(15) && values.every(Number.isInteger));
  const percent = spec({ kind: "number", min: 0.01, max: 100 });
  const small = axisValues({ min: 0.5, max: 15, step: 0.5 }, percent, 3);
  assert.ok(small.values.includes(3) && small.values.every((value) => value >= 0.01));
});

Deno.test("value axis: below the pointer is the nearest value that is compared", () => {
  const values = [10, 12, 14, 16];
  const places = [-5, 10, 10.9, 11, 11.1, 14, 15.2, 99].map((at) => nearestPlace(values, at));
  assert.deepEqual(places, [0, 0, 0, 0, 1, 2, 3, 3]);
  assert.equal(nearestPlace([], 3), null);
});
