import assert from "node:assert/strict";
import { type KeptRun, problemOfBars, RunDrawings } from "./run_drawings.ts";

const RUN = {} as KeptRun;

Deno.test("run drawings: a run is read once for what is asked of it within a minute", async () => {
  let now = 0;
  let reads = 0;
  const drawings = new RunDrawings(() => now);
  const read = () => drawings.of("a", () => Promise.resolve((reads++, RUN)));
  await read();
  now = 59_000;
  await read();
  assert.equal(reads, 1);
  now = 60_000;
  await read();
  assert.equal(reads, 2);
  // A clock that was set back says nothing about age.
  now = 0;
  await read();
  assert.equal(reads, 3);
});

Deno.test("run drawings: the runs asked for last are kept, and no failure is", async () => {
  const reads: string[] = [];
  const drawings = new RunDrawings(() => 0);
  const read = (id: string) => drawings.of(id, () => Promise.resolve((reads.push(id), RUN)));
  for (const id of ["a", "b", "c", "d", "a", "e", "a", "b"]) await read(id);
  assert.deepEqual(reads, ["a", "b", "c", "d", "e", "b"]);
  await assert.rejects(drawings.of("f", () => Promise.reject(new Error("gone"))));
  await read("f");
  assert.equal(reads.at(-1), "f");
});

Deno.test("run drawings: bars that there are not, and too many at once, are named", () => {
  const problem = (from: number, to: number, each = 1) =>
    problemOfBars({ from, to, each }, 10_000)?.path ?? null;
  assert.equal(problem(0, 4000), null);
  assert.equal(problem(0, 4001), "to_bar");
  assert.equal(problem(0, 10_000, 8), null);
  assert.equal(problem(0, 10_001, 8), "to_bar");
  assert.equal(problem(5, 5), "from_bar");
  assert.equal(problem(9_999, 10_000), null);
});
