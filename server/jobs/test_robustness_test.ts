import assert from "node:assert/strict";
import { JOBS } from "./mod.ts";
import { testRobustness } from "./test_robustness.ts";

Deno.test("test_robustness: a message wakes the lab, and takes no place while it works", async () => {
  let woken = 0;
  const lab = { wake: () => void woken++ };
  const id = crypto.randomUUID();
  const { signal } = new AbortController();
  assert.equal(await testRobustness.handle({ lab } as never, { id }, signal), "done");
  assert.equal(woken, 1);
  assert.ok(JOBS.includes(testRobustness as never));
  assert.equal(testRobustness.payload.safeParse({ id: "x" }).success, false);
});
