/** Which settings of a run are let through, to the bound. */
import assert from "node:assert/strict";
import { checkSettings, DEFAULT_SETTINGS } from "./settings.ts";

const BOUNDS: readonly [name: string, least: number, most: number, below: number, above: number][] =
  [
    ["initialCapital", 1, 1e9, 0.999, 1e9 + 1],
    ["feeRate", 0, 0.05, -1e-9, 0.0501],
    ["slippageRate", 0, 0.05, -1e-9, 0.0501],
    ["tradingDaysPerYear", 1, 365, 0.999, 365.25],
    ["fromMs", -8.64e15, 8.64e15, -8.64e15 - 1, 8.64e15 + 1],
    ["toMs", -8.64e15, 8.64e15, -8.64e15 - 1, 8.64e15 + 1],
  ];

for (const [name, least, most, below, above] of BOUNDS) {
  Deno.test(`settings: ${name} from ${least} to ${most}, and nothing that is no number`, () => {
    const check = (value: unknown) => checkSettings({ ...DEFAULT_SETTINGS, [name]: value });
    for (const value of [least, most]) check(value);
    for (const value of [below, above, NaN, Infinity, -Infinity, String(least), null]) {
      assert.throws(() => check(value), RangeError, String(value));
    }
  });
}

Deno.test("settings: only the dates and the trading days may be left out, and the intrabar mode is one of three", () => {
  checkSettings({ ...DEFAULT_SETTINGS, fromMs: undefined, toMs: undefined });
  for (const intrabar of ["stop_first", "ohlc_path", "target_first"] as const) {
    checkSettings({ ...DEFAULT_SETTINGS, intrabar });
  }
  assert.throws(
    () => checkSettings({ ...DEFAULT_SETTINGS, intrabar: "toString" as "stop_first" }),
    RangeError,
  );
});
