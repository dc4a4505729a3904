import assert from "node:assert/strict";
import { Places } from "./places.ts";

const never = new AbortController().signal;

Deno.test("places: the last one is the spare one, whoever left before", () => {
  const places = new Places(2);
  assert.deepEqual([places.count, places.free], [3, 2]);
  const taken = [places.take(), places.take(), places.take()];
  assert.deepEqual(taken.map((place) => place?.isSpare), [false, false, true]);
  assert.deepEqual([places.take(), places.free], [null, 0]);
  taken[0]?.leave({ worked: true });
  taken[0]?.leave({ worked: true });
  assert.equal(places.free, 0, "two are still at work");
  assert.equal(places.take()?.isSpare, true, "a place was left once");
  assert.equal(places.take(), null);
});

Deno.test("places: who waits is woken by work that has ended, not by a look that found none", async () => {
  const places = new Places(1);
  const [worker, looker] = [places.take(), places.take()];
  let woken = 0;
  const waiting = places.change(60_000, never).then(() => woken++);
  looker?.leave({ worked: false });
  await Promise.resolve();
  assert.equal(woken, 0);
  worker?.leave({ worked: true });
  await waiting;
  assert.equal(woken, 1);
});

Deno.test("places: waiting ends with its time, its signal, and when they are closed", async () => {
  const places = new Places(1);
  await places.change(1, never);
  const stop = new AbortController();
  const stopped = places.change(60_000, stop.signal);
  stop.abort();
  await stopped;
  const closed = places.change(60_000, never);
  places.close();
  await closed;
  assert.deepEqual([places.isClosed, places.take()], [true, null]);
  await places.change(60_000, never);
});
