/** What of a sweep's plan depends on which axes, and in which order its cells run. */
import assert from "node:assert/strict";
import { documentOf } from "../testing/document.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { SweepCells } from "./cells.ts";
import { planSweep } from "./variants.ts";

const crossing = documentOf(
  {
    fast: ["sma", { period: 5 }],
    slow: ["sma", { period: 20 }],
    up: ["crossover", { direction: "above" }],
    buy: ["entry_signal"],
    stop: ["stop_loss", { mode: "percent", value: 2 }],
  },
  "fast.value → up.a, slow.value → up.b, up.signal → buy.signal",
);
const fast = { block: "fast", param: "period", values: [3, 5, 9] };
const slow = { block: "slow", param: "period", values: [20, 60] };
const stop = { block: "stop", param: "value", values: [1, 2] };

Deno.test("sweep plan: each node depends on the axes of its block and of what it reads", () => {
  const { nodes } = planSweep(crossing, [slow, fast, stop]);
  const axes = Object.fromEntries(nodes.map(({ node, axes }) => [node.blockId, axes]));
  assert.deepEqual(axes, { fast: [1], slow: [0], up: [0, 1] });
});

Deno.test("sweep plan: parameters and rules are worked out once for each value that counts", () => {
  const plan = planSweep(crossing, [fast, stop]);
  const node = plan.nodes.find(({ node }) => node.blockId === "fast")!;
  assert.equal(node.variantOf([0, 0]).params.period, 3);
  assert.equal(node.variantOf([2, 0]).params.period, 9);
  assert.equal(node.variantOf([0, 0]), node.variantOf([0, 1]));
  assert.equal(plan.riskOf([0, 0]).stopLoss?.value, 1);
  assert.equal(plan.riskOf([0, 1]).stopLoss?.value, 2);
  assert.equal(plan.riskOf([0, 1]), plan.riskOf([2, 1]));
  const unswept = planSweep(crossing, [fast]);
  assert.equal(unswept.riskOf([0]), unswept.base.risk);
});

Deno.test("sweep cells: those that begin with the earliest candle run first, together", () => {
  const walk = randomWalk({ bars: 300, seed: 5 });
  const settings = {
    initialCapital: 10_000,
    feeRate: 0,
    slippageRate: 0,
    intrabar: "stop_first",
    fromMs: walk.time[200]!,
  } as const;
  const orders: [axes: Parameters<typeof planSweep>[1], order: number[]][] = [
    [[slow], [1, 0]],
    [[{ ...slow, values: [30, 90, 60, 90] }], [1, 3, 2, 0]],
    // The stop has no history: cells that differ in it alone stay side by side.
    [[stop, slow], [1, 3, 0, 2]],
    // Longer histories than there are candles all begin with the first.
    [[{ ...slow, values: [240, 20, 250] }], [0, 2, 1]],
  ];
  for (const [axes, order] of orders) {
    const cells = new SweepCells(planSweep(crossing, axes), axes, walk, settings);
    const count = axes.reduce((product, { values }) => product * values.length, 1);
    assert.deepEqual([...cells.order(count)], order, JSON.stringify(axes));
  }
});
