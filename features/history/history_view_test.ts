import assert from "node:assert/strict";
import type { Run } from "../../contracts/backtests.ts";
import { toggled } from "../../studio/run/compared_choice.ts";
import { comparePath, isComparable, isOver, sortedRuns } from "./history_view.ts";

const run = (run_id: string, change: Partial<Run> = {}) =>
  ({ run_id, status: "completed", total_return: null, created_at: run_id, ...change }) as Run;
const ids = (runs: readonly Run[]) => runs.map(({ run_id }) => run_id).join("");

Deno.test("history: sorted by a figure, runs without it stay at the end", () => {
  const runs = [
    run("d", { total_return: 0.1 }),
    run("c"),
    run("b", { total_return: 0.3 }),
    run("a", { total_return: -0.2 }),
  ];
  assert.equal(ids(sortedRuns(runs, { key: "total_return", descending: true })), "bdac");
  assert.equal(ids(sortedRuns(runs, { key: "total_return", descending: false })), "adbc");
  assert.equal(ids(sortedRuns(runs, { key: "created_at", descending: false })), "abcd");
});

Deno.test("history: up to four are chosen, a fifth is not, and each can be let go", () => {
  let chosen: readonly string[] = [];
  for (const id of ["a", "b", "c", "d", "e"]) chosen = toggled(chosen, id);
  assert.deepEqual(chosen, ["a", "b", "c", "d"]);
  assert.deepEqual(toggled(chosen, "b"), ["a", "c", "d"]);
});

Deno.test("history: the oldest of the compared comes first; one alone is not compared", () => {
  const runs = [run("new"), run("mid"), run("old")];
  assert.equal(comparePath("s", runs, ["new", "old"]), "/strategies/s/compare?runs=old,new");
  assert.equal(comparePath("s", runs, ["new"]), null);
  assert.equal(comparePath("s", runs, ["new", "gone"]), null);
});

Deno.test("history: what is on its way is neither compared nor deleted; what failed is deleted", () => {
  const over = (status: Run["status"]) => isOver(run("a", { status }));
  const comparable = (status: Run["status"]) => isComparable(run("a", { status }));
  const all = ["pending", "running", "failed", "completed"] as const;
  assert.deepEqual(all.map(over), [false, false, true, true]);
  assert.deepEqual(all.map(comparable), [false, false, false, true]);
});
