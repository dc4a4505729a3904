/** What a result's page works out by itself, on the engine and candles from memory. */
import assert from "node:assert/strict";
import {
  compileStrategy,
  encodeCandles,
  ENGINE_VERSION,
  firstAtOrAfter,
  resultToJson,
  runBacktest,
  type RunSettings,
  sliceCandles,
  TEMPLATES,
} from "../../../engine/mod.ts";
import { robustnessHistory, runRobustness } from "../../../engine/robustness.ts";
import { randomWalk } from "../../../engine/testing/random_walk.ts";
import { costAnswer } from "./break_even.ts";
import { MOST_PER_SIDE } from "./cost_answer.ts";
import { inquire, type InquiryReply, type InquiryRun, type InquirySources } from "./inquiry.ts";
import { signalsOf } from "./signals.ts";

const candles = randomWalk({ bars: 24 * 300, seed: 9, timeframeMs: 3_600_000 });
const fromMs = candles.time[24 * 60]!;
const toMs = candles.time[24 * 280]!;
const SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.1 / 100,
  slippageRate: 0.05 / 100,
  intrabar: "stop_first",
  fromMs,
  toMs,
};

function template(id: string) {
  const { document } = TEMPLATES.find((known) => known.id === id)!;
  const compiled = compileStrategy(document);
  assert.ok(compiled.ok);
  return { document, plan: compiled.plan };
}

/** A run as its row tells it, with the hash that the server would have written. */
function runOf(id: string, change: Partial<InquiryRun> = {}): InquiryRun {
  const { plan } = template(id);
  return {
    strategy_id: "s",
    version_number: 1,
    asset: "DEMO/USDT",
    import: null,
    timeframe: "1h",
    venue: "synthetic",
    date_from: new Date(fromMs).toISOString(),
    date_to: new Date(toMs).toISOString(),
    fee_percent: 0.1,
    slippage_percent: 0.05,
    initial_capital: 10_000,
    intrabar: "stop_first",
    engine_version: ENGINE_VERSION,
    run_hash: resultToJson(runBacktest(candles, plan, SETTINGS)).run_hash,
    ...change,
  };
}

function sourcesOf(id: string, change: Partial<InquirySources> = {}): InquirySources {
  return {
    document: () => Promise.resolve(template(id).document),
    candles: (run, historyBars) => {
      const start = firstAtOrAfter(candles, Date.parse(run.date_from)) - historyBars;
      const end = firstAtOrAfter(candles, Date.parse(run.date_to));
      return Promise.resolve(
        encodeCandles(sliceCandles(candles, Math.max(0, start), end)).buffer,
      );
    },
    ...change,
  };
}

async function repliesTo(run: InquiryRun, sources: InquirySources): Promise<InquiryReply[]> {
  const replies: InquiryReply[] = [];
  await inquire(run, sources, (reply) => replies.push(reply), signalsOf);
  return replies;
}

