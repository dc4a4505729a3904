/** Which columns a sweep computes, which it keeps, and which it searches instead. */
import assert from "node:assert/strict";
import type { BlockDefinition, PortKind } from "../blocks/definition/definition.ts";
import { blockDefinition, type CandleSeries, compileStrategy, TEMPLATES } from "../mod.ts";
import type { StrategyPlan } from "../strategy/plan.ts";
import { sourceSlot } from "../strategy/plan.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { SweepColumns } from "./columns.ts";
import { keyOf, type SweepNode } from "./variants.ts";

/** Any plan; its slots are put in place by each test. */
const compiled = compileStrategy(TEMPLATES[0]!.document);
assert.ok(compiled.ok);
const PLAN: StrategyPlan = compiled.plan;

const CLOSE = sourceSlot("close");
/** The first slots behind those of the candles. */
const [FIRST, SECOND] = [8, 9];
const BARS = 4;
const AXES = [
  { block: "a", param: "x", values: [10, 20] },
  { block: "b", param: "x", values: [1, 2, 3] },
];

interface FakeNode {
  readonly slot: number;
  /** Which it depends on. */
  readonly axes: readonly number[];
  readonly inputSlot?: number;
  readonly kind?: PortKind;
  /** What its search gives; it has none when this is left out. */
  readonly search?: { next(from: number): number } | null;
}

/** Nodes that write down when they are computed or searched. A series is filled with the sum of its axes' values, a signal is true. */
function nodesOf(fakes: readonly FakeNode[]): { nodes: SweepNode[]; done: () => string[] } {
  const log: string[] = [];
  const nodes = fakes.map(({ slot, axes, inputSlot = CLOSE, kind = "series", search }) => {
    const definition: BlockDefinition = {
      ...blockDefinition("rising")!,
      inputs: [{ name: "in", label: "In", kind: "series", required: true }],
      outputs: [{ name: "out", label: "Out", kind, required: true }],
      compute: ({ params, outputs, knownFrom }) => {
        log.push(`compute ${slot} of ${params.sum} from ${knownFrom}`);
        const out = outputs.out!;
        const blank = kind === "signal" ? 0 : NaN;
        assert.deepEqual([out[0], out.at(-1)], [blank, blank]);
        out.fill(kind === "signal" ? 1 : params.sum as number);
      },
      ...(search === undefined ? {} : {
        search: ({ params, crossing }) => {
          crossing("in", "in");
          log.push(`search ${slot} of ${params.sum}`);
          return search;
        },
      }),
    };
    return {
      node: {
        blockId: `n${slot}`,
        definition,
        params: {},
        inputs: { in: inputSlot },
        outputs: { out: slot },
        inputLookback: 0,
      },
      axes,
      inputSlots: [inputSlot],
      outputSlots: [slot],
      variantOf: (cell: readonly number[]) => ({
        params: { sum: axes.reduce((sum, axis) => sum + AXES[axis]!.values[cell[axis]!]!, 0) },
        lookbacks: [0],
        historyBars: 0,
      }),
    };
  });
  return { nodes, done: () => log.splice(0) };
}

function columnsOf(
  fakes: readonly FakeNode[],
  { entrySlot = 100, exitSlot = null }: { entrySlot?: number; exitSlot?: number | null } = {},
  candles: CandleSeries = randomWalk({ bars: BARS, seed: 1 }),
) {
  const { nodes, done } = nodesOf(fakes);
  const plan = { ...PLAN, slots: Array(12).fill(PLAN.slots[0]), entrySlot, exitSlot };
  const columns = new SweepColumns(candles, nodes, plan, AXES);
  const lookbacks = Array.from({ length: 12 }, (_, slot) => slot);
  return { columns, done, moveTo: (...cell: number[]) => columns.moveTo(cell, lookbacks) };
}

Deno.test("sweep columns: what depends on no axis is computed once", () => {
  const { moveTo, done } = columnsOf([{ slot: FIRST, axes: [] }]);
  for (const cell of [[0, 0], [0, 1], [1, 2]]) moveTo(...cell);
  assert.deepEqual(done(), [`compute ${FIRST} of 0 from ${CLOSE}`]);
});

Deno.test("sweep columns: what depends on some axes is computed once for each of their values", () => {
  const { columns, moveTo, done } = columnsOf([{ slot: FIRST, axes: [0] }]);
  const seen: number[] = [];
  for (const cell of [[0, 0], [0, 1], [1, 0], [1, 1], [0, 2], [1, 2]]) {
    moveTo(...cell);
    seen.push((columns.read(FIRST) as Float64Array)[BARS - 1]!);
  }
  assert.deepEqual(seen, [10, 10, 20, 20, 10, 20]);
  assert.deepEqual(done(), [
    `compute ${FIRST} of 10 from ${CLOSE}`,
    `compute ${FIRST} of 20 from ${CLOSE}`,
  ]);
});

