/**
 * `deno task bench [--json] [--quick] [SUITE | WORKLOAD …]`: speed and memory, measured beside peers in the same run. Without
 * names all suites run but those that take minutes, one after the other, because the figures of two at once would be nobody's.
 */
import { type BenchRow, type BenchSuite, formatRow, machineLine } from "./reporting/report.ts";
import { SUITES } from "./suites.ts";

const json = Deno.args.includes("--json");
const quick = Deno.args.includes("--quick");
const names = Deno.args.filter((arg) => !arg.startsWith("--"));
const goesBy = (suite: BenchSuite, name: string) =>
  suite.name === name || (suite.workloads?.includes(name) ?? false);
const unknown = names.filter((name) => !SUITES.some((suite) => goesBy(suite, name)));
if (Deno.args.includes("--help") || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no suite ${unknown.join(", ")}.`);
  console.error("deno task bench [--json] [--quick] [SUITE | WORKLOAD …]\n");
  for (const { name, workloads, about } of SUITES) {
    console.error(`  ${[name, ...workloads ?? []].join(", ").padEnd(18)} ${about}`);
  }
  Deno.exit(unknown.length > 0 ? 2 : 0);
}

const chosen: readonly BenchSuite[] = SUITES.filter((suite) =>
  names.length === 0 ? !suite.long : names.some((name) => goesBy(suite, name))
);
const rows: BenchRow[] = [];
// Before anything is measured: the load is that of others.
const machine = machineLine();
if (!json) console.log(machine);
for (const suite of chosen) {
  if (!json) console.log(`\n${suite.name}: ${suite.about}`);
  await suite.run((row) => {
    rows.push(row);
    if (!json) console.log(formatRow(row));
  }, {
    quick,
    // The name of the suite asks for all of it.
    wants: (workload) =>
      names.length === 0 || names.includes(suite.name) || names.includes(workload),
  });
}
if (json) console.log(JSON.stringify({ machine, rows }, null, 2));
Deno.exit(0);
