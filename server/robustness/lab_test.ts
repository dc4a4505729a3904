import assert from "node:assert/strict";
import { createLogger } from "../logging/log.ts";
import { Lab } from "./lab.ts";
import { labAnswer } from "./lab_answer.ts";
import { askLab } from "./ask_lab.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { compileStrategy, DEFAULT_SETTINGS, runBacktest } from "../../engine/mod.ts";
import { robustnessToJson, runRobustness } from "../../engine/robustness.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import type { LabRequest } from "./lab_protocol.ts";

const log = createLogger({ logLevel: "error", logFormat: "text", write: () => {} });
const turn = (ms = 150) => new Promise((resolve) => setTimeout(resolve, ms));

/** A lab on reports that only count how often they are asked for. */
function labOf(threads: { isBusy: boolean }) {
  let claims = 0;
  let started = Promise.withResolvers<void>();
  const reports = {
    claimNext: () => {
      claims++;
      started.resolve();
      started = Promise.withResolvers();
      return Promise.resolve(null);
    },
    resetAll: () => Promise.resolve(),
  };
  const lab = new Lab({
    reports: reports as never,
    marketData: {
      candles: () => Promise.reject(new Error("no candles")),
      markets: () => Promise.resolve([]),
    },
    storage: null as never,
    threads,
    log,
    leaseMs: 1_000,
  });
  return { lab, claims: () => claims, next: () => started.promise };
}

Deno.test("lab: backtests go first", async () => {
  const threads = { isBusy: true };
  const { lab, claims, next } = labOf(threads);
  lab.wake();
  await turn();
  assert.equal(claims(), 0);
  threads.isBusy = false;
  await next();
  assert.equal(claims(), 1);
  await lab.stop();
});

Deno.test("lab: woken while it looks, it looks again; stopped, it looks no more", async () => {
  const { lab, claims, next } = labOf({ isBusy: false });
  const first = next();
  lab.wake();
  await first;
  const second = next();
  lab.wake();
  await second;
  assert.equal(claims(), 2);
  await lab.stop();
  lab.wake();
  await turn();
  assert.equal(claims(), 2);
});

const walk = randomWalk({ bars: 1_500, seed: 3, start: 20_000 });
const compiled = compileStrategy(RSI_WITH_STOPS as never);
assert.ok(compiled.ok);
const { document } = compiled.plan;
const result = runBacktest(walk, compiled.plan, DEFAULT_SETTINGS);

const request = (more: Partial<LabRequest> = {}): LabRequest => {
  const { timeframeMs, time, open, high, low, close, volume } = walk;
  return {
    candles: { timeframeMs, time, open, high, low, close, volume },
    definition: RSI_WITH_STOPS,
    settings: DEFAULT_SETTINGS,
    known: { runHash: result.runHash, equity: null },
    others: [],
    trials: null,
    ...more,
  };
};

Deno.test("lab: the thread's report is the engine's, with the run's trials", async () => {
  const trials = { count: 7, variance: 0.0004 };
  const reply = await askLab(request({ trials }), new AbortController().signal);
  assert.ok(reply.kind === "report");
  const report = await runRobustness({
    candles: walk,
    document,
    settings: DEFAULT_SETTINGS,
    trials,
  });
  assert.equal(new TextDecoder().decode(reply.json), JSON.stringify(robustnessToJson(report)));
});

Deno.test("lab: aborted, the thread is ended", async () => {
  const abort = new AbortController();
  const asked = askLab(request(), abort.signal);
  abort.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
  await assert.rejects(askLab(request(), abort.signal), /enough/);
});

Deno.test("lab: a run is known by its hash or by its whole curve, and else not tested", async () => {
  const { equity } = result;
  const kindOf = async (known: LabRequest["known"]) => (await labAnswer(request({ known }))).kind;
  assert.equal(await kindOf({ runHash: "another", equity }), "report");
  assert.equal(await kindOf({ runHash: "another", equity: null }), "differs");
  assert.equal(await kindOf({ runHash: null, equity: equity.slice(1) }), "differs");
  const last = equity.slice();
  last[last.length - 1]! += 1e-9;
  assert.equal(await kindOf({ runHash: "another", equity: last }), "differs");
});

Deno.test("lab: what cannot be run is refused in words", async () => {
  const faulty = await labAnswer(request({ definition: { version: 1 } }));
  assert.ok(faulty.kind === "refused" && faulty.message.length > 10);
  const empty = await labAnswer(request({ settings: { ...DEFAULT_SETTINGS, fromMs: 9e15 } }));
  assert.equal(empty.kind, "refused");
});
