import assert from "node:assert/strict";
import { assertColumn, meanOf, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { macd } from "./macd.ts";

Deno.test("block macd: the distance of two averages that are seeded on the same bar, and its own average", () => {
  for (const [fast, slow, signal] of [[12, 26, 9], [2, 3, 2], [5, 35, 20]] as const) {
    const out = computeBlock(macd, WALK, { fast, slow, signal });
    const line = averages(WALK.close, fast, slow).map((value, i) =>
      value - averages(WALK.close, slow, slow)[i]!
    );
    const known = line.filter((value) => !Number.isNaN(value));
    const smooth = averages(Float64Array.from(known), signal, signal);
    const first = slow + signal - 2;
    const smoothAt = (i: number) => smooth[i - (slow - 1)]!;
    assertColumn(out.macd, (i) => i < first ? null : line[i]!);
    assertColumn(out.signal, (i) => i < first ? null : smoothAt(i));
    assertColumn(out.histogram, (i) => i < first ? null : line[i]! - smoothAt(i));
  }
});

Deno.test("block macd: the fast average must be the faster one", () => {
  assert.equal(macd.check?.({ fast: 12, slow: 26, signal: 9, source: "close" }), null);
  assert.match(macd.check!({ fast: 26, slow: 26, signal: 9, source: "close" })!.message, /fast/i);
});

/** An EMA of `period` whose seed is the mean of the values that end at bar `seededAt − 1`. */
function averages(x: Float64Array, period: number, seededAt: number): number[] {
  const weight = 2 / (period + 1);
  const out: number[] = [];
  x.forEach((value, i) => {
    if (i < seededAt - 1) out.push(NaN);
    else if (i === seededAt - 1) out.push(meanOf([...x.slice(seededAt - period, seededAt)]));
    else out.push(weight * value + (1 - weight) * out[i - 1]!);
  });
  return out;
}
