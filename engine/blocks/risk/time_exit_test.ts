import assert from "node:assert/strict";
import { resolveParams } from "../../strategy/params.ts";
import { timeExit } from "./time_exit.ts";

Deno.test("block time_exit: a number of bars, 24 unless it is given", () => {
  assert.deepEqual(resolveParams(timeExit, {}), { bars: 24 });
  assert.deepEqual(timeExit.role, { kind: "time_exit" });
  assert.equal(timeExit.lookback({ bars: 24 }), 0);
});
