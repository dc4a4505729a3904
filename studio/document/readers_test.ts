import assert from "node:assert/strict";
import { blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import { readersOf } from "./readers.ts";
import { RULE } from "../testing/samples.ts";

Deno.test("readersOf names who reads a block, and the sockets where there is a choice", () => {
  assert.deepEqual(readersOf(RULE, blockDefinition, "rsi"), [
    { id: "cross", name: "RSI(14) crosses above 30", ports: "" },
  ]);
  assert.deepEqual(readersOf(RULE, blockDefinition, "cross"), [
    { id: "buy", name: "Entry signal", ports: "" },
  ]);
  assert.deepEqual(readersOf(RULE, blockDefinition, "buy"), []);
});

Deno.test("readersOf lists a reader once, with all of its wires", () => {
  const document: StrategyDocument = {
    version: 1,
    blocks: [
      { id: "price", type: "price", params: {} },
      { id: "up", type: "compare", params: {} },
      { id: "not", type: "rising", params: {} },
      { id: "sum", type: "math", params: {} },
    ],
    connections: [
      { from: { block: "price", port: "close" }, to: { block: "up", port: "a" } },
      { from: { block: "price", port: "low" }, to: { block: "not", port: "source" } },
      { from: { block: "price", port: "open" }, to: { block: "up", port: "b" } },
      { from: { block: "price", port: "high" }, to: { block: "sum", port: "b" } },
    ],
  };
  assert.deepEqual(
    readersOf(document, blockDefinition, "price").map(({ id, ports }) => [id, ports]),
    [["up", "Close, Open"], ["not", "Low"], ["sum", "High → B"]],
  );
});
