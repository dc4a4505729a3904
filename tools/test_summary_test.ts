import assert from "node:assert/strict";
import { joinSummaries, readSummary } from "./test_summary.ts";

const report = (cases: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="7" failures="2" errors="0" time="0.1">
    <testsuite name="./a_test.ts" tests="7" disabled="2" errors="0" failures="2">
        ${cases}
    </testsuite>
</testsuites>`;

Deno.test("test summary: tests that passed, failed and were skipped are counted, the skipped ones by name", () => {
  const summary = readSummary(report(`
    <testcase name="plain" classname="./a_test.ts" time="0.0" line="1" col="6">
    </testcase>
    <testcase name="broken" classname="./a_test.ts" time="0.0" line="2" col="6">
      <failure message="Uncaught Error: x">Error: a &lt;testcase&gt; in a message</failure>
    </testcase>
    <testcase name="queue on &quot;Redis&quot; &amp; more [needs redis]" classname="./a_test.ts" line="3" col="6">
      <skipped/>
    </testcase>`));
  assert.deepEqual(summary, {
    passed: 1,
    failed: 1,
    failures: ["broken: Error: a <testcase> in a message"],
    skipped: ['queue on "Redis" & more [needs redis]'],
  });
});

Deno.test("test summary: a step counts with its test, unless it was skipped", () => {
  const summary = readSummary(report(`
    <testcase name="good" line="1"></testcase>
    <testcase name="bad" line="2"><failure message="1 test step failed">1 test step failed.</failure></testcase>
    <testcase name="5 &gt; 3 holds" line="3"></testcase>
    <testcase name="good &gt; one" line="1"></testcase>
    <testcase name="good &gt; one &gt; inner" line="1"></testcase>
    <testcase name="good &gt; two" line="1"><skipped/></testcase>
    <testcase name="bad &gt; one" line="2"><failure message="x">x</failure></testcase>`));
  assert.deepEqual(summary, {
    passed: 2,
    failed: 1,
    failures: ["bad: 1 test step failed.", "bad > one: x"],
    skipped: ["good > two"],
  });
});

Deno.test("test summary: no report counts nothing", () => {
  assert.deepEqual(readSummary(""), { passed: 0, failed: 0, failures: [], skipped: [] });
});

Deno.test("test summary: several reports add up", () => {
  const one = { passed: 2, failed: 1, failures: ["a: x"], skipped: ["b"] };
  assert.deepEqual(joinSummaries([one, { passed: 3, failed: 0, failures: [], skipped: ["c"] }]), {
    passed: 5,
    failed: 1,
    failures: ["a: x"],
    skipped: ["b", "c"],
  });
});
