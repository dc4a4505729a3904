/** What goes into the engine threads, and what they tell of errors: where in the engine they were thrown. */
import assert from "node:assert/strict";
import {
  candlesFromColumns,
  DEFAULT_SETTINGS,
  type RunSettings,
  TEMPLATES,
} from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { describeError } from "../logging/log_error.ts";
import { EngineRefusal, EngineThreads } from "./engine_threads.ts";
import { readStoredResult } from "./stored_result.ts";

const hours = Float64Array.from({ length: 50 }, (_, i) => i * 3_600_000);
const prices = Float64Array.from({ length: 50 }, (_, i) => 100 + i % 7);
const candles = candlesFromColumns({
  time: hours,
  open: prices,
  high: prices,
  low: prices,
  close: prices,
  volume: prices,
}, { timeframeMs: 3_600_000 });
const definition = TEMPLATES[0]?.document;

for (
  const [what, settings, name, isRefusal] of [
    ["an error of the engine", null, "TypeError", false],
    ["a refusal", { initialCapital: -1 }, "RangeError", true],
  ] as const
) {
  Deno.test({
    name: `engine threads: ${what} carries its stack out of the thread`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const threads = new EngineThreads({ size: 1, timeoutMs: 60_000 });
      try {
        const work = { candles, definition, settings: settings as unknown as RunSettings };
        const error = await threads.run(work).then(() => null, (thrown) => thrown);
        assert.ok(error instanceof Error);
        assert.equal(error instanceof EngineRefusal, isRefusal);
        const { cause } = describeError(error);
        assert.equal(cause?.name, name);
        assert.match(cause?.stack ?? "", /\n\s+at .*\/engine\//);
      } finally {
        threads.close();
      }
    },
  });
}

Deno.test("engine threads: candles without volumes reach the engine as such", async () => {
  const threads = new EngineThreads({ size: 1, timeoutMs: 120_000 });
  try {
    const walk = randomWalk({ bars: 300, seed: 4 });
    const candles = candlesFromColumns({ ...walk, volume: null });
    const settings = DEFAULT_SETTINGS;
    const run = await threads.run({ candles, definition: RSI_WITH_STOPS, settings });
    assert.equal(readStoredResult(run.bytes).result.data.bars, 300);
    const blocks = RSI_WITH_STOPS.blocks.map((block) =>
      block.type === "rsi" ? { ...block, type: "mfi", params: {} } : block
    );
    await assert.rejects(
      threads.run({ candles, definition: { ...RSI_WITH_STOPS, blocks }, settings }),
      (error) =>
        error instanceof EngineRefusal &&
        error.message === "These candles have no volume, so MFI cannot be calculated.",
    );
  } finally {
    threads.close();
  }
});