Deno.test("sweep columns: what depends on every axis is written over from cell to cell", () => {
  const { columns, moveTo, done } = columnsOf([{ slot: FIRST, axes: [0, 1] }]);
  moveTo(0, 0);
  const column = columns.read(FIRST);
  assert.equal(column[0], 11);
  moveTo(0, 1);
  assert.equal(columns.read(FIRST), column, "the same buffer");
  assert.equal(column[0], 12);
  moveTo(0, 0);
  assert.equal(done().length, 3);
  assert.equal(column[0], 11);
});

Deno.test("sweep columns: more than 96 MiB are not kept", () => {
  const bars = 4 * 1024 * 1024;
  // 32 MiB a column; the candles' own are never read.
  const candles = { ...randomWalk({ bars: BARS, seed: 1 }), length: bars };
  const { columns, moveTo, done } = columnsOf([{ slot: FIRST, axes: [1] }], {}, candles);
  for (const value of [0, 1, 2, 0, 1, 2]) moveTo(0, value);
  assert.equal(done().length, 3, "three columns fit");
  assert.equal((columns.read(FIRST) as Float64Array)[bars - 1], 3);

  const more = columnsOf([{ slot: FIRST, axes: [0] }, { slot: SECOND, axes: [1] }], {}, candles);
  more.moveTo(0, 0);
  more.moveTo(1, 0);
  assert.equal(more.done().length, 3);
  // The fourth takes the place of the oldest one of its node.
  more.moveTo(1, 1);
  more.moveTo(0, 1);
  assert.deepEqual(more.done(), [`compute ${SECOND} of 2 from ${CLOSE}`]);
  more.moveTo(0, 0);
  assert.deepEqual(more.done(), [`compute ${SECOND} of 1 from ${CLOSE}`]);
});

Deno.test("sweep columns: a signal that only the simulation reads is searched", () => {
  const search = { next: (from: number) => from + 7 };
  const signal = { slot: FIRST, axes: [0], kind: "signal", search } as const;
  const searched = [`search ${FIRST} of 10`];
  const computed = [`compute ${FIRST} of 10 from ${CLOSE}`];
  const cases: [what: string, slots: Parameters<typeof columnsOf>[1], log: string[]][] = [
    ["the entry", { entrySlot: FIRST }, searched],
    ["the exit", { exitSlot: FIRST }, searched],
    ["entry and exit", { entrySlot: FIRST, exitSlot: FIRST }, searched],
    ["neither", {}, computed],
  ];
  for (const [what, slots, log] of cases) {
    const { columns, moveTo, done } = columnsOf([signal], slots);
    moveTo(0, 0);
    assert.deepEqual(done(), log, what);
    if (log === searched) assert.equal(columns.reader(FIRST).next(1), 8, what);
  }
  const { moveTo, done } = columnsOf(
    [signal, { slot: SECOND, axes: [], inputSlot: FIRST }],
    { entrySlot: FIRST },
  );
  moveTo(0, 0);
  assert.deepEqual(
    done(),
    [...computed, `compute ${SECOND} of 0 from ${FIRST}`],
    "read by another",
  );
});

Deno.test("sweep columns: a signal that cannot be searched is computed and read", () => {
  const { columns, moveTo, done } = columnsOf(
    [{ slot: FIRST, axes: [0], kind: "signal", search: null }],
    { entrySlot: FIRST },
  );
  moveTo(0, 0);
  assert.deepEqual(done(), [`search ${FIRST} of 10`, `compute ${FIRST} of 10 from ${CLOSE}`]);
  assert.equal(columns.reader(FIRST).next(2), 2);
});

Deno.test("sweep columns: candles' own columns are read as they are, others once computed", () => {
  const candles = randomWalk({ bars: BARS, seed: 1 });
  const { columns } = columnsOf([], {}, candles);
  assert.equal(columns.read(CLOSE), candles.close);
  assert.equal(columns.read(sourceSlot("hl2"))[1], (candles.high[1]! + candles.low[1]!) / 2);
  assert.throws(() => columns.read(FIRST), /slot 8 is read before it is computed/);
});

Deno.test("sweep columns: the key of a cell is its place on the axes that count", () => {
  const keys: [own: number[], cell: number[], key: number][] = [
    [[], [1, 2], 0],
    [[0], [1, 2], 1],
    [[1], [1, 2], 2],
    [[0, 1], [0, 0], 0],
    [[0, 1], [0, 2], 2],
    [[0, 1], [1, 0], 3],
    [[0, 1], [1, 2], 5],
    [[1, 0], [1, 2], 5],
  ];
  for (const [own, cell, key] of keys) assert.equal(keyOf(own, AXES, cell), key, `${own}: ${cell}`);
});
