import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { resolveParams } from "../../strategy/params.ts";
import { timeExit } from "./time_exit.ts";

Deno.test("block time_exit: a number of bars, 24 unless it is given", () => {
  assert.deepEqual(resolveParams(timeExit, {}), { bars: 24 });
  assert.deepEqual(timeExit.role, { kind: "time_exit" });
  assert.equal(timeExit.lookback({ bars: 24 }), 0);
});

Deno.test("block time_exit: its words", () => {
  assert.equal(subtitleOf(timeExit), "after 24 bars");
  assert.equal(phraseOf(timeExit), "after 24 bars");
  assert.equal(subtitleOf(timeExit, { bars: 1 }), "after 1 bar");
  assert.equal(phraseOf(timeExit, { bars: 1 }), "after 1 bar");
});
