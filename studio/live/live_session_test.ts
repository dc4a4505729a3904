/** The live session: what it fetches, runs and shows. */
import assert from "node:assert/strict";
import {
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { LiveEngine } from "./live_engine.ts";
import type { LiveRequest } from "./live_protocol.ts";
import { runSettings } from "./live_settings.ts";
import {
  candles,
  firstMs,
  settled,
  setUp,
  template,
  toMs,
  type Troubles,
} from "./testing/session.ts";

Deno.test("live session: fetches the last year once, and answers each change as a run would", async () => {
  const { session, document, queries } = setUp();
  await session.start();
  await settled();
  assert.equal(queries.length, 1);
  assert.equal(session.candles.value.kind, "ready");
  for (const id of ["rsi_rebound", "ema_trend", "turtle"]) {
    document.value = template(id);
    await settled();
    const compiled = compileStrategy(template(id));
    assert.ok(compiled.ok);
    const expected = runBacktest(
      candles,
      compiled.plan,
      runSettings(session.settings.value, session.range.value!, { span: { firstMs, toMs } }),
    );
    const answer = session.answer.value!;
    assert.equal(answer.document, document.value);
    assert.deepEqual(answer.equity, expected.equity);
    assert.deepEqual(answer.metrics, expected.metrics);
    assert.equal(answer.candles.time[0], expected.candles.time[0]);
    assert.equal(answer.trades.entryBar.length, expected.trades.length);
    assert.equal(session.stale.value, false);
  }
  assert.equal(queries.length, 1, "no candle is fetched twice");
  session.stop();
});

Deno.test("live session: of the strategies that wait only the newest is run", async () => {
  const { session, document, runs, held } = setUp({ hold: true });
  await session.start();
  await settled();
  assert.equal(runs.length, 1);
  for (const id of ["ema_trend", "macd_cross", "turtle"]) document.value = template(id);
  assert.equal(runs.length, 1, "one at a time");
  held.shift()!();
  await settled();
  assert.equal(runs.length, 2);
  assert.equal(session.stale.value, true, "the first answer is shown, and is not the newest");
  held.shift()!();
  await settled();
  assert.equal(runs.length, 2);
  assert.equal(session.answer.value!.document, template("turtle"));
  session.stop();
});

Deno.test("live session: a strategy with faults leaves the last answer", async () => {
  const { session, document } = setUp();
  await session.start();
  await settled();
  const before = session.answer.value;
  document.value = { version: 1, blocks: [], connections: [] };
  await settled();
  assert.equal(session.answer.value, before);
  assert.equal(session.stale.value, true);
  session.stop();
});

Deno.test("live session: another range is fetched, other costs are not", async () => {
  const { session, queries } = setUp();
  await session.start();
  await settled();
  const before = session.answer.value!.metrics.total_return;
  session.settings.value = { ...session.settings.value, feePercent: 1 };
  await settled();
  assert.ok(session.answer.value!.metrics.total_return! < before!);
  assert.equal(queries.length, 1);
  session.settings.value = { ...session.settings.value, period: "all" };
  await settled();
  assert.equal(queries.length, 2);
  assert.equal(session.answer.value!.bars, candles.length);
  session.stop();
});

Deno.test("live session: a strategy with a longer memory fetches more history", async () => {
  const { session, document, queries } = setUp();
  await session.start();
  await settled();
  const slow = template("rsi_rebound");
  document.value = {
    ...slow,
    blocks: slow.blocks.map((block) =>
      block.type === "rsi" ? { ...block, params: { period: 400 } } : block
    ),
  };
  await settled();
  assert.equal(queries.length, 2);
  assert.ok(queries[1]!.historyBars >= 21 * 400);
  session.stop();
});

Deno.test("live session: candles that cannot be had are said in words", async () => {
  const { session } = setUp({ fail: "The exchange does not answer." });
  await session.start();
  await settled();
  assert.deepEqual(session.candles.value, {
    kind: "failed",
    message: "The exchange does not answer.",
  });
  session.stop();
});

Deno.test("live session: candles that arrive damaged are told, and can be fetched again", async () => {
  const troubles: Troubles = { damaged: true };
  const { session } = setUp(troubles);
  await session.start();
  await settled();
  assert.deepEqual(session.candles.value, {
    kind: "failed",
    message: "The candles arrived damaged. Try again.",
  });
  assert.equal(session.answer.value, null);
  troubles.damaged = false;
  session.retry();
  await settled();
  assert.equal(session.answer.value!.bars, session.answer.value!.equity.length);
  session.stop();
});

Deno.test("live session: a bar that is looked at shows every port, and is kept through a change", async () => {
  const { session, document } = setUp();
  await session.start();
  await settled();
  session.point(200);
  await settled();
  const { values, bar } = session.explanation.value!;
  assert.equal(bar, 200);
  const rsi = document.value.blocks.find(({ type }) => type === "rsi")!.id;
  const value = values[`${rsi}.value`];
  assert.ok(typeof value === "number" && value > 0 && value < 100);
  document.value = template("three_up_closes");
  await settled();
  assert.equal(session.explanation.value!.bar, 200);
  assert.notDeepEqual(Object.keys(session.explanation.value!.values), Object.keys(values));
  session.point(null);
  assert.equal(session.explanation.value, null);
  session.point(10_000_000);
  assert.equal(session.pointed.value, null, "a bar that is not there");
  session.stop();
});

Deno.test("live session: what is told of a bar after looking away from it is not shown", async () => {
  const { session } = setUp();
  await session.start();
  await settled();
  session.point(100);
  session.point(null);
  await settled();
  assert.equal(session.explanation.value, null);
  session.pin(100);
  session.release();
  await settled();
  assert.equal(session.explanation.value, null);
  session.stop();
});

Deno.test("live session: neighbouring values are those of single runs", async () => {
  const { session, document } = setUp();
  assert.equal(await session.sweep("rsi", "period", [10], "total_return"), null);
  await session.start();
  await settled();
  const block = document.value.blocks.find(({ type }) => type === "rsi")!;
  const swept = await session.sweep(block.id, "period", [7, 14], "total_return");
  const { results, trades } = swept!;
  assert.equal(trades[1], session.answer.value!.metrics.num_trades);
  const counted = await session.sweep(block.id, "period", [7, 14], "num_trades");
  assert.deepEqual(counted!.results, trades);
  assert.equal(results[1], session.answer.value!.metrics.total_return);
  assert.notEqual(results[0], results[1]);
  assert.equal(await session.sweep(block.id, "period", [1], "total_return"), null, "out of range");
  session.stop();
});

Deno.test("live session: a pinned bar stays under the pointer's moves, and where its candle is after a change", async () => {
  const { session } = setUp();
  await session.start();
  await settled();
  session.point(40);
  session.pin(200);
  session.point(300);
  session.point(null);
  assert.equal(session.pointed.value, 200);
  const time = session.answer.value!.candles.time[200];
  session.settings.value = { ...session.settings.value, period: "all" };
  await settled();
  const { candles: all } = session.answer.value!;
  assert.notEqual(session.pointed.value, 200);
  assert.equal(all.time[session.pointed.value!], time);
  assert.equal(session.explanation.value!.bar, session.pointed.value);
  session.pin(5);
  session.settings.value = { ...session.settings.value, period: "1y" };
  await settled();
  assert.equal(session.pinned.value, false, "a candle that is not there any more");
  assert.equal(session.pointed.value, null);
  session.pin(10);
  session.release();
  assert.equal(session.explanation.value, null);
  session.point(300);
  assert.equal(session.pointed.value, 300);
  session.stop();
});

Deno.test("live session: from trade to trade, at the bars whose signals led to them", async () => {
  const { session } = setUp();
  assert.equal(session.pinTrade(1), false);
  await session.start();
  await settled();
  const signals = Array.from(session.answer.value!.trades.entryBar, (bar) => bar - 1);
  assert.ok(signals.length > 3);
  for (const bar of signals.slice(0, 3)) {
    assert.equal(session.pinTrade(1), true);
    assert.equal(session.pointed.value, bar);
  }
  session.pinTrade(-1);
  assert.equal(session.pointed.value, signals[1]);
  session.pin(signals[2]! - 1);
  session.pinTrade(-1);
  assert.equal(session.pointed.value, signals[1]);
  session.pin(session.answer.value!.bars - 1);
  assert.equal(session.pinTrade(1), false);
  session.release();
  session.pinTrade(-1);
  assert.equal(session.pointed.value, signals.at(-1));
  session.stop();
});

/** RSI rebound with an RSI of so many bars. */
function slowRsi(period: number): StrategyDocument {
  const usual = template("rsi_rebound");
  return {
    ...usual,
    blocks: usual.blocks.map((block) =>
      block.type === "rsi" ? { ...block, params: { period } } : block
    ),
  };
}

Deno.test("live session: a result is shown with the candles it was run on", async () => {
  const { session, held } = setUp({ hold: true });
  await session.start();
  await settled();
  session.settings.value = { ...session.settings.value, period: "all" };
  await settled();
  held.shift()!();
  await settled();
  const first = session.answer.value!;
  assert.equal(first.candles.length, first.bars);
  assert.equal(first.candles.time[first.bars - 1], candles.time.at(-1));
  assert.equal(new Date(first.candles.time[0]!).toISOString().slice(0, 10), "2020-05-15");
  assert.equal(session.stale.value, true);
  held.shift()!();
  await settled();
  assert.equal(session.answer.value!.candles.time[0], candles.time[0]);
  session.stop();
});

Deno.test("live session: while more history is fetched, edits are answered from what is there", async () => {
  const { session, document, queries, fetches } = setUp({ slow: true });
  await session.start();
  await settled();
  document.value = slowRsi(400);
  await settled();
  assert.equal(queries.length, 2);
  assert.equal(session.candles.value.kind, "loading");
  document.value = slowRsi(12);
  await settled();
  assert.equal(session.answer.value!.document, document.value);
  document.value = slowRsi(400);
  await settled();
  assert.ok(session.answer.value!.historyUsed < session.answer.value!.historyWanted);
  fetches.shift()!();
  await settled();
  assert.equal(session.answer.value!.document, document.value);
  assert.equal(session.answer.value!.historyUsed, candles.length - session.answer.value!.bars);
  session.stop();
});

Deno.test("live session: what could not be fetched can be tried again", async () => {
  const troubles: Troubles = { fail: "The exchange does not answer." };
  const { session, queries } = setUp(troubles);
  await session.start();
  await settled();
  assert.equal(session.candles.value.kind, "failed");
  troubles.fail = undefined;
  session.retry();
  await settled();
  assert.equal(session.candles.value.kind, "ready");
  assert.ok(session.answer.value);
  session.retry();
  assert.equal(queries.length, 2, "what is there is not fetched again");
  session.stop();
});

Deno.test("live session: an engine that stops is replaced once; then it says that it cannot go on", async () => {
  const { session, document, held, breaks } = setUp({ hold: true });
  await session.start();
  await settled();
  const sweep = session.sweep("rsi", "period", [10], "total_return");
  breaks[0]!();
  assert.equal(await sweep, null);
  await settled();
  assert.equal(breaks.length, 2);
  held.at(-1)!();
  await settled();
  assert.equal(session.answer.value!.document, document.value);
  assert.equal(session.broken.value, null);
  breaks[0]!();
  await settled();
  assert.equal(breaks.length, 2, "the first one has nothing more to say");
  breaks[1]!();
  await settled();
  assert.equal(breaks.length, 2);
  assert.match(session.broken.value!, /^The calculation has stopped\./);
  assert.ok(session.answer.value, "the last answer stays");
  session.stop();
});

Deno.test("live engine: every request is answered, whatever goes wrong", async () => {
  const engine = new LiveEngine();
  const { error } = console;
  const logged: unknown[] = [];
  console.error = (...given: unknown[]) => logged.push(...given);
  const replies = [
    await engine.answer({
      kind: "run",
      id: 1,
      document: template("turtle"),
      settings: DEFAULT_SETTINGS,
    }),
    await engine.answer(
      {
        kind: "run",
        id: 2,
        get document() {
          throw new TypeError("a bug");
        },
      } as unknown as LiveRequest,
    ),
    await engine.answer({ kind: "explain", id: 3, bar: 0 }),
  ];
  console.error = error;
  assert.deepEqual(replies.map(({ kind, id }) => [kind, id]), [
    ["refused", 1],
    ["refused", 2],
    ["refused", 3],
  ]);
  assert.equal(logged.length, 1, "what is nobody's fault but ours is left in the console");
});

Deno.test("live engine: a new run ends the sweeps that are out, and does not wait for them", async () => {
  const engine = new LiveEngine();
  const document = template("rsi_rebound");
  const block = document.blocks.find(({ type }) => type === "rsi")!.id;
  const settings = { ...DEFAULT_SETTINGS };
  await engine.answer({ kind: "load", id: 0, candles });
  await engine.answer({ kind: "run", id: 1, document, settings });
  const order: string[] = [];
  const ask = async (request: LiveRequest) => {
    const reply = await engine.answer(request);
    order.push(`${reply.id} ${reply.kind}`);
  };
  const values = Array.from({ length: 200 }, (_, k) => k + 2);
  const sweep = { kind: "sweep", block, param: "period", values, metric: "total_return" } as const;
  const sweeps = [ask({ ...sweep, id: 2 }), ask({ ...sweep, id: 3 })];
  await new Promise((resolve) => setTimeout(resolve));
  await ask({ kind: "run", id: 4, document, settings });
  await Promise.all(sweeps);
  assert.deepEqual(order, ["4 result", "2 refused", "3 refused"]);
  await Promise.all([ask({ ...sweep, id: 5 }), ask({ ...sweep, id: 6, values: [9] })]);
  assert.deepEqual(order.slice(3), ["5 swept", "6 swept"], "one after the other");
});

Deno.test("live session: the chart comes with each answer once somebody looks at it", async () => {
  const { session, document } = setUp();
  await session.start();
  await settled();
  assert.equal(session.chart.value, null, "nobody looks");
  session.wantChart(true);
  await settled();
  const chart = session.chart.value!;
  assert.equal(chart.run, session.answer.value!.id);
  assert.deepEqual(chart.plots.map(({ blockId }) => blockId), ["rsi"]);
  assert.equal(chart.columns[0]!.length, session.answer.value!.bars);
  assert.equal(chart.reasons.length, session.answer.value!.trades.entryBar.length);
  document.value = template("bollinger_rsi_dip");
  await settled();
  assert.equal(session.chart.value!.run, session.answer.value!.id);
  assert.equal(session.chart.value!.plots.length, 4);
  session.wantChart(false);
  document.value = template("ema_trend");
  await settled();
  assert.notEqual(session.chart.value!.run, session.answer.value!.id);
  session.stop();
});
