import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { obv } from "./obv.ts";

Deno.test("block obv: the volume of rising closes less that of falling ones, from the first candle on", () => {
  const { close, volume } = WALK;
  const totals = [volume[0]!];
  for (let i = 1; i < WALK.length; i++) {
    totals[i] = totals[i - 1]! + Math.sign(close[i]! - close[i - 1]!) * volume[i]!;
  }
  assertColumn(computeBlock(obv, WALK).value, (i) => totals[i]!);
});

Deno.test("block obv: an unchanged close adds nothing", () => {
  const flat = WALK.close.map(() => 5);
  assertColumn(computeBlock(obv, { ...WALK, close: flat }).value, () => WALK.volume[0]!);
});
