import assert from "node:assert/strict";
import { resolveParams } from "../../strategy/params.ts";
import { cooldown } from "./cooldown.ts";

Deno.test("block cooldown: a number of bars, 3 unless it is given", () => {
  assert.deepEqual(resolveParams(cooldown, {}), { bars: 3 });
  assert.deepEqual(cooldown.role, { kind: "cooldown" });
  assert.equal(cooldown.lookback({ bars: 3 }), 0);
});
