/** What a chart of a run draws, against the definitions, and the levels against the exits they caused. */
import assert from "node:assert/strict";
import { compileStrategy, runBacktest, type StrategyDocument, TEMPLATES } from "../mod.ts";
import { BLOCKS } from "../blocks/mod.ts";
import { documentOf } from "../testing/document.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { strategyChart } from "./chart.ts";
import { type PlotPane, strategyPlots } from "./plots.ts";

const walk = randomWalk({ bars: 3000, seed: 9, gaps: true, step: 0.015 });
const SETTINGS = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0.0005,
  intrabar: "stop_first",
} as const;

function planOf(document: StrategyDocument) {
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Error(compiled.faults[0]!.message);
  return compiled.plan;
}

const words = (pane: PlotPane) => pane.kind === "block" ? pane.blockId : pane.kind;

/** "rsi.value line rsi", then "rsi < 30". */
function drawn(document: StrategyDocument): string[] {
  const { plots, thresholds } = strategyPlots(planOf(document));
  return [
    ...plots.map(({ blockId, port, shape, pane }) => `${blockId}.${port} ${shape} ${words(pane)}`),
    ...thresholds.map(({ pane, side, value }) =>
      `${words(pane)} ${side > 0 ? ">" : side < 0 ? "<" : "="} ${value}`
    ),
  ];
}

Deno.test("plots: averages on the price, oscillators and what is made of them in panes", () => {
  assert.deepEqual(
    drawn(documentOf(
      {
        rsi: ["rsi"],
        smooth: ["sma", { period: 5 }],
        slow: ["sma", { period: 200 }],
        traded: ["ema", { source: "volume" }],
        volume: ["volume"],
        low: ["compare", { operator: "<", value: 30 }],
        price: ["price"],
        above: ["compare", { operator: ">" }],
        busy: ["compare", { operator: ">" }],
        all: ["and"],
        buy: ["entry_signal"],
        stop: ["stop_loss", { mode: "atr" }],
        unused: ["bollinger"],
      },
      "rsi.value → smooth.source, smooth.value → low.a, price.close → above.a",
      "slow.value → above.b, volume.value → busy.a, traded.value → busy.b",
      "low.signal → all.in1, above.signal → all.in2, busy.signal → all.in3, all.signal → buy.signal",
    )),
    [
      "rsi.value line rsi",
      "smooth.value line rsi",
      "slow.value line price",
      "traded.value line volume",
      "rsi < 30",
    ],
  );
});

Deno.test("plots: a number on either side is a threshold, wherever the value is drawn", () => {
  assert.deepEqual(
    drawn(documentOf(
      {
        thirty: ["number", { value: 30 }],
        rsi: ["rsi"],
        price: ["price"],
        below: ["compare", { operator: ">" }],
        round: ["crossover", { direction: "above", value: 50_000 }],
        both: ["or"],
        buy: ["entry_signal"],
      },
      "thirty.value → below.a, rsi.value → below.b, price.close → round.a",
      "below.signal → both.in1, round.signal → both.in2, both.signal → buy.signal",
    )),
    ["rsi.value line rsi", "rsi < 30", "price > 50000"],
  );
});

Deno.test("plots: a calculation stays with its line while it is of its size", () => {
  const place = (operator: string, value: number, b: string | null) =>
    drawn(documentOf(
      {
        price: ["price"],
        atr: ["atr"],
        sum: ["math", { operator, value }],
        up: ["compare", { operator: ">", value: 1 }],
        buy: ["entry_signal"],
      },
      `price.close → sum.a, sum.value → up.a, up.signal → buy.signal${b ? `, ${b} → sum.b` : ""}`,
    )).find((line) => line.startsWith("sum.value"));
  assert.equal(place("*", 1.02, null), "sum.value line price");
  assert.equal(place("*", 100, null), "sum.value line sum");
  assert.equal(place("+", 5, null), "sum.value line price");
  assert.equal(place("-", 0, "price.open"), "sum.value line sum");
  assert.equal(place("/", 0, "price.open"), "sum.value line sum");
  assert.equal(place("+", 0, "atr.value"), "sum.value line price");
  assert.equal(place("max", 0, "price.open"), "sum.value line price");
});

