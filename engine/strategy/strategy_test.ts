/** Documents: what can be read, what can run, and how it reads in English. */
import assert from "node:assert/strict";
import { randomWalk } from "../testing/random_walk.ts";
import {
  compileStrategy,
  describeStrategy,
  explainBar,
  type Fault,
  parseStrategy,
  portColumns,
  runBacktest,
  type StrategyDocument,
  TEMPLATES,
} from "../mod.ts";
import { FREE } from "../testing/bar_table.ts";
import { graph } from "./templates/template.ts";

const block = (id: string, type: string, params = {}) => ({ id, type, params });
const rsi: StrategyDocument = TEMPLATES.find(({ id }) => id === "rsi_rebound")!.document;

function parseCodes(json: unknown): string[] {
  const result = parseStrategy(json);
  return result.ok ? [] : result.faults.map(({ code }) => code);
}

function faultsOf(document: StrategyDocument): readonly Fault[] {
  const result = compileStrategy(document);
  return result.ok ? [] : result.faults;
}

const codesOf = (document: StrategyDocument) => faultsOf(document).map(({ code }) => code);

Deno.test("parse: a document survives the way through JSON", () => {
  for (const { document } of TEMPLATES) {
    const result = parseStrategy(JSON.parse(JSON.stringify(document)));
    assert.ok(result.ok);
    assert.deepEqual(result.document, document);
  }
});

Deno.test("parse: what is no document is refused with a reason, whatever it is", () => {
  for (
    const json of [null, undefined, 7, "x", [], true, {}, {
      version: 2,
      blocks: [],
      connections: [],
    }, { version: 1 }]
  ) {
    assert.equal(parseCodes(json).length, 1, JSON.stringify(json));
  }
});

Deno.test("parse: all that is wrong comes at once, unknown fields included", () => {
  const codes = parseCodes({
    version: 1,
    colour: "red",
    blocks: [
      { id: "a b", type: "rsi" },
      { id: "a", type: "warp_drive" },
      { id: "b", type: "rsi", params: { period: "14", speed: 1 }, position: { x: 0 }, size: 3 },
      { id: "b", type: "sma" },
      7,
    ],
    connections: [
      { from: { block: "b", port: "nose" }, to: { block: "zzz", port: "a" } },
      { from: { block: "b", port: "value" } },
    ],
  });
  for (
    const code of [
      "unknown_field",
      "bad_id",
      "unknown_type",
      "bad_param_type",
      "unknown_param",
      "bad_position",
      "duplicate_id",
      "bad_block",
      "unknown_port",
      "unknown_block",
      "bad_connection",
    ]
  ) assert.ok(codes.includes(code), code);
});

Deno.test("parse: limits hold for blocks, connections and bytes", () => {
  const blocks = Array.from({ length: 201 }, (_, i) => block(`b${i}`, "price"));
  assert.deepEqual(parseCodes({ version: 1, blocks, connections: [] }), ["too_many_blocks"]);
  const connections = Array.from({ length: 401 }, () => ({}));
  assert.deepEqual(parseCodes({ version: 1, blocks: [], connections }), ["too_many_connections"]);
  const labelled = Array.from(
    { length: 200 },
    (_, i) => ({ ...block(`b${i}`, "price"), label: "ü".repeat(200) }),
  );
  assert.equal(parseCodes({ version: 1, blocks: labelled, connections: [] }).length, 0);
  const notes = "é".repeat(20_000);
  assert.equal(parseCodes({ version: 1, blocks: labelled, connections: [], notes }).length, 0);
});

Deno.test("parse: names that mean something to JavaScript are only names", () => {
  assert.deepEqual(
    parseCodes({ version: 1, blocks: [block("__proto__", "toString")], connections: [] }),
    ["unknown_type"],
  );
  const proto = JSON.parse(
    '{"version":1,"blocks":[{"id":"a","type":"rsi","params":{"__proto__":1}}],"connections":[]}',
  );
  assert.deepEqual(parseCodes(proto), ["unknown_param"]);
});

Deno.test("compile: the templates run, and only buy and hold never sells", () => {
  for (const { id, document } of TEMPLATES) {
    const result = compileStrategy(document);
    assert.ok(result.ok, id);
    assert.deepEqual(
      result.warnings.map(({ code }) => code),
      id === "buy_and_hold" ? ["never_sells"] : [],
      id,
    );
  }
});

