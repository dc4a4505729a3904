import assert from "node:assert/strict";
import { memoryStorage } from "../testing/samples.ts";
import { GUEST_TRIALS_KEY } from "./guest_key.ts";
import { GuestTrials } from "./guest_trials.ts";

const trial = (n: number, sharpe_daily = n / 100) => ({
  hash: n.toString(16).padStart(16, "0"),
  sharpe_daily,
});

Deno.test("guest trials: each counts once, over visits and tabs", () => {
  const storage = memoryStorage();
  const trials = new GuestTrials(storage);
  assert.deepEqual(trials.add([]), { trials: 0, variance: null });
  assert.deepEqual(trials.add([trial(1)]), { trials: 1, variance: null });
  const other = new GuestTrials(storage);
  const { trials: count, variance } = other.add([trial(1, 9), trial(2), trial(3)]);
  assert.equal(count, 3);
  assert.ok(Math.abs(variance! - 0.0001) < 1e-15);
  assert.deepEqual(trials.read(), [trial(1), trial(2), trial(3)]);
  trials.forget();
  assert.deepEqual(other.read(), []);
});

Deno.test("guest trials: the newest two thousand are kept", () => {
  const trials = new GuestTrials(memoryStorage());
  const all = Array.from({ length: 2_100 }, (_, n) => trial(n, 0.1));
  assert.equal(trials.add(all).trials, 2_000);
  assert.deepEqual(trials.read()[0], trial(100, 0.1));
});

Deno.test("guest trials: what is damaged in the storage costs itself alone", () => {
  const storage = memoryStorage();
  const trials = new GuestTrials(storage);
  for (const text of ["{", "null", "7", '{"a":1}', '"x"']) {
    storage.setItem(GUEST_TRIALS_KEY, text);
    assert.deepEqual(trials.read(), [], text);
  }
  const good = ["0".repeat(16), 0.5];
  const wrong = [null, 1, [], ["x", 1], [good[0], "1"], [good[0], null], [good[0], 1e9], good];
  storage.setItem(GUEST_TRIALS_KEY, JSON.stringify(wrong));
  assert.deepEqual(trials.read(), [{ hash: good[0], sharpe_daily: 0.5 }]);
  assert.deepEqual(new GuestTrials(null).add([trial(1), trial(2)]).trials, 2);
});
