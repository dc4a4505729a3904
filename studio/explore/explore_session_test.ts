import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import {
  compileStrategy,
  DEFAULT_SETTINGS,
  runBacktest,
  type StrategyDocument,
  TEMPLATES,
} from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { contentHash, dailySharpeOf } from "../../engine/trials.ts";
import type { Trial } from "../../contracts/trial_bounds.ts";
import { ExplorePool, type ExploreSources } from "./explore_pool.ts";
import type { ExploreReply } from "./explore_protocol.ts";
import { type ExploreMaterial, ExploreSession } from "./explore_session.ts";
import { ExploreThread } from "./explore_thread.ts";

const candles = randomWalk({ bars: 2_000, seed: 4 });
const start: StrategyDocument = TEMPLATES.find(({ id }) => id === "rsi_rebound")!.document;

/** Threads in this one; `held` keeps their answers back. */
function threadsOf(options: { held?: boolean; threads?: number; broken?: boolean } = {}) {
  const waiting: (() => void)[] = [];
  let opened = 0;
  const open = (onReply: (reply: ExploreReply) => void) => {
    opened++;
    const thread = new ExploreThread((reply) => {
      if (options.held) waiting.push(() => onReply(reply));
      else onReply(reply);
    });
    return {
      send: (request: Parameters<typeof thread.answer>[0]) => void thread.answer(request),
      close: () => {},
    };
  };
  const sources: ExploreSources = {
    threads: options.threads ?? 2,
    openThread: (onReply) => {
      if (options.broken) throw new Error("no workers");
      return open(onReply);
    },
    openInPage: open,
  };
  return { sources, waiting, opened: () => opened };
}

