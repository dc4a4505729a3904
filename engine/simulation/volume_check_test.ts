import assert from "node:assert/strict";
import {
  candlesFromColumns,
  compileStrategy,
  DEFAULT_SETTINGS,
  explainBar,
  portColumns,
  resultToJson,
  runBacktest,
  type StrategyDocument,
  type StrategyPlan,
} from "../mod.ts";
import { runSweep } from "../sweep.ts";
import { randomWalk } from "../testing/random_walk.ts";

const walk = randomWalk({ bars: 200, seed: 11 });
const bare = candlesFromColumns({ ...walk, volume: null });

type Block = StrategyDocument["blocks"][number];

/** Buys when what `blocks` end in, the port `from` of the last one, is above a number. */
function documentOf(blocks: readonly Block[], from = "value", more: readonly Block[] = []) {
  const last = blocks.at(-1)!;
  return {
    version: 1,
    blocks: [
      ...blocks,
      { id: "above", type: "compare", params: { operator: ">", value: 20 } },
      { id: "buy", type: "entry_signal", params: {} },
      ...more,
    ],
    connections: [
      ...(blocks.length > 1
        ? [{
          from: { block: blocks[0]!.id, port: "value" },
          to: { block: last.id, port: "source" },
        }]
        : []),
      { from: { block: last.id, port: from }, to: { block: "above", port: "a" } },
      { from: { block: "above", port: "signal" }, to: { block: "buy", port: "signal" } },
    ],
  } satisfies StrategyDocument;
}

function planOf(document: StrategyDocument): StrategyPlan {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return compiled.plan;
}

const READERS: readonly [readonly Block[], string][] = [
  [[{ id: "v", type: "vwap", params: {} }], "VWAP"],
  [[{ id: "v", type: "mfi", params: {} }], "MFI"],
  [[{ id: "v", type: "obv", params: {} }], "OBV"],
  [[{ id: "v", type: "volume", params: {} }], "Volume"],
  [[{ id: "v", type: "sma", params: { source: "volume" } }], "SMA of the volume"],
  [[{ id: "v", type: "volume", params: {} }, { id: "s", type: "sma", params: {} }], "Volume"],
];

for (const [blocks, name] of READERS) {
  const path = blocks.map(({ type }) => type).join(" → ");
  Deno.test(`volumes: ${path} on candles without any is refused, naming ${name}`, async () => {
    const document = documentOf(blocks);
    const plan = planOf(document);
    const message = {
      name: "RangeError",
      message: `These candles have no volume, so ${name} cannot be calculated.`,
    };
    assert.throws(() => runBacktest(bare, plan, DEFAULT_SETTINGS), message);
    assert.throws(() => portColumns(bare, plan, DEFAULT_SETTINGS), message);
    assert.throws(() => explainBar(bare, plan, DEFAULT_SETTINGS, 100), message);
    const axes = [{ block: "above", param: "value", values: [10, 20] }];
    await assert.rejects(runSweep(bare, document, axes, DEFAULT_SETTINGS), message);
    assert.ok(runBacktest(walk, plan, DEFAULT_SETTINGS).equity.length > 0);
  });
}

Deno.test("volumes: several readers are named together, one that nothing reads is not", () => {
  const document = documentOf([{ id: "v", type: "vwap", params: {} }]);
  const both: StrategyDocument = {
    ...document,
    blocks: [
      ...document.blocks,
      { id: "flow", type: "mfi", params: {} },
      { id: "high", type: "compare", params: { operator: ">", value: 80 } },
      { id: "sell", type: "exit_signal", params: {} },
      { id: "idle", type: "obv", params: {} },
    ],
    connections: [
      ...document.connections,
      { from: { block: "flow", port: "value" }, to: { block: "high", port: "a" } },
      { from: { block: "high", port: "signal" }, to: { block: "sell", port: "signal" } },
    ],
  };
  assert.throws(() => runBacktest(bare, planOf(both), DEFAULT_SETTINGS), {
    message: "These candles have no volume, so VWAP and MFI cannot be calculated.",
  });
});

Deno.test("volumes: a strategy that reads none gives the same without them, but for the receipt", () => {
  const idle = [{ id: "idle", type: "obv", params: {} }];
  const plan = planOf(documentOf([{ id: "r", type: "rsi", params: {} }], "value", idle));
  const { run_hash: withVolume, ...expected } = resultToJson(
    runBacktest(walk, plan, DEFAULT_SETTINGS),
  );
  const { run_hash: without, ...result } = resultToJson(runBacktest(bare, plan, DEFAULT_SETTINGS));
  assert.ok(expected.funnel.filled > 0);
  assert.deepEqual(result, expected);
  assert.notEqual(without, withVolume);
  const ports = portColumns(bare, plan, DEFAULT_SETTINGS);
  assert.ok(ports.get("idle.value")!.every(Number.isNaN), "not known");
});
