/** The live session on an engine in the same thread, with candles from memory. */
import assert from "node:assert/strict";
import { computed, signal } from "@preact/signals";
import {
  compileStrategy,
  encodeCandles,
  runBacktest,
  type StrategyDocument,
  TEMPLATES,
} from "../../../engine/mod.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import { checkDocument } from "../model/check.ts";
import { LiveEngine } from "./live_engine.ts";
import type { LiveReply, LiveRequest } from "./live_protocol.ts";
import { type CandleQuery, LiveSession, runSettings } from "./live_session.ts";

const candles = randomWalk({ bars: 24 * 500, seed: 4, timeframeMs: 3_600_000 });
const firstMs = candles.time[0]!;
const toMs = candles.time[candles.length - 1]! + 3_600_000;
const template = (id: string) => TEMPLATES.find((known) => known.id === id)!.document;

function setUp(options: { fail?: string; hold?: boolean } = {}) {
  const document = signal<StrategyDocument>(template("rsi_rebound"));
  const queries: CandleQuery[] = [];
  const runs: LiveRequest[] = [];
  const held: (() => void)[] = [];
  const session = new LiveSession(
    {
      document,
      ready: computed(() => checkDocument(document.value).ready),
      asset: "DEMO/USDT",
      timeframe: "1h",
      synthetic: true,
      span: { firstMs, toMs },
    },
    {
      nowMs: () => toMs,
      fetchCandles: (query) => {
        queries.push(query);
        if (options.fail) return Promise.reject(new Error(options.fail));
        return Promise.resolve(encodeCandles(candles).buffer);
      },
      openEngine: (onReply: (reply: LiveReply) => void) => {
        const engine = new LiveEngine();
        return Promise.resolve({
          close: () => {},
          send: (request: LiveRequest) => {
            if (request.kind === "run") runs.push(request);
            const go = () => void engine.answer(request).then(onReply);
            if (options.hold && request.kind === "run") held.push(go);
            else go();
          },
        });
      },
    },
    {
      preset: "1y",
      capital: 10_000,
      feePercent: 0.1,
      slippagePercent: 0.05,
      intrabar: "stop_first",
    },
  );
  return { session, document, queries, runs, held };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

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
      runSettings(session.settings.value, session.range.value!, { firstMs, toMs }),
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
  session.settings.value = { ...session.settings.value, preset: "all" };
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

Deno.test("live session: neighbouring values are those of single runs", async () => {
  const { session, document } = setUp();
  assert.equal(await session.sweep("rsi", "period", [10], "total_return"), null);
  await session.start();
  await settled();
  const block = document.value.blocks.find(({ type }) => type === "rsi")!;
  const results = await session.sweep(block.id, "period", [7, 14], "total_return");
  assert.equal(results![1], session.answer.value!.metrics.total_return);
  assert.notEqual(results![0], results![1]);
  assert.equal(await session.sweep(block.id, "period", [1], "total_return"), null, "out of range");
  session.stop();
});
