import assert from "node:assert/strict";
import { SeriesLock } from "./series_lock.ts";

Deno.test("a series lock lets one work at a time, in the order of asking", async () => {
  const lock = new SeriesLock();
  const order: string[] = [];
  let working = 0;
  const work = (name: string) => () =>
    lock.run("same", undefined, async () => {
      assert.equal(++working, 1);
      await new Promise((resolve) => setTimeout(resolve, 0));
      order.push(name);
      working--;
    });
  await Promise.all([work("a")(), work("b")(), work("c")()]);
  assert.deepEqual(order, ["a", "b", "c"]);
});

Deno.test("a series lock keeps different series apart", async () => {
  const lock = new SeriesLock();
  const held = Promise.withResolvers<void>();
  const first = lock.run("one", undefined, () => held.promise);
  assert.equal(await lock.run("two", undefined, () => Promise.resolve("free")), "free");
  held.resolve();
  await first;
});

Deno.test("an aborted waiter leaves the queue, and the next runs only after the first", async () => {
  const lock = new SeriesLock();
  const held = Promise.withResolvers<void>();
  const first = lock.run("one", undefined, () => held.promise);
  const impatient = new AbortController();
  const second = lock.run("one", impatient.signal, () => Promise.resolve("never"));
  let thirdDone = false;
  const third = lock.run("one", undefined, () => {
    thirdDone = true;
    return Promise.resolve();
  });
  impatient.abort(new Error("enough"));
  await assert.rejects(second, /enough/);
  assert.equal(thirdDone, false);
  held.resolve();
  await Promise.all([first, third]);
  assert.equal(thirdDone, true);
});

Deno.test("a series lock is released by a failure", async () => {
  const lock = new SeriesLock();
  await assert.rejects(lock.run("one", undefined, () => Promise.reject(new Error("broken"))));
  assert.equal(await lock.run("one", undefined, () => Promise.resolve(1)), 1);
});
