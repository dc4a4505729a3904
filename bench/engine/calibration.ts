/**
 * How often the robustness lab is wrong: of strategies without an edge that made money by luck, how many survive it; of those
 * with an edge that was planted, how many do not. Every figure is the same in each run: only the time is not.
 */
import { compileStrategy, runBacktest } from "../../engine/mod.ts";
import { runRobustness } from "../../engine/robustness.ts";
import { type CalibrationCase, edgeFree, plantedEdge } from "../../engine/testing/calibration.ts";
import { type BenchRow, type BenchSuite, rowOf } from "../reporting/report.ts";

const SUITE = "calibration";
const EDGE_FREE = 400;
const PLANTED = 60;
/** Per cent that may survive of those without an edge that made money, and that must of those with the whole edge. */
const MOST_LUCKY = 7;
const LEAST_PLANTED = 80;

export const calibrationSuite: BenchSuite = {
  name: SUITE,
  about: "what survives the robustness lab: strategies without an edge, and with a planted one",
  long: true,
  async run(report, { quick }) {
    const durations: number[] = [];
    const survive = async (
      name: string,
      count: number,
      caseOf: (k: number) => CalibrationCase,
      more: Partial<BenchRow>,
    ) => {
      const verdicts = new Map<string, number>();
      const deciders = new Map<string, number>();
      const used = quick ? 2 : count;
      let gained = 0;
      for (let k = 0; k < used; k++) {
        const one = caseOf(k);
        if (!(gainOf(one) > 0)) continue;
        gained++;
        const started = performance.now();
        const { verdict, decided_by } = await runRobustness(one);
        durations.push(performance.now() - started);
        countIn(verdicts, verdict);
        if (verdict !== "survives") countIn(deciders, `${verdict} by ${decided_by}`);
      }
      const survived = verdicts.get("survives") ?? 0;
      const share = 100 * survived / Math.max(1, gained);
      report({
        suite: SUITE,
        name,
        unit: "%",
        samples: used,
        median: share,
        p99: share,
        note: `${survived} of ${gained} that made money, of ${used}; ${listed(deciders)}`,
        ...more,
      });
    };
    await survive("without an edge: survived", EDGE_FREE, edgeFree, { goal: MOST_LUCKY });
    await survive("planted edge: survived", PLANTED, (k) => plantedEdge(k), {
      goalLeast: LEAST_PLANTED,
    });
    for (const share of [0.75, 0.5, 0.25]) {
      await survive(
        `${100 * share} % of that edge: survived`,
        PLANTED,
        (k) => plantedEdge(k, share),
        {},
      );
    }
    if (durations.length > 0) report(rowOf(SUITE, "the lab, a strategy", durations));
  },
};

function gainOf({ candles, document, settings }: CalibrationCase): number {
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Error("a strategy of the calibration does not compile");
  return runBacktest(candles, compiled.plan, settings).metrics.total_return ?? 0;
}

function countIn(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort((a, b) => b[1] - a[1]).map(([key, count]) => `${key} ${count}`).join(
    ", ",
  );
}
