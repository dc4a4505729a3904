/** The commands beside `backtest`, as programs: what they print, and how they end. */
import assert from "node:assert/strict";
import { encodeCandlesCsv } from "../bench/service/candles_csv.ts";
import { DEFAULT_SETTINGS, runSweep } from "../engine/mod.ts";
import { robustnessToJson, runRobustness } from "../engine/robustness.ts";
import { documentOf } from "../engine/testing/document.ts";
import { randomWalk } from "../engine/testing/random_walk.ts";
import { runTool as run } from "../tests/support/tool.ts";
import { axisOf } from "./headless/axes.ts";

const walk = randomWalk({ bars: 1_200, seed: 4, start: 20_000 });
const document = documentOf(
  {
    rsi: ["rsi", { period: 7 }],
    up: ["crossover", { value: 35 }],
    high: ["compare", { value: 60 }],
    buy: ["entry_signal"],
    sell: ["exit_signal"],
    stop: ["stop_loss", { value: 4 }],
  },
  "rsi.value → up.a, rsi.value → high.a, up.signal → buy.signal, high.signal → sell.signal",
);

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/s.json`, JSON.stringify(document));
    await Deno.writeTextFile(`${folder}/c.csv`, encodeCandlesCsv(walk));
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("describe: the sentences of a strategy, one a line", () =>
  inFolder(async (folder) => {
    const { code, out } = await run(folder, "describe", "--strategy", "s.json");
    assert.equal(code, 0);
    assert.equal(
      out,
      "Buy when RSI(7) crosses above 35.\n" +
        "Sell when RSI(7) is above 60, or at a loss of 4 %.\nEach trade uses all of the balance.\n",
    );
  }));

Deno.test("sweep: cells in the order of the engine, the last axis fastest", () =>
  inFolder(async (folder) => {
    const { code, out } = await run(
      ...[folder, "sweep", "--strategy", "s.json", "--candles", "c.csv"] as const,
      ...["--axis", "rsi.period=5:9:2", "--axis", "up.value=30:31:0.5"],
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
      ...[
        folder,
        "robustness",
        "--strategy",
        "s.json",
        "--candles",
        "c.csv",
        "--seed",
        "7",
      ] as const,
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
    const S = ["--strategy", "s.json", "--candles", "c.csv"];
    const cases: readonly [string, readonly string[], RegExp][] = [
      ["sweep", S, /--axis is needed/],
      ["sweep", [...S, "--axis", "rsi.period=5"], /--axis must be block\.param=from:to:step/],
      ["sweep", [...S, "--axis", "rsi.length=5:9:1"], /RSI has no parameter length/],
      ["robustness", [...S, "--tests", "luck,magic"], /there is no magic\. There are order, luck/],
      ["robustness", [...S, "--seed=-1"], /--seed must be a whole number/],
      ["robustness", [...S, "--also", "other.csv"], /its name must be ASSET_TIMEFRAME\.csv/],
      ["describe", [], /--strategy is needed/],
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