function setUp(options: Parameters<typeof threadsOf>[0] = {}) {
  const document = signal(start);
  const material = signal<ExploreMaterial | null>({ candles, settings: DEFAULT_SETTINGS });
  const threads = threadsOf(options);
  const trials: Trial[] = [];
  const session = new ExploreSession({
    document,
    material,
    pool: new ExplorePool(threads.sources),
    report: (some) => trials.push(...some),
  });
  const [first, second] = session.numbers.value;
  session.setRange(first!, { from: 8, to: 20, step: 2 });
  session.setRange(second!, { from: 20, to: 40, step: 5 });
  return { session, document, material, trials, threads };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

function resultOf(document: StrategyDocument) {
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return runBacktest(candles, compiled.plan, DEFAULT_SETTINGS).metrics;
}

Deno.test("explore: every cell is the run of the strategy with its values, to the last bit", async () => {
  const { session } = setUp();
  await session.run();
  const map = session.map.value!;
  assert.deepEqual(map.x.values, [8, 10, 12, 14, 16, 18, 20]);
  assert.deepEqual(map.y.values, [20, 25, 30, 35, 40]);
  assert.deepEqual(session.work.value, { kind: "done" });
  for (let cell = 0; cell < 35; cell++) {
    const metrics = resultOf(session.loaded(cell)!);
    for (const [name, column] of Object.entries(map.metrics)) {
      assert.equal(column[cell], metrics[name as keyof typeof metrics] ?? NaN, `${name} ${cell}`);
    }
  }
  assert.equal(session.tried.value, 35);
});

Deno.test("explore: a cell that is loaded changes its numbers and nothing else, and is then the present one", async () => {
  const { session, document } = setUp();
  await session.run();
  assert.equal(session.present.value, 2 * 7 + 3, "RSI 14, 30");
  const loaded = session.loaded(4 * 7 + 1)!;
  const byId = new Map(loaded.blocks.map((block) => [block.id, block.params]));
  const { x, y } = session.map.value!;
  assert.equal(byId.get(x.number.blockId)![x.number.param], 10);
  assert.equal(byId.get(y.number.blockId)![y.number.param], 40);
  assert.deepEqual(loaded.connections, document.value.connections);
  const tried = session.numbers.value.map((number) => session.rangeOf(number));
  document.value = loaded;
  assert.deepEqual(session.numbers.value.map((number) => session.rangeOf(number)), tried);
  assert.equal(session.present.value, 4 * 7 + 1);
  assert.equal(session.stale.value, false, "the map is of the same strategy");
});

Deno.test("explore: another rule, other candles or other settings make the map an old one", async () => {
  const { session, document, material } = setUp();
  await session.run();
  const before = material.value;
  material.value = { candles, settings: { ...DEFAULT_SETTINGS, feeRate: 0.002 } };
  assert.equal(session.stale.value, true);
  material.value = before;
  assert.equal(session.stale.value, false);
  document.value = TEMPLATES.find(({ id }) => id === "ema_trend")!.document;
  assert.equal(session.stale.value, true);
  document.value = { ...start, blocks: [] };
  assert.equal(session.stale.value, true);
  assert.ok("problem" in session.plan.value);
});

Deno.test("explore: what was tried is counted with the hash and the daily Sharpe ratio of its own run", async () => {
  const { session, trials } = setUp();
  await session.run();
  await settled();
  const map = session.map.value!;
  const expected = Array.from({ length: 35 }, (_, cell) => session.loaded(cell)!)
    .flatMap((document) => {
      const sharpe = dailySharpeOf(resultOf(document));
      return sharpe === null ? [] : [{ hash: contentHash(document), sharpe_daily: sharpe }];
    });
  const sorted = (some: readonly Trial[]) => [...some].sort((a, b) => a.hash.localeCompare(b.hash));
  assert.ok(expected.length > 20);
  assert.deepEqual(sorted(trials), sorted(expected));
  assert.equal(new Set(trials.map(({ hash }) => hash)).size, expected.length);
  assert.equal(map.metrics.sharpe!.filter(Number.isFinite).length, expected.length);
});

Deno.test("explore: stop keeps what has been tried", async () => {
  const { session, threads } = setUp({ held: true, threads: 1 });
  const [first] = session.numbers.value;
  session.setRange(first!, { from: 2, to: 51, step: 1 });
  const running = session.run();
  await settled();
  assert.deepEqual(session.work.value, { kind: "running", done: 0, total: 250 });
  threads.waiting.shift()!();
  await settled();
  assert.deepEqual(session.work.value, { kind: "running", done: 50, total: 250 });
  session.stop();
  threads.waiting.splice(0).forEach((answer) => answer());
  await running;
  assert.equal(session.work.value.kind, "stopped");
  const { tried } = session.map.value!;
  const count = tried.filter((each) => each === 1).length;
  assert.ok(count >= 50 && count < 250, String(count));
  assert.equal(session.tried.value, count);
});

Deno.test("explore: a newer run takes the place of one that goes on", async () => {
  const { session } = setUp();
  const [first] = session.numbers.value;
  const old = session.run();
  session.setRange(first!, { from: 8, to: 10, step: 1 });
  await session.run();
  await old;
  assert.equal(session.map.value!.x.values.length, 3);
  assert.deepEqual(session.work.value, { kind: "done" });
});

Deno.test("explore: without threads the page does the work, and values that do not go together are left out", async () => {
  const { session, document, threads } = setUp({ broken: true });
  document.value = TEMPLATES.find(({ id }) => id === "macd_cross")!.document;
  const [fast, slow] = session.numbers.value;
  assert.ok(fast && slow);
  session.setRange(fast, { from: 10, to: 30, step: 10 });
  session.setRange(slow, { from: 20, to: 30, step: 10 });
  await session.run();
  assert.equal(threads.opened(), 1);
  const map = session.map.value!;
  assert.deepEqual(Array.from(map.sound), [1, 0, 0, 1, 1, 0]);
  assert.equal(session.loaded(1), null);
});

Deno.test("explore: a third number is a value that all cells have", async () => {
  const { session, document } = setUp();
  document.value = TEMPLATES.find(({ id }) => id === "bollinger_rsi_dip")!.document;
  const third = session.numbers.value[2]!;
  session.choose("z", third.key);
  await session.run();
  assert.equal(session.map.value!.z!.value, third.value);
  session.setThird(third.value + 1);
  await settled();
  assert.equal(session.map.value!.z!.value, third.value + 1);
  assert.equal(session.present.value, null, "the strategy has another value");
  const block = session.loaded(0)!.blocks.find(({ id }) => id === third.blockId)!;
  assert.equal(block.params[third.param], third.value + 1);
});

Deno.test("explore: a number that is chosen twice changes places with the other", () => {
  const { session } = setUp();
  const [first, second] = session.numbers.value;
  session.choose("x", second!.key);
  assert.equal(session.numberOf("x"), second);
  assert.equal(session.numberOf("y"), first);
});
