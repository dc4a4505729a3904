import assert from "node:assert/strict";
import { flipWords } from "./flip_words.ts";

const NBSP = "\u00a0";
const given = { reference: 100, range_percent: 20, in_position: false, stretches: [] };

Deno.test("flip words: a sentence for each stretch, and one where there is none", () => {
  const told = (
    stretches: readonly { order: "entry" | "exit"; from: number | null; to: number | null }[],
    in_position = false,
  ) => flipWords({ ...given, in_position, stretches: [...stretches] }, 2);
  assert.deepEqual(told([{ order: "entry", from: 101.8, to: null }]), [
    `An entry needs a close of 101.80 (+1.8${NBSP}%) or more.`,
  ]);
  assert.deepEqual(
    told([{ order: "exit", from: null, to: 95 }, { order: "exit", from: 110, to: 111 }], true),
    [
      `An exit needs a close of 95.00 (−5.0${NBSP}%) or less.`,
      `An exit needs a close from 110.00 (+10.0${NBSP}%) to 111.00 (+11.0${NBSP}%).`,
    ],
  );
  assert.deepEqual(told([]), ["No close within 20 % of 100.00 would buy at the next open."]);
  assert.deepEqual(told([{ order: "entry", from: 101, to: null }], true), [
    "No close within 20 % of 100.00 would sell at the next open.",
  ]);
  assert.deepEqual(told([{ order: "entry", from: null, to: null }]), [
    "An entry follows from any close within 20 % of 100.00.",
  ]);
});
