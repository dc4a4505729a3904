import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { resolveParams } from "../../strategy/params.ts";
import { cooldown } from "./cooldown.ts";

Deno.test("block cooldown: a number of bars, 3 unless it is given", () => {
  assert.deepEqual(resolveParams(cooldown, {}), { bars: 3 });
  assert.deepEqual(cooldown.role, { kind: "cooldown" });
  assert.equal(cooldown.lookback({ bars: 3 }), 0);
});

Deno.test("block cooldown: its words", () => {
  assert.equal(subtitleOf(cooldown), "3 bars after an exit");
  assert.equal(phraseOf(cooldown), "After an exit it waits 3 bars");
  assert.equal(subtitleOf(cooldown, { bars: 1 }), "1 bar after an exit");
  assert.equal(phraseOf(cooldown, { bars: 1 }), "After an exit it waits 1 bar");
});
