/** Flows and volumes in markets that collapse: what has left a window must not weigh on what is left in it. */
import assert from "node:assert/strict";
import { randomWalk } from "../testing/random_walk.ts";
import { mfi, vwap } from "./volume.ts";

const BARS = 5_000;
const { high, low, close, volume } = randomWalk({ bars: BARS, seed: 2, step: 0.4, jumps: true });
const typical = close.map((value, i) => (high[i]! + low[i]! + value) / 3);

Deno.test("kernels: the walk falls far enough to show lost digits", () => {
  let most = 0;
  for (let i = 512; i < BARS; i++) most = Math.max(most, typical[i - 512]! / typical[i]!);
  assert.ok(most > 1e6, `${most}`);
});

Deno.test("kernels: money flow after a collapse is that of its window by itself", () => {
  for (const n of [2, 5, 14, 60]) {
    const out = new Float64Array(BARS).fill(NaN);
    mfi(high, low, close, volume, n, out);
    for (let i = n; i < BARS; i++) {
      let up = 0;
      let down = 0;
      for (let k = i - n + 1; k <= i; k++) {
        const money = typical[k]! * volume[k]!;
        if (typical[k]! > typical[k - 1]!) up += money;
        else if (typical[k]! < typical[k - 1]!) down += money;
      }
      near(out[i]!, up + down === 0 ? 0 : 100 * (up / (up + down)), `mfi(${n}) at ${i}`);
    }
  }
});

Deno.test("kernels: the average price by volume after a collapse is that of its window by itself", () => {
  for (const n of [2, 20, 60]) {
    const out = new Float64Array(BARS).fill(NaN);
    vwap(high, low, close, volume, n, out);
    for (let i = n - 1; i < BARS; i++) {
      let money = 0;
      let amount = 0;
      for (let k = i - n + 1; k <= i; k++) {
        money += typical[k]! * volume[k]!;
        amount += volume[k]!;
      }
      near(out[i]!, money / amount, `vwap(${n}) at ${i}`);
    }
  }
});

function near(value: number, wanted: number, what: string): void {
  assert.ok(Math.abs(value - wanted) <= 1e-12 * Math.abs(wanted), `${what}: ${value}, ${wanted}`);
}
