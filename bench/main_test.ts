/** The benchmarks as a program: that they run and say what they measured. No figure is looked at. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { BenchRow } from "./reporting/report.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

function bench(...args: string[]) {
  return new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-check", program, ...args] })
    .output();
}

Deno.test("bench: the engine's suites run, beside their yardsticks and peers, and tell it as JSON", async () => {
  const suites = ["engine", "sweep", "indicators", "footprint"];
  const { success, stdout, stderr } = await bench("--quick", "--json", ...suites);
  assert.ok(success, new TextDecoder().decode(stderr));
  const { machine, rows } = JSON.parse(new TextDecoder().decode(stdout)) as {
    machine: string;
    rows: BenchRow[];
  };
  assert.match(machine, /cores, .* Deno \d/);
  assert.deepEqual([...new Set(rows.map(({ suite }) => suite))], suites);
  const named = (pattern: RegExp) => rows.filter(({ name }) => pattern.test(name));
  for (const peer of ["plain loop", "grademark", "technicalindicators", "trading-signals"]) {
    assert.ok(named(new RegExp(peer)).length > 0, peer);
  }
  for (const { name, unit, samples, median, p99, ratio, against } of rows) {
    assert.match(unit, /^(ms|ns\/value|KB)$/, name);
    assert.ok(samples > 0 && median > 0 && p99 >= median, name);
    assert.equal(ratio === undefined, against === undefined, name);
    if (ratio !== undefined) assert.ok(ratio > 0, name);
  }
  const goals = (pattern: RegExp) =>
    named(pattern).map(({ goal, goalRatio, goalPeakBytes }) => goal ?? goalRatio ?? goalPeakBytes);
  assert.deepEqual(goals(/^W[13], 2,000.*: engine$/), [2, 2]);
  assert.deepEqual(goals(/runSweep \(/), [35]);
  assert.deepEqual(goals(/^W4, (sma|stochastic): engine/), [1.7, 17.42]);
  assert.deepEqual(goals(/compiled and run first/), [10]);
  assert.deepEqual(goals(/first thing: engine/), [250e6]);
  assert.deepEqual(goals(/for the browser/), [45]);
  assert.ok(named(/first thing: engine/)[0]!.peakBytes! > 0);
});

Deno.test("bench: the lab is timed test by test, and calibrated where that is asked for", async () => {
  const { success, stdout, stderr } = await bench(
    "--quick",
    "--json",
    "robustness",
    "calibration",
  );
  assert.ok(success, new TextDecoder().decode(stderr));
  const { rows } = JSON.parse(new TextDecoder().decode(stdout)) as { rows: BenchRow[] };
  const named = (pattern: RegExp) => rows.filter(({ name }) => pattern.test(name));
  assert.deepEqual(named(/all tests$/).map(({ goal }) => goal), [1_500, 8_000]);
  assert.equal(named(/^1 year.*: (?!all|first)/).length, 11, "every test but markets");
  assert.deepEqual(named(/first thing/).map(({ goalPeakBytes }) => goalPeakBytes), [200e6, 200e6]);
  const shares = rows.filter(({ unit }) => unit === "%");
  assert.deepEqual(shares.map(({ goal, goalLeast }) => goal ?? goalLeast ?? null), [
    7,
    80,
    null,
    null,
    null,
  ]);
  for (const { name, median } of shares) assert.ok(median >= 0 && median <= 100, name);
});

Deno.test("bench: a workload can be asked for by its name", async () => {
  const { success, stdout, stderr } = await bench("--quick", "--json", "W3");
  assert.ok(success, new TextDecoder().decode(stderr));
  const { rows } = JSON.parse(new TextDecoder().decode(stdout)) as { rows: BenchRow[] };
  assert.ok(rows.length > 0);
  for (const { name } of rows) assert.match(name, /^W3,/);
});

Deno.test("bench: a suite that does not exist is named", async () => {
  const { code, stderr } = await bench("W9");
  assert.equal(code, 2);
  assert.match(new TextDecoder().decode(stderr), /There is no suite W9/);
});