Deno.test("compile: an empty canvas lacks an entry signal", () => {
  assert.deepEqual(codesOf(graph([], [])), ["no_entry"]);
});

Deno.test("compile: everything that keeps a draft from running is named with its block, at once", () => {
  const faults = faultsOf(graph([
    block("price", "price"),
    block("rsi", "rsi", { period: 1.5 }),
    block("far", "sma", { period: 5000 }),
    block("cmp", "compare", { operator: "~" }),
    block("both", "and"),
    block("e1", "entry_signal"),
    block("e2", "entry_signal"),
    block("x1", "exit_signal"),
    block("x2", "exit_signal"),
    block("size", "position_size", { mode: "risk_percent" }),
    block("tp", "take_profit", { mode: "r_multiple", value: 50 }),
  ], [
    "rsi.value > cmp.a",
    "cmp.signal > both.in1",
    "price.close > e1.signal",
    "price.open > e1.signal",
  ]));
  const found = faults.map(({ code, block_id }) => `${code} ${block_id}`);
  for (
    const expected of [
      "param_out_of_range rsi",
      "param_out_of_range far",
      "param_out_of_range cmp",
      "too_few_inputs both",
      "wrong_kind e1",
      "input_taken e1",
      "unconnected_input e2",
      "unconnected_input x1",
      "second_entry e2",
      "second_of_its_kind x2",
      "needs_stop size",
      "needs_stop tp",
      "param_out_of_range tp",
    ]
  ) assert.ok(found.includes(expected), `${expected} in ${found.join(", ")}`);
  for (const { message } of faults) assert.match(message, /^[A-Z].*\.$/);
});

Deno.test("compile: a circle of wires is a fault of each block on it, and of no other", () => {
  const faults = faultsOf(graph([
    block("before", "price"),
    block("c", "compare"),
    block("a", "and"),
    block("n", "not"),
    block("after", "or"),
    block("buy", "entry_signal"),
  ], [
    "before.close > c.a",
    "c.signal > a.in1",
    "a.signal > n.in",
    "n.signal > a.in2",
    "a.signal > after.in1",
    "n.signal > after.in2",
    "after.signal > buy.signal",
  ]));
  assert.deepEqual(faults.map(({ code, block_id }) => `${code} ${block_id}`).sort(), [
    "cycle a",
    "cycle n",
  ]);
});

Deno.test("compile: a parameter beside a wire has no effect, so it has no range either", () => {
  const withWire = graph([
    block("price", "price"),
    block("avg", "sma"),
    block("up", "compare", { value: 1e300 }),
    block("buy", "entry_signal"),
  ], ["price.close > up.a", "avg.value > up.b", "up.signal > buy.signal"]);
  assert.deepEqual(codesOf(withWire), []);
});

Deno.test("compile: a wire into an input that is not read has no effect", () => {
  const document = graph([
    block("price", "price"),
    block("slow", "sma", { period: 900 }),
    block("size", "math", { operator: "abs" }),
    block("up", "compare"),
    block("buy", "entry_signal"),
  ], [
    "price.close > size.a",
    "slow.value > size.b",
    "size.value > up.a",
    "up.signal > buy.signal",
  ]);
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  assert.equal(compiled.plan.historyBars, 0);
  assert.deepEqual(
    compiled.warnings.map(({ code, block_id }) => [code, block_id]),
    [["never_sells", null], ["feeds_nothing", "slow"]],
  );
});

