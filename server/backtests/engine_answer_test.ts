import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { Compilations } from "../strategies/compilations.ts";
import { answer } from "./engine_answer.ts";
import type { EngineRequest } from "./engine_protocol.ts";
import { longestJson } from "./packed_result.ts";
import { readStoredResult } from "./stored_result.ts";

const { timeframeMs, time, open, high, low, close, volume } = randomWalk({ bars: 300, seed: 4 });
const request: EngineRequest = {
  id: 1,
  candles: { timeframeMs, time, open, high, low, close, volume },
  definition: RSI_WITH_STOPS,
  settings: DEFAULT_SETTINGS,
  maxResultBytes: 1_000_000,
};

Deno.test("engine answer: a strategy that is run again is not compiled again, and gives the same bytes", () => {
  const compilations = new Compilations();
  const runs = [1, 2, 3].map((id) =>
    answer({ ...request, id, definition: structuredClone(RSI_WITH_STOPS) }, compilations)
  );
  assert.equal(compilations.count, 1);
  const bytes = runs.map((reply) => {
    assert.ok(reply.kind === "result", JSON.stringify(reply));
    return reply.bytes;
  });
  assert.deepEqual(bytes[1], bytes[0]);
  assert.deepEqual(bytes[2], bytes[0]);
});

Deno.test("engine answer: a strategy with faults, and one that is none, are refused in words", () => {
  for (const definition of [{ version: 1, blocks: [], connections: [] }, "none"]) {
    const reply = answer({ ...request, definition }, new Compilations());
    assert.ok(reply.kind === "refused" && reply.messages.length > 0);
  }
});

Deno.test("engine answer: a result that may be just as long as allowed is given, a longer one is not", () => {
  const whole = answer(request, new Compilations());
  assert.ok(whole.kind === "result");
  const length = longestJson(readStoredResult(whole.bytes).result);
  const kindAt = (maxResultBytes: number) =>
    answer({ ...request, maxResultBytes }, new Compilations()).kind;
  assert.deepEqual([kindAt(length), kindAt(length - 1)], ["result", "too_large"]);
});
