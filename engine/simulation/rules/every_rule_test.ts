/** The rules have tests by their numbers, and none of them is without one. */
import assert from "node:assert/strict";

const RULES = 21;
/** Rule 21, no look-ahead, is a property over random strategies rather than a table. */
const ELSEWHERE = ["../properties_test.ts"];

Deno.test("rules: each of them has a test that bears its number", async () => {
  const here = new URL("./", import.meta.url);
  const files = ELSEWHERE.map((path) => new URL(path, here));
  for await (const { name } of Deno.readDir(here)) {
    if (name.endsWith("_test.ts")) files.push(new URL(name, here));
  }
  const named = new Set<number>();
  for (const file of files) {
    const text = await Deno.readTextFile(file);
    for (const [, rule] of text.matchAll(/Deno\.test\(\s*["`](?:\w+, )?rule (\d+):/g)) {
      named.add(Number(rule));
    }
  }
  const missing = Array.from({ length: RULES }, (_, k) => k + 1).filter((rule) => !named.has(rule));
  assert.deepEqual(missing, []);
});