Deno.test("compile: history is the sum along the longest path, and what feeds nothing needs none", () => {
  const historyOf = (document: StrategyDocument) => {
    const result = compileStrategy(document);
    assert.ok(result.ok);
    return result.plan.historyBars;
  };
  // RSI(14): 21 × 14; the crossover one more.
  assert.equal(historyOf(rsi), 295);
  const idle = { ...rsi, blocks: [...rsi.blocks, block("idle", "sma", { period: 900 })] };
  assert.equal(historyOf(idle), 295);
  const result = compileStrategy(idle);
  assert.deepEqual(result.ok && result.warnings.map(({ code, block_id }) => [code, block_id]), [[
    "feeds_nothing",
    "idle",
  ]]);
  const stacked = graph([
    block("slow", "ema", { period: 10 }),
    block("strength", "rsi", { period: 5 }),
    block("low", "compare", { operator: "<", value: 30 }),
    block("buy", "entry_signal"),
    block("stop", "stop_loss", { mode: "atr" }),
  ], ["slow.value > strength.source", "strength.value > low.a", "low.signal > buy.signal"]);
  assert.equal(historyOf(stacked), Math.max(11 * 11 + 21 * 5, 21 * 14));
});

Deno.test("compile: equal computations are made once", () => {
  const twice = graph([
    block("r1", "rsi"),
    block("r2", "rsi", { period: 14 }),
    block("a", "crossover", { value: 30 }),
    block("b", "crossover", { value: 30 }),
    block("both", "and"),
    block("buy", "entry_signal"),
  ], [
    "r1.value > a.a",
    "r2.value > b.a",
    "a.signal > both.in1",
    "b.signal > both.in2",
    "both.signal > buy.signal",
  ]);
  const result = compileStrategy(twice);
  assert.ok(result.ok);
  assert.deepEqual(result.plan.nodes.map(({ definition }) => definition.type), [
    "rsi",
    "crossover",
    "and",
  ]);
});

Deno.test("run: order, ids, positions, labels, folding and idle blocks change nothing", () => {
  const candles = randomWalk({ bars: 3000, seed: 21, gaps: true });
  const run = (document: StrategyDocument) => {
    const compiled = compileStrategy(document);
    assert.ok(compiled.ok);
    const { trades, equity, metrics } = runBacktest(candles, compiled.plan, {
      ...FREE,
      feeRate: 0.001,
    });
    return { trades, equity, metrics };
  };
  for (const { document } of TEMPLATES) {
    const renamed = new Map(document.blocks.map(({ id }, k) => [id, `n${k}`]));
    const other: StrategyDocument = {
      version: 1,
      notes: "the same",
      blocks: [
        ...document.blocks.map((b) => ({
          ...b,
          id: renamed.get(b.id)!,
          label: "x",
          position: { x: 1, y: 2 },
          folded: true as const,
        })),
        block("idle", "ema"),
      ].reverse(),
      connections: document.connections.map(({ from, to }) => ({
        from: { ...from, block: renamed.get(from.block)! },
        to: { ...to, block: renamed.get(to.block)! },
      })).reverse(),
    };
    assert.deepEqual(run(other), run(document));
  }
});

Deno.test("run: a cut of the candles changes no fill before it", () => {
  const candles = randomWalk({ bars: 2000, seed: 8, jumps: true });
  for (const { document, id } of TEMPLATES) {
    const compiled = compileStrategy(document);
    assert.ok(compiled.ok);
    const whole = runBacktest(candles, compiled.plan, FREE);
    for (const cut of [300, 777, 1500]) {
      const part = runBacktest(candles, compiled.plan, { ...FREE, toMs: candles.time[cut]! });
      assert.deepEqual(part.equity, whole.equity.slice(0, cut), id);
      const closed = (trades: typeof whole.trades) =>
        trades.filter((t) => t.exit_bar !== null && t.exit_bar < cut);
      assert.deepEqual(closed(part.trades), closed(whole.trades), id);
    }
  }
});

Deno.test("run: exactly the history that blocks want is used, wherever the candles begin", () => {
  const candles = randomWalk({ bars: 2000, seed: 9 });
  const compiled = compileStrategy(rsi);
  assert.ok(compiled.ok);
  const settings = { ...FREE, fromMs: candles.time[1000]! };
  const long = runBacktest(candles, compiled.plan, settings);
  assert.equal(long.historyBars, compiled.plan.historyBars);
  assert.equal(long.firstTradableBar, 1);
  const short = runBacktest(candles, compiled.plan, { ...FREE, fromMs: candles.time[3]! });
  assert.equal(short.historyBars, 3);
  // RSI(14) and its crossing are first known at loaded bar 15: bar 12 of the range.
  assert.equal(short.firstTradableBar, 13);
});

