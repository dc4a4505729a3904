import assert from "node:assert/strict";
import type { StrategyDocument } from "../../engine/mod.ts";
import { removeBlocks } from "../document/document.ts";
import { quickFix } from "./quick_fixes.ts";
import { RULE, storeOf } from "../testing/samples.ts";

/** Applies the remedy of the first fault or warning with this code. */
function mend(document: StrategyDocument, code: string) {
  const { store } = storeOf(document);
  const { faults, warnings } = store.check.value;
  const fault = [...faults, ...warnings].find((candidate) => candidate.code === code);
  assert.ok(fault, `there is no ${code}`);
  const fix = quickFix(fault, store);
  assert.ok(fix, `${code} has no remedy`);
  fix.apply(store);
  const left = [...store.check.value.faults, ...store.check.value.warnings];
  assert.equal(left.some((other) => other.code === code), false, `${code} is still there`);
  return { store, label: fix.label };
}

Deno.test("quickFix adds the missing Entry signal and wires the condition that waits for one", () => {
  const { store, label } = mend(removeBlocks(RULE, new Set(["buy"])), "no_entry");
  assert.equal(label, "Add an Entry signal");
  assert.equal(store.check.value.ready, true);
});

Deno.test("quickFix adds an Exit signal to a strategy that never sells", () => {
  const { store } = mend(RULE, "never_sells");
  assert.ok(store.document.value.blocks.some((block) => block.type === "exit_signal"));
});

Deno.test("quickFix deletes what is one too many and what leads to nothing", () => {
  const lonely = { id: "sma", type: "sma", params: {}, position: { x: 0, y: 400 } };
  mend({ ...RULE, blocks: [...RULE.blocks, lonely] }, "feeds_nothing");
  const second = { id: "buy2", type: "entry_signal", params: {}, position: { x: 0, y: 400 } };
  mend({ ...RULE, blocks: [...RULE.blocks, second] }, "second_entry");
});

Deno.test("quickFix puts a value out of range back to its default", () => {
  const blocks = RULE.blocks.map((block) =>
    block.id === "rsi" ? { ...block, params: { period: 1 } } : block
  );
  const { store } = mend({ ...RULE, blocks }, "param_out_of_range");
  assert.equal(store.check.value.ready, true);
});

Deno.test("quickFix connects what can only have been meant, and leaves a choice to the person", () => {
  const loose = { ...RULE, connections: RULE.connections.slice(1) };
  const { store, label } = mend(loose, "unconnected_input");
  assert.equal(label, "Connect RSI");
  assert.equal(store.check.value.ready, true);
  assert.equal(store.undoLabel.value, "Connect");

  const ema = { id: "ema", type: "ema", params: {}, position: { x: 0, y: 400 } };
  const unsure = storeOf({ ...loose, blocks: [...loose.blocks, ema] }).store;
  const [fault] = unsure.check.value.faults;
  assert.equal(fault?.code, "unconnected_input");
  assert.equal(quickFix(fault, unsure), null);
  // Of two that fit, the one that nothing reads.
  const to = { block: "rsi", port: "source" };
  unsure.connect({ block: "ema", port: "value" }, to);
  assert.equal(quickFix(fault, unsure)?.label, "Connect RSI");
});

Deno.test("quickFix takes out a wire that cannot be, and a second one into an input", () => {
  const wire = (from: string, to: string) => {
    const end = (text: string) => {
      const [block = "", port = ""] = text.split(".");
      return { block, port };
    };
    return { from: end(from), to: end(to) };
  };
  const wrong = { ...RULE, connections: [RULE.connections[0]!, wire("rsi.value", "buy.signal")] };
  mend(wrong, "wrong_kind");
  const ema = { id: "ema", type: "ema", params: {}, position: { x: 0, y: 400 } };
  const second = {
    ...RULE,
    blocks: [...RULE.blocks, ema],
    connections: [...RULE.connections, wire("ema.value", "cross.a"), RULE.connections[0]!],
  };
  const { store } = mend(second, "input_taken");
  assert.deepEqual(store.document.value.connections, RULE.connections);
});
