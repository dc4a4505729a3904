/**
 * The robustness lab in one thread: every test but `markets`, for W3's strategy over a year and over five years of hours, from
 * the candles to the verdict; and how long each of the tests takes.
 */
import { compileStrategy, runBacktest } from "../../engine/mod.ts";
import { ROBUSTNESS_TESTS, runRobustness } from "../../engine/robustness.ts";
import { type BenchSuite, median, rowOf, sample } from "../reporting/report.ts";
import { inProcesses } from "./processes.ts";
import { crossDocument, SETTINGS, walkOf } from "./workloads.ts";

const SUITE = "robustness";
const YEAR_BARS = 8_760;
/** To reach, milliseconds, by years. */
const GOALS: Readonly<Record<number, number>> = { 1: 1_500, 5: 8_000 };
const MOST_PEAK_BYTES = 200e6;

/** What the standard set is made of. */
const TESTS = ROBUSTNESS_TESTS.map(({ name }) => name)
  .filter((name) => name !== "markets") as Parameters<typeof runRobustness>[0]["tests"];

export const robustnessSuite: BenchSuite = {
  name: SUITE,
  about: "every test but markets, for W3's strategy over one and five years of hours, one thread",
  async run(report, { quick }) {
    const document = crossDocument(true);
    for (const years of [1, 5]) {
      const bars = quick ? 400 * years : YEAR_BARS * years;
      const candles = walkOf(bars);
      const compiled = compileStrategy(document);
      if (!compiled.ok) throw new Error("W3 does not compile");
      const { num_trades } = runBacktest(candles, compiled.plan, SETTINGS).metrics;
      const ofTest = new Map<string, number[]>();
      const whole = await sample(async () => {
        let before = performance.now();
        await runRobustness({
          candles,
          document,
          settings: SETTINGS,
          tests: TESTS,
          onTest: (name) => {
            const now = performance.now();
            ofTest.set(name, [...ofTest.get(name) ?? [], now - before]);
            before = now;
          },
        });
      }, { samples: quick ? 1 : years === 1 ? 11 : 5, warmUp: quick ? 0 : 1 });
      const label = `${years === 1 ? "1 year" : `${years} years`}, ${
        bars.toLocaleString("en")
      } candles`;
      const goal = GOALS[years]!;
      report(rowOf(SUITE, `${label}: all tests`, whole, { goal, note: `${num_trades} trades` }));
      for (const [name, durations] of ofTest) {
        // The warm-up comes first.
        const counted = durations.slice(-whole.length);
        report(rowOf(SUITE, `${label}: ${name}`, counted, {
          note: `${Math.round(100 * median(counted) / median(whole))} % of all`,
        }));
      }
      const { ms, peaks } = await inProcesses(bars, "robustness", quick ? 1 : 3);
      report(rowOf(SUITE, `${label}: first thing in a process`, ms, {
        peakBytes: median(peaks),
        goalPeakBytes: MOST_PEAK_BYTES,
        note: "peak of the whole process, candles and runtime included",
      }));
    }
  },
};
