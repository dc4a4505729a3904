/** The first run of a process, the memory a long run needs at its peak, and what a browser has to load. */
import { bundleForBrowser } from "../../tests/support/browser_bundle.ts";
import { type BenchSuite, median, rowOf } from "../reporting/report.ts";
import { inProcesses } from "./processes.ts";

const SUITE = "footprint";
const MOST_COLD_MS = 10;
const MOST_PEAK_BYTES = 250e6;
const MOST_KB = 45;

export const footprintSuite: BenchSuite = {
  name: SUITE,
  about: "the first run of a process, peak memory of W1 on 1,000,000 candles, size for the browser",
  async run(report, { quick }) {
    const times = quick ? 1 : 11;
    const cold = await inProcesses(8_760, "engine", times);
    report(rowOf(SUITE, "W1, 8,760 candles, compiled and run first thing", cold.ms, {
      goal: MOST_COLD_MS,
    }));
    const bars = quick ? 20_000 : 1_000_000;
    for (const [name, label] of [["engine", "engine"], ["grademark", "grademark 0.3.0"]] as const) {
      const { ms, peaks } = await inProcesses(bars, name, quick ? 1 : 3);
      report(rowOf(SUITE, `W1, ${bars.toLocaleString("en")} candles, first thing: ${label}`, ms, {
        peakBytes: median(peaks),
        ...(name === "engine" ? { goalPeakBytes: MOST_PEAK_BYTES } : {}),
        note: "peak of the whole process, candles included",
      }));
    }
    const { gzipBytes } = await bundleForBrowser("engine/mod.ts");
    report(rowOf(SUITE, "engine for the browser", [gzipBytes / 1000], {
      unit: "KB",
      goal: MOST_KB,
      note: "one module, minified and compressed",
    }));
  },
};
