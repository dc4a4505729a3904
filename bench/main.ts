/**
 * `deno task bench [--json] [--quick] [SUITE …]`: speed and memory, measured beside peers in the same run. Without names all
 * suites run, one after the other, because the figures of two at once would be nobody's.
 */
import { type BenchRow, type BenchSuite, formatRow, machineLine } from "./report.ts";
import { SUITES } from "./suites.ts";

const json = Deno.args.includes("--json");
const quick = Deno.args.includes("--quick");
const names = Deno.args.filter((arg) => !arg.startsWith("--"));
const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
if (Deno.args.includes("--help") || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no suite ${unknown.join(", ")}.`);
  console.error("deno task bench [--json] [--quick] [SUITE …]\n");
  for (const suite of SUITES) console.error(`  ${suite.name.padEnd(12)} ${suite.about}`);
  Deno.exit(unknown.length > 0 ? 2 : 0);
}

const chosen: readonly BenchSuite[] = SUITES.filter((suite) =>
  names.length === 0 || names.includes(suite.name)
);
const rows: BenchRow[] = [];
if (!json) console.log(machineLine());
for (const suite of chosen) {
  if (!json) console.log(`\n${suite.name}: ${suite.about}`);
  await suite.run((row) => {
    rows.push(row);
    if (!json) console.log(formatRow(row));
  }, { quick });
}
if (json) console.log(JSON.stringify({ machine: machineLine(), rows }, null, 2));
Deno.exit(0);
