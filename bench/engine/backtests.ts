/**
 * W1: SMA 10/50 cross, all in, fee 0.1 %, the full result. W3: the same with a stop of 2 % and a target of 4 %. Each beside a
 * hand-written loop for this one strategy and the npm package grademark, in turns. Trades become objects when they are read,
 * which is measured by itself too.
 */
import assert from "node:assert/strict";
import { type CandleSeries, runBacktest } from "../../engine/mod.ts";
import { type BenchSuite, median, type Report, rowOf, sampleInTurns } from "../reporting/report.ts";
import { grademarkRun } from "./grademark.ts";
import { CAPITAL, crossPlan, FEE, SETTINGS, STOP, TARGET, walkOf } from "./workloads.ts";
import { crossLoop } from "./yardstick.ts";

const SUITE = "engine";
/** How much a general engine may cost on top of a loop for one strategy. */
const MOST_RATIO = 2;
/** To reach, milliseconds, by workload and number of candles. */
const GOALS: Readonly<Record<string, number>> = {
  "W1 8760": 0.25,
  "W1 1000000": 25,
  "W3 1000000": 30,
};

export const backtestSuite: BenchSuite = {
  name: SUITE,
  about: "W1 and W3 over 8,760, 100,000 and 1,000,000 candles, beside a plain loop and grademark",
  workloads: ["W1", "W3"],
  async run(report, { quick, wants }) {
    for (const bars of quick ? [2_000] : [8_760, 100_000, 1_000_000]) {
      const candles = walkOf(bars);
      const samples = quick ? 2 : samplesFor(bars);
      if (wants("W1")) await measure("W1", candles, false, samples, report);
      if (wants("W3")) await measure("W3", candles, true, samples, report);
    }
  },
};

function samplesFor(bars: number): number {
  return bars > 500_000 ? 25 : bars > 50_000 ? 100 : 1000;
}

async function measure(
  name: string,
  candles: CandleSeries,
  levels: boolean,
  samples: number,
  report: Report,
): Promise<void> {
  const plan = crossPlan(levels);
  const options = {
    capital: CAPITAL,
    fee: FEE,
    stop: levels ? STOP : 0,
    target: levels ? TARGET : 0,
  };
  sameWork(candles, plan, options);
  const { loop, engine, read } = await sampleInTurns({
    loop: () => crossLoop(candles, options),
    engine: () => runBacktest(candles, plan, SETTINGS),
    read: () => runBacktest(candles, plan, SETTINGS).trades.length,
  }, { samples, warmUp: samples > 2 ? 15 : 1 });
  const label = `${name}, ${candles.length.toLocaleString("en")} candles`;
  const ratio = median(engine) / median(loop);
  const goal = GOALS[`${name} ${candles.length}`];
  report(rowOf(SUITE, `${label}: plain loop`, loop));
  report(rowOf(SUITE, `${label}: engine`, engine, {
    ratio,
    against: "the plain loop",
    goalRatio: MOST_RATIO,
    ...(goal === undefined ? {} : { goal }),
  }));
  report(rowOf(SUITE, `${label}: engine, and its trades read`, read, {
    ratio: median(read) / median(loop),
    against: "the plain loop",
    note: "the loop counts them",
  }));
  const peer = grademarkRun(candles, options);
  const { grademark } = await sampleInTurns({ grademark: peer }, {
    samples: candles.length > 50_000 ? 2 : Math.min(samples, 20),
    warmUp: 1,
  });
  report(rowOf(SUITE, `${label}: grademark 0.3.0`, grademark, {
    ratio: median(grademark) / median(engine),
    against: "the engine",
    note: "trades alone, no fee",
  }));
}

/** A yardstick that did less, or something else, would be none. */
function sameWork(
  candles: CandleSeries,
  plan: ReturnType<typeof crossPlan>,
  options: Parameters<typeof crossLoop>[1],
): void {
  const loop = crossLoop(candles, options);
  const { equity, metrics } = runBacktest(candles, plan, SETTINGS);
  assert.equal(loop.trades, metrics.num_trades);
  assert.ok(Math.abs(loop.maxDrawdown - metrics.max_drawdown!) < 1e-9);
  for (let i = 0; i < equity.length; i++) {
    assert.ok(Math.abs(loop.equity[i]! - equity[i]!) <= 1e-6 * equity[i]!, `equity at bar ${i}`);
  }
}
