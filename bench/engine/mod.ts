/**
 * The engine on deterministic walks. W1: SMA 10/50 cross, all in, fee 0.1 %, the full result. W3: the same with a stop of 2 %
 * and a target of 4 %. Each beside a hand-written loop in the same run.
 */
import { compileStrategy, parseStrategy, runBacktest, type RunSettings } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { type BenchSuite, median, percentile, type Report, sample } from "../report.ts";
import { crossLoop } from "./yardstick.ts";

const SIZES = [8_760, 100_000, 1_000_000];
const SETTINGS: RunSettings = {
  initialCapital: 10_000,
  feeRate: 0.001,
  slippageRate: 0,
  intrabar: "stop_first",
};

export const engineSuite: BenchSuite = {
  name: "engine",
  about: "W1 and W3 over 8,760, 100,000 and 1,000,000 candles, beside a plain loop",
  async run(report) {
    for (const bars of SIZES) {
      await measure("W1", bars, false, report);
      await measure("W3", bars, true, report);
    }
  },
};

async function measure(name: string, bars: number, levels: boolean, report: Report): Promise<void> {
  const candles = randomWalk({ bars, seed: 42, step: 0.01 });
  const plan = crossPlan(levels);
  const stop = levels ? 0.02 : 0;
  const samples = bars > 500_000 ? 11 : bars > 50_000 ? 60 : 300;
  const options = { samples, warmUp: 5 };
  const label = `${name}, ${bars.toLocaleString("en")} candles`;
  const loop = await sample(
    () => crossLoop(candles, { capital: 10_000, fee: 0.001, stop, target: 0.04 }),
    options,
  );
  const engine = await sample(() => runBacktest(candles, plan, SETTINGS), options);
  const rows: [string, number[], number?][] = [
    [`${label}: plain loop`, loop],
    [`${label}: engine`, engine, median(engine) / median(loop)],
  ];
  for (const [rowName, durations, ratio] of rows) {
    report({
      suite: "engine",
      name: rowName,
      samples,
      medianMs: median(durations),
      p99Ms: percentile(durations, 0.99),
      ...(ratio === undefined ? {} : { ratio, against: "the plain loop" }),
    });
  }
}

function crossPlan(levels: boolean) {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  const parsed = parseStrategy({
    version: 1,
    blocks: [
      { id: "fast", type: "sma", params: { period: 10 } },
      { id: "slow", type: "sma", params: { period: 50 } },
      { id: "up", type: "crossover", params: { direction: "above" } },
      { id: "down", type: "crossover", params: { direction: "below" } },
      { id: "buy", type: "entry_signal" },
      { id: "sell", type: "exit_signal" },
      ...(levels
        ? [
          { id: "stop", type: "stop_loss", params: { mode: "percent", value: 2 } },
          { id: "target", type: "take_profit", params: { mode: "percent", value: 4 } },
        ]
        : []),
    ],
    connections: [
      ["fast.value", "up.a"],
      ["slow.value", "up.b"],
      ["fast.value", "down.a"],
      ["slow.value", "down.b"],
      ["up.signal", "buy.signal"],
      ["down.signal", "sell.signal"],
    ].map(([from = "", to = ""]) => ({ from: end(from), to: end(to) })),
  });
  const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  return compiled.plan;
}