Deno.test("plots: every indicator is drawn as its definition says, without another place to edit", () => {
  for (const definition of BLOCKS.filter(({ family }) => family === "indicators")) {
    const wires = definition.inputs.filter(({ required }) => required)
      .map(({ name }) => `price.close → it.${name}`);
    const port = definition.outputs.find(({ kind }) => kind === "series")!.name;
    const document = documentOf(
      {
        price: ["price"],
        it: [definition.type],
        up: ["compare", { operator: ">", value: 1 }],
        buy: ["entry_signal"],
      },
      [...wires, `it.${port} → up.a`, "up.signal → buy.signal"].join(", "),
    );
    const series = definition.outputs.filter(({ kind }) => kind === "series");
    const { plots } = strategyPlots(planOf(document));
    assert.deepEqual(plots.map((plot) => plot.port), series.map(({ name }) => name));
    assert.deepEqual(plots.map(({ shape }) => shape), series.map(({ plot }) => plot!.shape));
  }
});

Deno.test("chart: columns are those that the run computes, over the range alone", () => {
  for (const { id, document } of TEMPLATES) {
    const plan = planOf(document);
    const settings = { ...SETTINGS, fromMs: walk.time[700]! };
    const { trades, candles } = runBacktest(walk, plan, settings);
    const { plots, columns } = strategyChart(walk, plan, settings, trades);
    assert.equal(plots.length, columns.length, id);
    for (const column of columns) {
      assert.equal(column.length, candles.length, id);
      assert.ok(Number.isFinite(column.at(-1)), id);
    }
  }
});

const RISKS = {
  percent: { stop: ["stop_loss", {}], target: ["take_profit", {}] },
  atr: {
    stop: ["stop_loss", { mode: "atr", value: 2 }],
    target: ["take_profit", { mode: "r_multiple", value: 2 }],
  },
  trailing: { trail: ["trailing_stop", { value: 4 }] },
  trailing_atr: { trail: ["trailing_stop", { mode: "atr", value: 2 }], stop: ["stop_loss", {}] },
} as const;

for (const [name, risk] of Object.entries(RISKS)) {
  Deno.test(`chart: exits are where the levels stood (${name})`, () => {
    const plan = planOf(documentOf(
      {
        rsi: ["rsi"],
        low: ["crossover", { direction: "below", value: 40 }],
        buy: ["entry_signal"],
        ...risk,
      },
      "rsi.value → low.a, low.signal → buy.signal",
    ));
    const { trades, candles } = runBacktest(walk, plan, SETTINGS);
    const { stop, target } = strategyChart(walk, plan, SETTINGS, trades);
    const held = new Set<number>();
    let checked = 0;
    for (const { entry_bar, exit_bar, exit_price, exit_reason, gap } of trades) {
      const last = exit_bar ?? candles.length - 1;
      for (let bar = entry_bar; bar <= last; bar++) held.add(bar);
      if (exit_bar === null) continue;
      const slip = 1 - SETTINGS.slippageRate;
      if (exit_reason === "take_profit") assert.equal(exit_price, target[exit_bar]);
      else if (exit_reason !== "signal" && !gap) assert.equal(exit_price, stop[exit_bar]! * slip);
      else continue;
      checked++;
      for (let bar = entry_bar; bar < exit_bar; bar++) {
        assert.ok(!(candles.low[bar]! <= stop[bar]!), "a stop that was reached ends the trade");
      }
    }
    assert.ok(checked >= 10, `${checked} exits`);
    for (let bar = 0; bar < candles.length; bar++) {
      if (!held.has(bar)) assert.ok(Number.isNaN(stop[bar]) && Number.isNaN(target[bar]));
    }
  });
}
