/** W2: 50 × 50 pairs of averages over a year of hours, in one thread, beside a plain loop over the same pairs. */
import assert from "node:assert/strict";
import { compileStrategy, runBacktest } from "../../engine/mod.ts";
import { runSweep } from "../../engine/sweep.ts";
import { type BenchSuite, median, rowOf, sampleInTurns } from "../reporting/report.ts";
import { grademarkRun } from "./grademark.ts";
import { CAPITAL, crossDocument, FAST, FEE, SETTINGS, SLOW, walkOf } from "./workloads.ts";
import { sweepLoop } from "./yardstick.ts";

const SUITE = "sweep";
const MOST_MS = 35;

export const sweepSuite: BenchSuite = {
  name: SUITE,
  about: "W2: 2,500 runs of SMA crosses over 8,760 candles, beside a plain loop and single runs",
  workloads: ["W2"],
  async run(report, { quick }) {
    const candles = walkOf(quick ? 1_000 : 8_760);
    const document = crossDocument(false);
    const [fast, slow] = quick ? [FAST.slice(0, 4), SLOW.slice(0, 4)] : [FAST, SLOW];
    const axes = [
      { block: "fast", param: "period", values: fast },
      { block: "slow", param: "period", values: slow },
    ];
    const options = { capital: CAPITAL, fee: FEE };
    const cells = fast.length * slow.length;
    const { metrics } = await runSweep(candles, document, axes, SETTINGS);
    // A yardstick that did something else would be none.
    const { returns, drawdowns, trades } = sweepLoop(candles, fast, slow, options);
    for (let cell = 0; cell < cells; cell++) {
      assert.ok(Math.abs(returns[cell]! - metrics.total_return![cell]!) < 1e-6, `cell ${cell}`);
      assert.ok(Math.abs(drawdowns[cell]! - metrics.max_drawdown![cell]!) < 1e-9, `cell ${cell}`);
      assert.equal(trades[cell], metrics.num_trades![cell], `cell ${cell}`);
    }

    const { loop, engine } = await sampleInTurns({
      loop: () => sweepLoop(candles, fast, slow, options),
      engine: () => runSweep(candles, document, axes, SETTINGS),
    }, { samples: quick ? 1 : 20, warmUp: 2 });
    const label = `W2, ${cells.toLocaleString("en")} runs`;
    report(rowOf(SUITE, `${label}: plain loop (return, drawdown, trades)`, loop));
    report(rowOf(SUITE, `${label}: runSweep (all metrics)`, engine, {
      goal: MOST_MS,
      ratio: median(engine) / median(loop),
      against: "the plain loop",
    }));

    const single = () => {
      for (const a of fast) {
        for (const b of slow) {
          const blocks = document.blocks.map((block) =>
            block.id === "fast"
              ? { ...block, params: { period: a } }
              : block.id === "slow"
              ? { ...block, params: { period: b } }
              : block
          );
          const compiled = compileStrategy({ ...document, blocks });
          if (compiled.ok) runBacktest(candles, compiled.plan, SETTINGS);
        }
      }
    };
    const { runs } = await sampleInTurns({ runs: single }, { samples: quick ? 1 : 3, warmUp: 1 });
    report(rowOf(SUITE, `${label}: compiled and run one by one`, runs, {
      ratio: median(runs) / median(engine),
      against: "runSweep",
    }));

    const few = fast.slice(0, 5).map((a, k) =>
      grademarkRun(candles, { capital: CAPITAL, stop: 0, target: 0 }, a, slow[k]!)
    );
    const { grademark } = await sampleInTurns({ grademark: () => few.forEach((run) => run()) }, {
      samples: quick ? 1 : 5,
      warmUp: 1,
    });
    const scaled = grademark.map((ms) => ms * cells / few.length);
    report(rowOf(SUITE, `${label}: grademark 0.3.0`, scaled, {
      ratio: median(scaled) / median(engine),
      against: "runSweep",
      note: `${few.length} runs, scaled`,
    }));
  },
};
