import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import type { Trial } from "../../contracts/trial_bounds.ts";
import type { Trials } from "../../contracts/trials.ts";
import { compileStrategy } from "../../engine/mod.ts";
import { contentHash, dailySharpeOf } from "../../engine/trials.ts";
import { setUp, template } from "./testing/session.ts";
import { type ShownResult, TrialReporter } from "./trial_reporter.ts";
import { luckOfTrials } from "./trial_words.ts";

/** Timers that run when they are told to. */
function handTimers() {
  let now = 0;
  let ids = 0;
  const waiting = new Map<number, { readonly at: number; readonly run: () => void }>();
  return {
    timers: {
      set: (run: () => void, ms: number) => {
        waiting.set(++ids, { at: now + ms, run });
        return ids;
      },
      clear: (timer: number) => void waiting.delete(timer),
    },
    async pass(ms: number) {
      now += ms;
      for (const [id, { at, run }] of [...waiting]) {
        if (at > now) continue;
        waiting.delete(id);
        run();
      }
      // What was sent is answered.
      for (let k = 0; k < 20; k++) await Promise.resolve();
    },
  };
}

const hashOf = (n: number) => n.toString(16).padStart(16, "0");
const result = (n: number, sharpe: number | null = n): ShownResult => ({
  content: hashOf(n),
  metrics: { sharpe },
});

function setUpReporter(before = 0) {
  const shown = signal<ShownResult | null>(null);
  const batches: (readonly Trial[])[] = [];
  const counted = new Set<string>();
  const trouble = { error: null as Error | null };
  const { timers, pass } = handTimers();
  const reporter = new TrialReporter({
    shown,
    dailySharpeOf,
    timers,
    isRefusal: (error) => (error as Error).message === "refused",
    send: (batch) => {
      if (trouble.error) return Promise.reject(trouble.error);
      batches.push(batch);
      for (const { hash } of batch) counted.add(hash);
      return Promise.resolve<Trials>({ trials: before + counted.size, variance: null });
    },
  });
  const hashes = () => batches.map((batch) => batch.map(({ hash }) => Number.parseInt(hash, 16)));
  reporter.start();
  return { reporter, shown, pass, hashes, batches, trouble };
}

Deno.test("trial reporter: what stays is counted, what passes by in a drag is not", async () => {
  const { reporter, shown, pass, hashes, batches } = setUpReporter(140);
  shown.value = result(1);
  await pass(300);
  assert.deepEqual(hashes(), [[1]], "how many there were is told with the first");
  assert.equal(reporter.trials.value?.trials, 141);
  assert.equal(batches[0]![0]!.sharpe_daily, 1 / Math.sqrt(365));
  for (let n = 2; n < 30; n++) {
    shown.value = result(n);
    await pass(16);
  }
  await pass(300);
  shown.value = result(40);
  await pass(299);
  shown.value = result(41);
  await pass(300);
  await pass(10_000);
  assert.deepEqual(hashes(), [[1], [29, 41]], "in one batch");
  assert.equal(reporter.trials.value?.trials, 143);
});

Deno.test("trial reporter: a content is sent once, and one without a Sharpe ratio never", async () => {
  const { shown, pass, hashes, reporter } = setUpReporter();
  for (const n of [1, 2, 1, 2, 3, 1]) {
    shown.value = result(n);
    await pass(400);
  }
  shown.value = result(9, null);
  await pass(400);
  shown.value = null;
  await pass(20_000);
  assert.deepEqual(hashes(), [[1], [2, 3]]);
  await reporter.flush();
  assert.equal(hashes().length, 2, "nothing waits");
});

Deno.test("trial reporter: leaving the page sends what waits at once", async () => {
  const { shown, pass, hashes, reporter } = setUpReporter();
  shown.value = result(1);
  await pass(300);
  shown.value = result(2);
  await pass(300);
  await reporter.flush();
  assert.deepEqual(hashes(), [[1], [2]]);
  shown.value = result(3);
  await pass(299);
  await reporter.flush();
  assert.deepEqual(hashes(), [[1], [2]], "what nobody could read is not counted");
});

Deno.test("trial reporter: without a connection nothing is lost; what is refused is dropped", async () => {
  const { shown, pass, hashes, trouble, reporter } = setUpReporter();
  trouble.error = new Error("unreachable");
  shown.value = result(1);
  await pass(300);
  shown.value = result(2);
  await pass(300);
  await pass(10_000);
  assert.equal(reporter.trials.value, null);
  trouble.error = null;
  await pass(10_000);
  await pass(10_000);
  assert.deepEqual(hashes(), [[1, 2]]);
  trouble.error = new Error("refused");
  shown.value = result(3);
  await pass(300);
  await pass(10_000);
  trouble.error = null;
  await pass(30_000);
  assert.deepEqual(hashes(), [[1, 2]]);
});

Deno.test("trial reporter: the live result says what was run by the hash that the server has, too", async () => {
  const { session } = setUp();
  await session.start();
  while (!session.answer.value) await new Promise((resolve) => setTimeout(resolve, 1));
  const compiled = compileStrategy(template("rsi_rebound"));
  assert.ok(compiled.ok);
  assert.equal(session.answer.value.content, contentHash(compiled.plan.document));
  session.stop();
});

Deno.test("trial words: what luck alone would show", () => {
  // (1 − γ)·Φ⁻¹(1 − 1/143) + γ·Φ⁻¹(1 − 1/(143·e)) = 0.42278·2.458 + 0.57722·2.798 = 2.654; · 0.02 · √365 = 1.01
  assert.equal(
    luckOfTrials({ trials: 143, variance: 0.0004 }, 1.4),
    "After 143 variations, luck alone would show a Sharpe ratio of 1.01; this one has 1.40.",
  );
  assert.equal(luckOfTrials({ trials: 1, variance: null }, 1.4), "");
  assert.equal(luckOfTrials({ trials: 3, variance: 0 }, 1.4), "");
  assert.doesNotMatch(luckOfTrials({ trials: 5, variance: 0.01 }, null), /this one/);
});

Deno.test("trials: many that were tried at once are counted batch after batch, each once", async () => {
  const { reporter, batches, pass } = setUpReporter();
  const many = Array.from({ length: 1_200 }, (_, n) => ({ hash: hashOf(n), sharpe_daily: 0.01 }));
  reporter.add(many.slice(0, 900));
  reporter.add(many.slice(700));
  for (let k = 0; k < 6; k++) await pass(500);
  assert.deepEqual(batches.map((batch) => batch.length), [500, 500, 200]);
  assert.equal(reporter.trials.value?.trials, 1_200);
});

Deno.test("trials: many that cannot be sent wait as long as any other, and none is lost", async () => {
  const { reporter, batches, pass, trouble } = setUpReporter();
  trouble.error = new Error("no connection");
  reporter.add(Array.from({ length: 600 }, (_, n) => ({ hash: hashOf(n), sharpe_daily: 0.01 })));
  await pass(500);
  trouble.error = null;
  await pass(5_000);
  assert.equal(batches.length, 0);
  await pass(5_000);
  await pass(500);
  assert.deepEqual(batches.map((batch) => batch.length), [500, 100]);
});
