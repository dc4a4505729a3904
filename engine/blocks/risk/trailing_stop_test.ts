import assert from "node:assert/strict";
import { resolveParams } from "../../strategy/params.ts";
import { trailingStop } from "./trailing_stop.ts";

Deno.test("block trailing_stop: each way to measure has its own usual distance", () => {
  const valueOf = (mode: string) => resolveParams(trailingStop, { mode }).value;
  assert.deepEqual(["percent", "atr"].map(valueOf), [5, 3]);
  assert.deepEqual(trailingStop.role, { kind: "trailing_stop" });
});

Deno.test("block trailing_stop: its bounds are those of a percentage or of a multiple", () => {
  const check = (mode: string, value: number) => trailingStop.check!({ mode, value, period: 14 });
  assert.equal(check("percent", 5), null);
  assert.equal(check("percent", 0)?.param, "value");
  assert.equal(check("atr", 25)?.param, "value");
});
