import assert from "node:assert/strict";
import { openProcessNotifications } from "./process_notifications.ts";
import { Watches, type WatchesOptions } from "./watches.ts";

/** A table of numbers that counts how it is read. */
function harness(options: Partial<WatchesOptions<number>> = {}) {
  const notifications = openProcessNotifications();
  const rows = new Map<string, number>();
  const reads: string[][] = [];
  const problems: unknown[] = [];
  const watches = new Watches<number>({
    notifications,
    read: (ids) => {
      reads.push([...ids]);
      return Promise.resolve(
        new Map(ids.flatMap((id) => rows.has(id) ? [[id, rows.get(id)!] as const] : [])),
      );
    },
    onProblem: (error) => problems.push(error),
    rereadMs: null,
    ...options,
  });
  const { signal } = new AbortController();
  return { notifications, rows, reads, problems, watches, signal };
}

Deno.test("watches: all watchers of a row get a change, and it is read once", async () => {
  const { notifications, rows, reads, watches, signal } = harness();
  rows.set("a", 1);
  const open = Array.from({ length: 50 }, () => watches.open("a", "row:a"));
  const next = open.map((watch) => watch.next(signal));
  rows.set("a", 2);
  await notifications.publish("row:a");
  assert.deepEqual(await Promise.all(next), Array(50).fill(2));
  assert.deepEqual(reads, [["a"]]);
  for (const watch of open) watch.close();
});

Deno.test("watches: rows that change at once are read together, and none beside them", async () => {
  const { notifications, rows, reads, watches, signal } = harness();
  for (const id of ["a", "b", "c"]) rows.set(id, 1);
  const [a, b, c] = ["a", "b", "c"].map((id) => watches.open(id, `row:${id}`));
  const next = Promise.all([a!.next(signal), b!.next(signal)]);
  await Promise.all([notifications.publish("row:a"), notifications.publish("row:b")]);
  assert.deepEqual(await next, [1, 1]);
  assert.deepEqual(reads, [["a", "b"]]);
  for (const watch of [a, b, c]) watch!.close();
});

Deno.test("watches: a change while the row is read is read as well", async () => {
  const first = Promise.withResolvers<void>();
  let value = 1;
  let reads = 0;
  const { notifications, watches, signal } = harness({
    read: async () => {
      const seen = value;
      if (reads++ === 0) await first.promise;
      return new Map([["a", seen]]);
    },
  });
  const watch = watches.open("a", "row:a");
  await notifications.publish("row:a");
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(reads, 1);
  value = 2;
  await notifications.publish("row:a");
  first.resolve();
  const seen = [await watch.next(signal)];
  while (seen.at(-1) !== 2) seen.push(await watch.next(signal));
  assert.equal(reads, 2);
  watch.close();
});

Deno.test("watches: a deleted row is reported as such", async () => {
  const { notifications, watches, signal } = harness();
  const watch = watches.open("gone", "row:gone");
  await notifications.publish("row:gone");
  assert.equal(await watch.next(signal), null);
  watch.close();
});

Deno.test("watches: a watcher that leaves is not waited for, and a row without watchers is not read", async () => {
  const { notifications, reads, watches } = harness();
  const left = new AbortController();
  const watch = watches.open("a", "row:a");
  const next = watch.next(left.signal);
  left.abort();
  assert.equal(await next, "aborted");
  assert.equal(await watch.next(left.signal), "aborted");
  watch.close();
  await notifications.publish("row:a");
  watch.reread();
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(reads, []);
});

Deno.test("watches: a read that fails is reported and made good", async () => {
  let fails = 2;
  const { notifications, problems, watches, signal } = harness({
    retryMs: 1,
    read: () =>
      fails-- > 0
        ? Promise.reject(new Error("the database is away"))
        : Promise.resolve(new Map([["a", 7]])),
  });
  const watch = watches.open("a", "row:a");
  await notifications.publish("row:a");
  assert.equal(await watch.next(signal), 7);
  assert.equal(problems.length, 2);
  watch.close();
});

Deno.test("watches: an unpublished change is found by the periodic re-read of all, in one query", async () => {
  const { rows, reads, watches, signal } = harness({ rereadMs: 5 });
  rows.set("a", 1).set("b", 2);
  const [a, b] = [watches.open("a", "row:a"), watches.open("b", "row:b")];
  assert.deepEqual(await Promise.all([a.next(signal), b.next(signal)]), [1, 2]);
  assert.deepEqual(reads[0], ["a", "b"]);
  a.close();
  b.close();
});
