import assert from "node:assert/strict";
import { judgeCoverage, readCoverage } from "./test_coverage.ts";

const record = (path: string, counts: readonly number[]) =>
  `SF:${path}\n${counts.map((n, i) => `DA:${i + 1},${n}`).join("\n")}\nLH:0\nLF:0\nend_of_record\n`;

const ROOMS = ["engine", "server", "studio", "contracts"];

Deno.test("coverage: lines are added up by room, without tests and other folders", () => {
  const rooms = readCoverage(
    [
      record("/p/engine/a.ts", [1, 0, 12, 10]),
      record("/p/engine/b/c.ts", [0, 0]),
      record("/p/engine/a_test.ts", [0, 0, 0]),
      record("/p/server/queue/testing/fake.ts", [0]),
      record("/p/routes/app.tsx", [0]),
      record("/other/engine/a.ts", [0]),
      record("/p/studio/s.ts", [3]),
    ].join(""),
    "/p",
  );
  assert.deepEqual(rooms, [
    { room: "engine", lines: 6, covered: 3 },
    { room: "server", lines: 0, covered: 0 },
    { room: "studio", lines: 1, covered: 1 },
    { room: "contracts", lines: 0, covered: 0 },
  ]);
});

Deno.test("coverage: a room below the floor fails, and so does one that nothing was read of", () => {
  const at = (covered: number) => ROOMS.map((room) => ({ room, lines: 10_000, covered }));
  assert.deepEqual(judgeCoverage(at(8_500)).failures, []);
  assert.deepEqual(judgeCoverage(at(8_500)).report[0], "coverage: engine 85.0 % of 10000 lines");
  const { failures } = judgeCoverage(at(8_499));
  assert.equal(failures.length, 4);
  assert.match(failures[0] ?? "", /^coverage: engine has 84\.9 % .* below 85\.0 %$/);
  assert.equal(judgeCoverage(readCoverage("", "/p")).failures.length, 4);
});
