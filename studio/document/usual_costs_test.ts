import assert from "node:assert/strict";
import { DEFAULT_FEE_PERCENT, DEFAULT_SLIPPAGE_PERCENT } from "../../contracts/backtests.ts";
import { USUAL_COSTS } from "./usual_costs.ts";

Deno.test("usual costs are those of the contracts", () => {
  assert.equal(USUAL_COSTS.fee_percent, DEFAULT_FEE_PERCENT);
  assert.equal(USUAL_COSTS.slippage_percent, DEFAULT_SLIPPAGE_PERCENT);
});
