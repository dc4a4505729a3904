import assert from "node:assert/strict";
import { costText, costWords } from "./costs_words.ts";
import type { CostAnswer } from "./inquiry/cost_answer.ts";

const ANSWER: CostAnswer = {
  current: 0.0015,
  levels: [{ perSide: 0, totalReturn: 0.08, hold: 0.5 }],
  gain: { kind: "at", perSide: 0.0042 },
  aheadOfHold: null,
};
const words = (change: Partial<CostAnswer>) =>
  costWords({ ...ANSWER, ...change }).map((text) => text.replaceAll("\u00a0", " "));

Deno.test("costs: the gain's limit is told beside what the run had", () => {
  assert.deepEqual(words({}), ["The gain is gone at 0.42 % per trade side. This run had 0.15 %."]);
  assert.deepEqual(words({ gain: { kind: "at", perSide: 0.00071 } }), [
    "Costs use up the gain: without them it would be +8.0 %, and it is gone at 0.071 % per trade side. This run had 0.15 %.",
  ]);
  assert.match(
    words({ gain: { kind: "never" } })[0]!,
    /^Even with no costs there is no gain .* lower costs would not save it\.$/,
  );
  assert.match(words({ gain: { kind: "beyond" } })[0]!, /^Even at 2\.00 % per trade side/);
});

Deno.test("costs: buy & hold has a sentence of its own where it is known", () => {
  assert.equal(words({}).length, 1);
  assert.equal(
    words({ aheadOfHold: { kind: "at", perSide: 0.002 } })[1],
    "It makes more than buy & hold below 0.20 % per trade side.",
  );
  assert.match(
    words({ aheadOfHold: { kind: "never" } })[1]!,
    /less than buy & hold even with no costs/,
  );
  assert.match(words({ aheadOfHold: { kind: "beyond" } })[1]!, /at any of these costs/);
});

Deno.test("costs: a cost has the digits that it takes", () => {
  const text = (perSide: number) => costText(perSide).replaceAll("\u00a0", " ");
  assert.deepEqual([0, 0.0005, 0.00071, 0.0015, 0.02].map(text), [
    "0.00 %",
    "0.05 %",
    "0.071 %",
    "0.15 %",
    "2.00 %",
  ]);
});