Deno.test("run: settings out of bounds and an empty range are refused", () => {
  const candles = randomWalk({ bars: 100, seed: 1 });
  const compiled = compileStrategy(rsi);
  assert.ok(compiled.ok);
  const { plan } = compiled;
  for (
    const wrong of [
      { feeRate: 0.051 },
      { feeRate: -0.1 },
      { feeRate: NaN },
      { slippageRate: 1 },
      { initialCapital: 0 },
      { initialCapital: 2e9 },
      { intrabar: "x" as never },
      { fromMs: NaN },
      { fromMs: Date.UTC(2030, 0, 1) },
    ]
  ) {
    assert.throws(
      () => runBacktest(candles, plan, { ...FREE, ...wrong }),
      RangeError,
      JSON.stringify(wrong),
    );
  }
});

Deno.test("explain: every port of every block has its value, idle ones too, and the unknown is null", () => {
  const candles = randomWalk({ bars: 60, seed: 4 });
  const document = { ...rsi, blocks: [...rsi.blocks, block("idle", "sma", { period: 10 })] };
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  const early = explainBar(candles, compiled.plan, FREE, 5);
  assert.equal(early["rsi.value"], null);
  assert.equal(early["rebound.signal"], false);
  const late = explainBar(candles, compiled.plan, FREE, 40);
  assert.equal(late["rsi.value"], portColumns(candles, compiled.plan, FREE).get("rsi.value")?.[40]);
  assert.equal(typeof late["idle.value"], "number");
  assert.throws(() => explainBar(candles, compiled.plan, FREE, 60), RangeError);
});

Deno.test("describe: a strategy reads as a trader would say it, each phrase with its block", () => {
  const document = graph([
    block("price", "price"),
    block("rsi", "rsi"),
    block("avg", "sma", { period: 200 }),
    block("up", "crossover", { direction: "above", value: 30 }),
    block("trend", "compare"),
    block("both", "and"),
    block("down", "crossover", { direction: "below", value: 70 }),
    block("buy", "entry_signal"),
    block("sell", "exit_signal"),
    block("sl", "stop_loss"),
    block("tp", "take_profit"),
  ], [
    "rsi.value > up.a",
    "price.close > trend.a",
    "avg.value > trend.b",
    "up.signal > both.in1",
    "trend.signal > both.in2",
    "both.signal > buy.signal",
    "rsi.value > down.a",
    "down.signal > sell.signal",
  ]);
  const { text, sentences } = describeStrategy(document);
  assert.equal(
    text,
    "Buy when RSI(14) crosses above 30 and the close is above SMA(200). Sell when RSI(14) crosses below 70, or at a loss of " +
      "3 %, or at a gain of 6 %. Each trade uses all of the balance.",
  );
  const first = sentences[0]!;
  const phraseOf = (id: string) => {
    const link = first.links.find(({ block_id }) => block_id === id)!;
    return first.text.slice(link.start, link.end);
  };
  assert.equal(phraseOf("avg"), "SMA(200)");
  assert.equal(phraseOf("up"), "RSI(14) crosses above 30");
});

Deno.test("describe: a draft is read as far as it goes", () => {
  assert.equal(
    describeStrategy(graph([], [])).text,
    "It never buys: there is no Entry signal yet.",
  );
  assert.match(
    describeStrategy(graph([block("buy", "entry_signal")], [])).text,
    /^Buy when … Hold/,
  );
  const unknown = graph([
    block("before", "previous", { source: "yesterday" }),
    block("up", "compare"),
    block("buy", "entry_signal"),
  ], ["before.value > up.a", "up.signal > buy.signal"]);
  assert.match(describeStrategy(unknown).text, /^Buy when … 1 bar ago is above 0\./);
  const mixed = graph([
    block("c", "compare"),
    block("d", "compare"),
    block("o", "or"),
    block("a", "and"),
    block("buy", "entry_signal"),
  ], [
    "c.signal > o.in1",
    "d.signal > o.in2",
    "o.signal > a.in1",
    "c.signal > a.in2",
    "a.signal > buy.signal",
  ]);
  assert.match(
    describeStrategy(mixed).text,
    /^Buy when \(… is above 0 or … is above 0\) and … is above 0\./,
  );
});
