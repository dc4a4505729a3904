/** When a sweep gives way, and what ends it. */
import assert from "node:assert/strict";
import { Pauses } from "./pauses.ts";

Deno.test("pauses: one is due after 300,000 bars, counted anew each time", () => {
  const pauses = new Pauses(undefined);
  const steps: [bars: number, isDue: boolean][] = [
    [299_999, false],
    [1, true],
    [299_999, false],
    [0, false],
    [2, true],
    [300_000, true],
    [1_000_000, true],
    [299_999, false],
  ];
  assert.deepEqual(steps.map(([bars]) => pauses.isDue(bars)), steps.map(([, isDue]) => isDue));
});

Deno.test("pauses: what waits comes first, and a signal ends the work before or after", async () => {
  const stop = new AbortController();
  const pauses = new Pauses(stop.signal);
  try {
    let waited = false;
    queueMicrotask(() => waited = true);
    await pauses.pause();
    assert.equal(waited, true);
    const paused = pauses.pause();
    stop.abort(new Error("enough"));
    await assert.rejects(paused, /enough/);
  } finally {
    pauses.close();
  }
  assert.throws(() => new Pauses(stop.signal), /enough/);
});
