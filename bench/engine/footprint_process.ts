/**
 * A process of its own that does one thing and prints what it took. First argument: candles; second: engine, grademark or
 * robustness.
 */
import { runBacktest } from "../../engine/mod.ts";
import { CAPITAL, crossDocument, crossPlan, SETTINGS, walkOf } from "./workloads.ts";

const bars = Number(Deno.args[0]);
const candles = walkOf(bars);
let ms: number;
if (Deno.args[1] === "grademark") {
  const { grademarkRun } = await import("./grademark.ts");
  const run = grademarkRun(candles, { capital: CAPITAL, stop: 0, target: 0 });
  const started = performance.now();
  run();
  ms = performance.now() - started;
} else if (Deno.args[1] === "robustness") {
  const { runRobustness } = await import("../../engine/robustness.ts");
  const started = performance.now();
  const { verdict } = await runRobustness({
    candles,
    document: crossDocument(true),
    settings: SETTINGS,
  });
  ms = performance.now() - started;
  if (verdict === undefined) throw new Error("nothing was tested");
} else {
  const started = performance.now();
  const result = runBacktest(candles, crossPlan(false), SETTINGS);
  ms = performance.now() - started;
  if (result.trades.length === 0) throw new Error("nothing was traded");
}
const status = Deno.readTextFileSync("/proc/self/status");
const peakKilobytes = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]);
console.log(JSON.stringify({ ms, peakBytes: peakKilobytes * 1024 }));