Deno.test("inquiry: prices of the range, the same hash again, and what costs do", async () => {
  const [prices, check, made, chart, signals, costs, ...rest] = await repliesTo(
    runOf("ema_trend"),
    sourcesOf("ema_trend"),
  );
  assert.deepEqual(rest, []);
  assert.ok(prices?.kind === "prices");
  assert.equal(prices.candles.time[0], fromMs);
  assert.equal(prices.candles.length, 24 * 220);
  assert.equal(prices.candles.time.buffer.byteLength, 8 * 24 * 220, "memory of its own");
  assert.deepEqual(check, { kind: "check", outcome: "same" });
  assert.ok(made?.kind === "material");
  const { document, candles: loaded, settings } = made.material;
  assert.deepEqual(document, template("ema_trend").document);
  assert.ok(loaded.length >= prices.candles.length, "with the history before the range");
  assert.equal(settings.fromMs, fromMs);
  assert.ok(chart?.kind === "chart");
  assert.deepEqual(chart.chart.plots.map(({ port }) => port), ["value", "value"]);
  for (const { length } of chart.chart.columns) assert.equal(length, prices.candles.length);
  assert.ok(signals?.kind === "signals" && signals.signals && signals.signals.length > 0);
  // What decides an entry was true at each of them.
  for (const states of signals.signals) assert.equal(states.up?.met ?? true, true);
  assert.match(JSON.stringify(signals.signals[0]), /"met":true,"text":"[\d,.]+ /);
  assert.ok(costs?.kind === "costs" && costs.answer);
  assert.equal(costs.answer.current, SETTINGS.feeRate + SETTINGS.slippageRate);
});

Deno.test("inquiry: tests of varied numbers find all the history that they can use", async () => {
  const { candles: load } = sourcesOf("turtle");
  const asked: number[] = [];
  const replies = await repliesTo(
    runOf("turtle"),
    sourcesOf("turtle", {
      candles: (run, historyBars) => {
        asked.push(historyBars);
        return load(run, historyBars);
      },
    }),
  );
  const { plan, document } = template("turtle");
  assert.deepEqual(asked, [robustnessHistory(plan)]);
  const made = replies.find(({ kind }) => kind === "material");
  assert.ok(made?.kind === "material");
  const tests = ["parameters", "walk_forward"] as const;
  const { outcomes } = await runRobustness({ ...made.material, tests });
  const { settings } = made.material;
  const whole = await runRobustness({ candles, document, settings, tests });
  assert.deepEqual(outcomes, whole.outcomes);
});

Deno.test("inquiry: what is not the same is told with the reason", async () => {
  const outcome = async (change: Partial<InquiryRun>) => {
    const replies = await repliesTo(runOf("ema_trend", change), sourcesOf("ema_trend"));
    const check = replies.find(({ kind }) => kind === "check");
    assert.ok(!replies.some(({ kind }) => kind === "material"), "tests would be of another run");
    return check?.kind === "check" && check.outcome;
  };
  assert.equal(await outcome({ run_hash: "of other candles" }), "other_candles");
  assert.equal(await outcome({ engine_version: "0.0.1" }), "other_engine");
});

Deno.test("inquiry: levels of trades are told of the same run alone", async () => {
  const levels = async (change: Partial<InquiryRun>) => {
    const replies = await repliesTo(runOf("turtle", change), sourcesOf("turtle"));
    const reply = replies.find(({ kind }) => kind === "chart");
    assert.ok(reply?.kind === "chart");
    return reply.chart.stop.filter((level) => Number.isFinite(level)).length;
  };
  assert.ok(await levels({}) > 0);
  assert.equal(await levels({ run_hash: "of other candles" }), 0);
  assert.equal(await levels({ engine_version: "0.0.1" }), 0);
});

Deno.test("inquiry: without the strategy there are prices all the same", async () => {
  for (
    const document of [
      () => Promise.reject(new Error("away")),
      () => Promise.resolve({ version: 1, blocks: [], connections: [] }),
    ]
  ) {
    const replies = await repliesTo(runOf("ema_trend"), sourcesOf("ema_trend", { document }));
    assert.deepEqual(replies.map(({ kind }) => kind), ["prices", "check", "no_costs"]);
  }
});

Deno.test("inquiry: without candles it says why, in words", async () => {
  const away = () => Promise.reject(new Error("The server could not be reached."));
  const [no, ...rest] = await repliesTo(
    runOf("ema_trend"),
    sourcesOf("ema_trend", { candles: away }),
  );
  assert.deepEqual(no, { kind: "no_prices", message: "The server could not be reached." });
  assert.deepEqual(rest.map(({ kind }) => kind), ["check", "no_costs"]);
  const broken = () => Promise.resolve(new ArrayBuffer(3));
  const [unread] = await repliesTo(runOf("ema_trend"), sourcesOf("ema_trend", { candles: broken }));
  assert.deepEqual(unread, { kind: "no_prices", message: "The prices could not be read." });
});

/** Total return at a cost of one side, straight from the engine. */
function returnAt(id: string, perSide: number, series = candles): number {
  const share = SETTINGS.feeRate / (SETTINGS.feeRate + SETTINGS.slippageRate);
  const settings = {
    ...SETTINGS,
    feeRate: perSide * share,
    slippageRate: perSide * (1 - share),
  };
  return runBacktest(series, template(id).plan, settings).metrics.total_return!;
}

Deno.test("costs: every level is a run of its own at that cost", () => {
  const answer = costAnswer(candles, template("ema_trend").plan, SETTINGS)!;
  const steps = answer.levels.map(({ perSide }) => perSide);
  assert.deepEqual(steps, [...steps].sort((a, b) => a - b));
  assert.equal(steps[0], 0);
  assert.equal(steps.at(-1), MOST_PER_SIDE);
  assert.ok(steps.includes(answer.current));
  for (const { perSide, totalReturn } of answer.levels) {
    assert.ok(Math.abs(totalReturn - returnAt("ema_trend", perSide)) < 1e-12, String(perSide));
  }
  const own = answer.levels.find(({ perSide }) => perSide === answer.current)!;
  const { metrics } = runBacktest(candles, template("ema_trend").plan, SETTINGS);
  assert.equal(own.totalReturn, metrics.total_return);
  assert.equal(own.hold, metrics.buy_and_hold_return);
});

Deno.test("costs: the limit is where the gain ends, or it is told that there is none", () => {
  const kinds = new Set<string>();
  const markets = [9, 3, 6].map((seed) =>
    randomWalk({ bars: candles.length, seed, timeframeMs: 3_600_000 })
  );
  for (const series of markets) {
    for (const { id } of TEMPLATES) {
      const answer = costAnswer(series, template(id).plan, SETTINGS);
      if (!answer) continue;
      const { gain } = answer;
      const at = (perSide: number) => returnAt(id, perSide, series);
      kinds.add(gain.kind);
      if (gain.kind === "never") assert.ok(at(0) <= 0, id);
      else assert.ok(at(0) > 0, id);
      if (gain.kind === "beyond") assert.ok(at(MOST_PER_SIDE) > 0, id);
      if (gain.kind !== "at") continue;
      assert.ok(at(gain.perSide) <= 0, `${id}: gone at ${gain.perSide}`);
      assert.ok(at(Math.max(0, gain.perSide - 1e-5)) > 0, `${id}: there just below`);
    }
  }
  assert.deepEqual([...kinds].sort(), ["at", "beyond", "never"], "each of them has been seen");
});

Deno.test("costs: a run without costs is varied by its fee; one without trades says nothing", () => {
  const free = { ...SETTINGS, feeRate: 0, slippageRate: 0 };
  const answer = costAnswer(candles, template("ema_trend").plan, free)!;
  const top = answer.levels.at(-1)!;
  const settings = { ...free, feeRate: MOST_PER_SIDE };
  const { metrics } = runBacktest(candles, template("ema_trend").plan, settings);
  assert.equal(top.totalReturn, metrics.total_return);
  const short = { ...SETTINGS, toMs: fromMs + 3 * 3_600_000 };
  assert.equal(costAnswer(candles, template("golden_cross").plan, short), null);
});
