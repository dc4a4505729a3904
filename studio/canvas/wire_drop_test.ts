import assert from "node:assert/strict";
import { blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import { type Aim, fitsPort, type FixedEnd, resolveDrop } from "./wire_drop.ts";
import { RULE } from "../testing/samples.ts";

/** RULE with a price and a second condition beside it. */
const DOCUMENT: StrategyDocument = {
  ...RULE,
  blocks: [
    ...RULE.blocks,
    { id: "price", type: "price", params: {} },
    { id: "above", type: "compare", params: {} },
    { id: "stop", type: "stop_loss", params: {} },
  ],
};
const FROM_PRICE: FixedEnd = { end: { block: "price", port: "close" }, side: "from" };
const FROM_ABOVE: FixedEnd = { end: { block: "above", port: "signal" }, side: "from" };
const INTO_BUY: FixedEnd = { end: { block: "buy", port: "signal" }, side: "to" };

const drop = (fixed: FixedEnd, aim: Aim) => resolveDrop(DOCUMENT, blockDefinition, fixed, aim);
const reason = (fixed: FixedEnd, aim: Aim) => {
  const result = drop(fixed, aim);
  assert.ok(result && !result.ok);
  return result.reason;
};
const input = (block: string, port: string): Aim => ({
  kind: "port",
  ref: { block, port },
  isInput: true,
});
const output = (block: string, port: string): Aim => ({
  kind: "port",
  ref: { block, port },
  isInput: false,
});
const on = (blockId: string): Aim => ({ kind: "block", blockId });

Deno.test("a wire dropped on a port connects it, from either side", () => {
  assert.deepEqual(drop(FROM_PRICE, input("above", "a")), {
    ok: true,
    wire: { from: FROM_PRICE.end, to: { block: "above", port: "a" } },
  });
  assert.deepEqual(drop(INTO_BUY, output("above", "signal")), {
    ok: true,
    wire: { from: { block: "above", port: "signal" }, to: INTO_BUY.end },
  });
});

Deno.test("a wire dropped on another takes its place, from either side", () => {
  const [intoCross, intoBuy] = RULE.connections;
  assert.ok(intoCross && intoBuy);
  assert.deepEqual(drop(FROM_PRICE, { kind: "wire", wire: intoCross }), {
    ok: true,
    wire: { from: FROM_PRICE.end, to: intoCross.to },
  });
  const intoAbove: FixedEnd = { end: { block: "above", port: "a" }, side: "to" };
  assert.deepEqual(drop(intoAbove, { kind: "wire", wire: intoCross }), {
    ok: true,
    wire: { from: intoCross.from, to: intoAbove.end },
  });
  assert.match(reason(FROM_PRICE, { kind: "wire", wire: intoBuy }), /needs a signal/);
});

Deno.test("a wire dropped on a block finds the port that fits", () => {
  const found = drop(FROM_PRICE, on("above"));
  assert.ok(found?.ok);
  assert.deepEqual(found.wire.to, { block: "above", port: "a" });
});

Deno.test("a wire dropped where it was pulled from means nothing", () => {
  assert.equal(drop(FROM_PRICE, output("price", "close")), null);
  assert.equal(drop(FROM_PRICE, on("price")), null);
});

Deno.test("a wire that fits nowhere on a block says why", () => {
  assert.match(reason(FROM_PRICE, on("buy")), /Entry signal needs a signal .* condition/);
  assert.match(reason(FROM_ABOVE, on("rsi")), /RSI needs a number/);
  assert.match(reason(FROM_PRICE, on("stop")), /has no inputs/);
  assert.match(reason(INTO_BUY, on("stop")), /has no outputs/);
  assert.match(reason(INTO_BUY, on("rsi")), /gives numbers/);
  assert.match(
    reason({ end: { block: "cross", port: "b" }, side: "to" }, on("above")),
    /gives signals/,
  );
  const chained: StrategyDocument = {
    ...DOCUMENT,
    blocks: [...DOCUMENT.blocks, { id: "slow", type: "sma", params: {} }],
    connections: [
      ...DOCUMENT.connections,
      { from: { block: "slow", port: "value" }, to: { block: "rsi", port: "source" } },
    ],
  };
  const loop = resolveDrop(chained, blockDefinition, {
    end: { block: "rsi", port: "value" },
    side: "from",
  }, on("slow"));
  assert.ok(loop && !loop.ok && /loop/.test(loop.reason));
});

Deno.test("two outputs, or two inputs, make no wire", () => {
  assert.match(reason(FROM_PRICE, output("rsi", "value")), /Both are outputs/);
  assert.match(reason(INTO_BUY, input("above", "a")), /Both are inputs/);
});

Deno.test("fitsPort marks the ports a pulled wire may end in", () => {
  const fits = (block: string, port: string, isInput: boolean) =>
    fitsPort(DOCUMENT, blockDefinition, FROM_PRICE, { block, port }, isInput);
  assert.equal(fits("above", "b", true), true);
  assert.equal(fits("buy", "signal", true), false);
  assert.equal(fits("rsi", "value", false), false);
});
