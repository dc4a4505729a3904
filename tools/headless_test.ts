/** The commands beside `backtest`, as programs: what they print, and how they end. */
import assert from "node:assert/strict";
import { encodeCandlesCsv } from "../bench/service/candles_csv.ts";
import { compileStrategy, DEFAULT_SETTINGS, runBacktest } from "../engine/mod.ts";
import { runSweep } from "../engine/sweep.ts";
import { robustnessToJson, runRobustness } from "../engine/robustness.ts";
import { readSentences } from "../engine/sentences.ts";
import { randomWalk } from "../engine/testing/random_walk.ts";
import { runTool as run } from "../tests/support/tool.ts";
import { axisOf } from "./headless/axes.ts";

const walk = randomWalk({ bars: 1_200, seed: 4, start: 20_000 });
const SAID = "Buy when RSI(7) crosses above 35. Sell when RSI(7) is above 60, or at a loss of 4 %.";

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/c.csv`, encodeCandlesCsv(walk));
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const strategy = readSentences(SAID);
assert.ok(strategy.ok);
const { document } = strategy;

Deno.test("describe: sentences in other words come back in the product's", () =>
  inFolder(async (folder) => {
    const { code, out } = await run(
      folder,
      "describe",
      "--say",
      "sell if rsi > 60; buy if rsi < 30 and price > sma 200, stop 4%",
    );
    assert.equal(code, 0);
    assert.equal(
      out,
      "Buy when RSI(14) is below 30 and the close is above SMA(200).\n" +
        "Sell when RSI(14) is above 60, or at a loss of 4 %.\nEach trade uses all of the balance.\n",
    );
  }));

Deno.test("describe: what is not understood is marked where it stands", () =>
  inFolder(async (folder) => {
    const { code, out, err } = await run(folder, "describe", "--say", "Buy when VWMA(20) > 30.");
    assert.deepEqual([code, out], [2, ""]);
    assert.match(
      err,
      /Buy when VWMA\(20\) > 30\.\n {11}\^{4} “VWMA” is not known; did you mean VWAP\?/,
    );
  }));

Deno.test("backtest: a strategy in sentences runs like the document that it stands for", () =>
  inFolder(async (folder) => {
    const { code, out } = await run(folder, "backtest", "--say", SAID, "--candles", "c.csv");
    assert.equal(code, 0);
    const compiled = compileStrategy(document);
    assert.ok(compiled.ok);
    const expected = runBacktest(walk, compiled.plan, DEFAULT_SETTINGS);
    assert.equal(JSON.parse(out).metrics.total_return, expected.metrics.total_return);
    assert.equal(JSON.parse(out).run_hash, expected.runHash);
  }));

Deno.test("sweep: cells in the order of the engine, the last axis fastest", () =>
  inFolder(async (folder) => {
    const { code, out } = await run(
      ...[folder, "sweep", "--say", SAID, "--candles", "c.csv"] as const,
      ...["--axis", "rsi.period=5:9:2", "--axis", "crossover.value=30:31:0.5"],
    );
    assert.equal(code, 0);
    const { axes, cells, metrics, sound } = JSON.parse(out);
    assert.deepEqual(axes.map(({ values }: { values: number[] }) => values), [
      [5, 7, 9],
      [30, 30.5, 31],
    ]);
    const expected = await runSweep(walk, document, axes, DEFAULT_SETTINGS);
    assert.equal(cells, 9);
    assert.deepEqual(metrics.total_return, [...expected.metrics.total_return!]);
    assert.deepEqual(sound, [...expected.sound]);
  }));

Deno.test("robustness: prints what the engine finds, to the last digit", () =>
  inFolder(async (folder) => {
    await Deno.copyFile(`${folder}/c.csv`, `${folder}/ETH-USDT_1h.csv`);
    const { code, out, err } = await run(
      ...[folder, "robustness", "--say", SAID, "--candles", "c.csv", "--seed", "7"] as const,
      ...["--also", "ETH-USDT_1h.csv", "--trials", "12", "--trials-variance", "0.0002"],
    );
    assert.equal(code, 0, err);
    const expected = robustnessToJson(
      await runRobustness({
        candles: walk,
        document,
        settings: DEFAULT_SETTINGS,
        seed: 7,
        others: [{ asset: "ETH/USDT", timeframe: "1h", candles: walk }],
        trials: { count: 12, variance: 0.0002 },
      }),
    );
    assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(expected)));
    assert.deepEqual(Object.keys(JSON.parse(out)).slice(0, 5), [
      "engine_version",
      "run_hash",
      "seed",
      "actual",
      "skipped",
    ]);
  }));

Deno.test("headless commands: what is at fault is named, with exit code 2 and nothing written", () =>
  inFolder(async (folder) => {
    const S = ["--say", SAID, "--candles", "c.csv"];
    const cases: readonly [string, readonly string[], RegExp][] = [
      ["sweep", S, /--axis is needed/],
      ["sweep", [...S, "--axis", "rsi.period=5"], /--axis must be block\.param=from:to:step/],
      ["sweep", [...S, "--axis", "rsi.length=5:9:1"], /RSI has no parameter length/],
      ["robustness", [...S, "--tests", "luck,magic"], /there is no magic\. There are order, luck/],
      ["robustness", [...S, "--seed=-1"], /--seed must be a whole number/],
      ["robustness", [...S, "--also", "other.csv"], /its name must be ASSET_TIMEFRAME\.csv/],
      ["describe", [], /--strategy or --say is needed/],
    ];
    for (const [program, args, message] of cases) {
      const { code, out, err } = await run(folder, program, ...args, "--out", "r.json");
      assert.deepEqual([code, out], [2, ""], `${program} ${args.join(" ")}`);
      assert.match(err, message);
    }
    assert.ok(![...Deno.readDirSync(folder)].some(({ name }) => name === "r.json"));
  }));

Deno.test("axes: values are counted, not added up", () => {
  assert.deepEqual(axisOf("a.b=0.1:0.4:0.1").values, [0.1, 0.2, 0.3, 0.4]);
  assert.deepEqual(axisOf("a.b=-1:1:0.5").values, [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(axisOf("a.b=5:9:3").values, [5, 8]);
  assert.deepEqual(axisOf("a.b=5:5:1").values, [5]);
  for (
    const wrong of ["a=1:2:1", "a.b=1:2", "a.b=2:1:1", "a.b=1:2:0", "a.b=1:x:1", "a.b=0:1:1e-9"]
  ) {
    assert.throws(() => axisOf(wrong), /--axis/, wrong);
  }
});
