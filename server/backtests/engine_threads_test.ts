import assert from "node:assert/strict";
import { candlesFromColumns, DEFAULT_SETTINGS } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { EngineRefusal, EngineThreads } from "./engine_threads.ts";

Deno.test("engine threads: candles without volumes reach the engine as such", async () => {
  const threads = new EngineThreads({ size: 1, timeoutMs: 120_000 });
  try {
    const walk = randomWalk({ bars: 300, seed: 4 });
    const candles = candlesFromColumns({ ...walk, volume: null });
    const settings = DEFAULT_SETTINGS;
    const run = await threads.run({ candles, definition: RSI_WITH_STOPS, settings });
    assert.equal(JSON.parse(new TextDecoder().decode(run.json)).data.bars, 300);
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
