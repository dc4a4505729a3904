/** What was read stays while nothing is written, and no moment longer. */
import assert from "node:assert/strict";
import { Changes } from "./changes.ts";
import { KeptReads } from "./kept_reads.ts";

function counting(changes: Changes | null, most = 10) {
  const kept = new KeptReads<number>({ changes, tables: ["users"], most });
  let reads = 0;
  return {
    get: (key = "a") => kept.get(key, () => Promise.resolve(++reads)),
    kept,
    reads: () => reads,
  };
}

Deno.test("an answer is read once until a table it depends on is written to", async () => {
  const changes = new Changes();
  const { get, reads } = counting(changes);
  assert.deepEqual([await get(), await get(), await get()], [1, 1, 1]);
  changes.wrote("candles");
  assert.equal(await get(), 1);
  changes.wrote("users");
  assert.deepEqual([await get(), await get()], [2, 2]);
  changes.wrote("*");
  assert.equal(await get(), 3);
  assert.equal(reads(), 3);
});

Deno.test("what was being read when something was written is not given to who asks afterwards", async () => {
  const changes = new Changes();
  const kept = new KeptReads<string>({ changes, tables: ["users"], most: 10 });
  const slow = Promise.withResolvers<string>();
  const first = kept.get("a", () => slow.promise);
  changes.wrote("users");
  const second = kept.get("a", () => Promise.resolve("after"));
  slow.resolve("before");
  assert.deepEqual([await first, await second], ["before", "after"]);
  assert.equal(await kept.get("a", () => Promise.resolve("again")), "after");
});

Deno.test("what a transaction has not told yet is read again when it ends", async () => {
  const changes = new Changes();
  const { get } = counting(changes);
  changes.wrote("users");
  assert.equal(await get(), 1);
  changes.committed();
  assert.equal(await get(), 2);
});

Deno.test("a read that failed is not kept", async () => {
  const { kept, get } = counting(new Changes());
  await assert.rejects(kept.get("a", () => Promise.reject(new Error("away"))), /away/);
  assert.equal(await get(), 1);
});

Deno.test("nothing is kept where other processes write too", async () => {
  const { get } = counting(null);
  assert.deepEqual([await get(), await get()], [1, 2]);
});

Deno.test("large answers are kept for fewer", async () => {
  const kept = new KeptReads<string>({
    changes: new Changes(),
    tables: ["users"],
    most: 5,
    sizeOf: (value) => value.length,
  });
  let reads = 0;
  const get = (key: string, value: string) =>
    kept.get(key, () => {
      reads++;
      return Promise.resolve(value);
    });
  await get("a", "123");
  await get("b", "12");
  assert.equal(await get("a", "other"), "123");
  await get("c", "1234567");
  assert.equal(reads, 3);
  assert.equal(await get("a", "1"), "1", "one that is too large by itself drove all out");
  assert.equal(await get("c", "1"), "1");
});

Deno.test("only the answers used last are kept", async () => {
  const { get } = counting(new Changes(), 2);
  await get("a");
  await get("b");
  await get("a");
  await get("c");
  assert.equal(await get("a"), 1);
  assert.equal(await get("b"), 4);
});
