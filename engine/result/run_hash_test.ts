import assert from "node:assert/strict";
import { compileStrategy, DEFAULT_SETTINGS, resultToJson, runBacktest, TEMPLATES } from "../mod.ts";
import { randomWalk } from "../testing/random_walk.ts";

const walk = randomWalk({ bars: 300, seed: 1 });

function resultWith(venue?: string) {
  const compiled = compileStrategy(TEMPLATES[0]!.document);
  assert.ok(compiled.ok);
  const settings = venue === undefined ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, venue };
  return resultToJson(runBacktest(walk, compiled.plan, settings));
}

Deno.test("run hash: without a venue it is what it was before there were venues", () => {
  assert.equal(
    resultWith().run_hash,
    "29e13cc260cba888dd596285dcfbce91e002d218536b86061bcf59372d1e2cf0",
  );
});

Deno.test("run hash: the venue is part of it and of the result's data, and changes nothing else", () => {
  const { run_hash: bare, data, ...rest } = resultWith();
  const hashes = new Set([bare]);
  for (const venue of ["binance", "kraken"]) {
    const { run_hash, data: own, ...others } = resultWith(venue);
    hashes.add(run_hash);
    assert.deepEqual(own, { ...data, venue });
    assert.deepEqual(others, rest);
  }
  assert.equal(hashes.size, 3);
});

Deno.test("run hash: a venue that is no name is refused", () => {
  for (const venue of ["x".repeat(65), 7, null]) {
    assert.throws(() => resultWith(venue as string), RangeError);
  }
});
