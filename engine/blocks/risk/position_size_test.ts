import assert from "node:assert/strict";
import { resolveParams } from "../../strategy/params.ts";
import { positionSize } from "./position_size.ts";

Deno.test("block position_size: each way to measure has its own usual size", () => {
  const valueOf = (mode: string) => resolveParams(positionSize, { mode }).value;
  const modes = ["percent_of_equity", "fixed_amount", "risk_percent"];
  assert.deepEqual(modes.map(valueOf), [100, 1000, 1]);
  assert.deepEqual(positionSize.role, { kind: "position_size" });
});

Deno.test("block position_size: a share is at most all of it, an amount is a positive number", () => {
  const check = (mode: string, value: number) => positionSize.check!({ mode, value });
  assert.equal(check("percent_of_equity", 100), null);
  assert.equal(check("percent_of_equity", 101)?.param, "value");
  assert.equal(check("risk_percent", 0)?.param, "value");
  assert.equal(check("fixed_amount", 5_000_000), null);
});
