import assert from "node:assert/strict";
import { TEMPLATES } from "../../engine/mod.ts";
import {
  type NumberChoice,
  numberChoices,
  proposedRange,
  rangeValues,
  saidValue,
} from "./ranges.ts";

const number = (value: number, spec: NumberChoice["spec"]): NumberChoice => ({
  key: "a.n",
  blockId: "a",
  param: "n",
  label: "A · N",
  spec,
  value,
});
const values = (choice: NumberChoice, range = proposedRange(choice)) => {
  const read = rangeValues(range, choice);
  assert.ok("values" in read, JSON.stringify(read));
  return read.values;
};

Deno.test("explore ranges: the numbers of a template, called as on screen, with their values", () => {
  const { document } = TEMPLATES.find(({ id }) => id === "rsi_rebound")!;
  const found = numberChoices(document).map(({ label, value }) => `${label} = ${value}`);
  assert.deepEqual(found.slice(0, 2), ["RSI · Period = 14", "RSI crosses above … = 30"]);
});

Deno.test("explore ranges: a number is said with one of its values", () => {
  assert.equal(saidValue({ label: "RSI · Period" }, 9), "RSI · Period 9");
  assert.equal(saidValue({ label: "RSI crosses above …" }, 25), "RSI crosses above 25");
});

Deno.test("explore ranges: a document that cannot be read has no numbers", () => {
  const broken = {
    version: 1,
    blocks: [{ id: "a", type: "no_such", params: {}, position: { x: 0, y: 0 } }],
    connections: [],
  } as const;
  assert.deepEqual(numberChoices(broken as never), []);
});

Deno.test("explore ranges: what is proposed has the present value in it and stays within the bounds", () => {
  const cases: [number, NumberChoice["spec"]][] = [
    [14, { kind: "integer", min: 1, max: 500 }],
    [2, { kind: "integer", min: 2, max: 500 }],
    [30, { kind: "number" }],
    [-100, { kind: "number", min: -200, max: 0 }],
    [0, { kind: "number" }],
    [0.5, { kind: "number", min: 0.1, max: 100, step: 0.1 }],
    [500, { kind: "integer", min: 1, max: 500 }],
    [1e-6, { kind: "number", min: 0 }],
    [60_000, { kind: "number" }],
  ];
  for (const [value, spec] of cases) {
    const all = values(number(value, spec));
    assert.ok(all.includes(value), `${value}: ${all}`);
    assert.ok(all.length >= 8 && all.length <= 21, `${value}: ${all.length} values`);
    assert.ok(all[0]! >= (spec.min ?? -Infinity) && all.at(-1)! <= (spec.max ?? Infinity));
  }
  assert.deepEqual(values(number(14, { kind: "integer", min: 1 })).slice(0, 3), [4, 5, 6]);
});

Deno.test("explore ranges: values have no dust, and the end is one of them", () => {
  const choice = number(0.3, { kind: "number" });
  assert.deepEqual(values(choice, { from: 0.1, to: 0.7, step: 0.2 }), [0.1, 0.3, 0.5, 0.7]);
  assert.deepEqual(values(choice, { from: 1, to: 1, step: 1 }), [1]);
});

Deno.test("explore ranges: what cannot be tried is told in a sentence", () => {
  const choice = number(14, { kind: "integer", min: 1, max: 500 });
  const problem = (from: number, to: number, step: number) => {
    const read = rangeValues({ from, to, step }, choice);
    return "problem" in read ? read.problem : null;
  };
  assert.equal(problem(1, 60, 1), "A · N: 60 values; at most 50.");
  assert.equal(problem(1, 50, 1), null);
  assert.equal(problem(1, 10, 0), "A · N: the step must be above 0.");
  assert.equal(problem(1, 10, -1), "A · N: the step must be above 0.");
  assert.equal(problem(10, 1, 1), "A · N: the end must not be below the start.");
  assert.equal(problem(0, 10, 1), "A · N can be from 1 to 500.");
  assert.equal(problem(1, 501, 20), "A · N can be from 1 to 500.");
  assert.equal(problem(1, 10, 0.5), "A · N must be a whole number, and so must its step.");
  assert.equal(problem(NaN, 10, 1), "A · N: fill in all three.");
});
