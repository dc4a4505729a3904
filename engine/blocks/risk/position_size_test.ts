import assert from "node:assert/strict";
import { phraseOf, subtitleOf } from "../../testing/block_words.ts";
import { resolveParams } from "../../strategy/params.ts";
import type { ParamValue } from "../definition/definition.ts";
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

Deno.test("block position_size: its words", () => {
  const words = (mode: string, value?: number) => {
    const given: Record<string, ParamValue> = value === undefined ? { mode } : { mode, value };
    return [subtitleOf(positionSize, given), phraseOf(positionSize, given)];
  };
  assert.deepEqual(words("percent_of_equity"), [
    "100 % of equity",
    "Each trade uses all of the balance",
  ]);
  assert.deepEqual(words("percent_of_equity", 25), [
    "25 % of equity",
    "Each trade uses 25 % of the balance",
  ]);
  assert.deepEqual(words("fixed_amount"), ["1,000 USDT a trade", "Each trade uses 1,000 USDT"]);
  assert.deepEqual(words("risk_percent"), ["1 % at risk", "Each trade risks 1 % of the balance"]);
});
