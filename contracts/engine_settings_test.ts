import assert from "node:assert/strict";
import { isTest, readSources, roomOf } from "../tests/source_tree.ts";
import { engineSettings, rateOf } from "./engine_settings.ts";

Deno.test("engine settings: percentages become fractions, the rest stays", () => {
  const chosen = {
    initial_capital: 2_500,
    fee_percent: 0.1,
    slippage_percent: 5,
    intrabar: "ohlc_path",
  } as const;
  assert.deepEqual(engineSettings(chosen, { fromMs: 1_000, toMs: 2_000 }), {
    initialCapital: 2_500,
    feeRate: 0.001,
    slippageRate: 0.05,
    intrabar: "ohlc_path",
    fromMs: 1_000,
    toMs: 2_000,
  });
  assert.equal(rateOf(0), 0);
  // Divided, not multiplied by 0.01: those differ in the last bit.
  assert.notEqual(0.13 * 0.01, 0.0013);
  assert.equal(rateOf(0.13), 0.0013);
});

Deno.test("engine settings: costs are divided by 100 in one place", async () => {
  const divides = /\b\w*(?:fee|slippage|cost)\w*\b[^\n;]*(?:\/\s*100\b|\*\s*0?\.01\b)/i;
  const assigns = /\b(?:fee|slippage)Rate\b[^\n;]*(?:\/\s*100\b|\*\s*0?\.01\b)/;
  const sources = (await readSources()).filter(({ path }) =>
    !isTest(path) && roomOf(path) !== "engine" && path !== "contracts/engine_settings.ts"
  );
  assert.ok(sources.length > 100, "the sources were not found");
  const lines = sources.flatMap(({ path, code }) =>
    code.split("\n").filter((line) => divides.test(line) || assigns.test(line))
      .map((line) => `${path}: ${line.trim()}`)
  );
  assert.deepEqual(lines, []);
});
