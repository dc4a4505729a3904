import assert from "node:assert/strict";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { WorkLeases } from "./work_leases.ts";

testOnBoth(
  "work of one name is done by one at a time, and all who wait get their turn",
  async ({ db }) => {
    let at = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map((n) =>
        new WorkLeases(db).whenFree("fetch", undefined, async () => {
          most = Math.max(most, ++at);
          await new Promise((resolve) => setTimeout(resolve, 20));
          order.push(n);
          at--;
        })
      ),
    );
    assert.equal(most, 1);
    assert.deepEqual(order.sort(), [1, 2, 3]);
    assert.deepEqual(await db.selectFrom("work_leases").selectAll().execute(), []);
  },
);

testOnBoth(
  "what a killed process held is free after its time, and renewed work is not",
  async ({ db }) => {
    const holder = crypto.randomUUID();
    const expires_at = new Date(Date.now() - 1);
    await db.insertInto("work_leases").values({ name: "dead", holder, expires_at }).execute();
    assert.equal(await new WorkLeases(db).whenFree("dead", undefined, () => Promise.resolve(7)), 7);

    // Longer than it is lent for.
    const leases = new WorkLeases(db, { leaseMs: 150 });
    const { promise: going, resolve: end } = Promise.withResolvers<void>();
    const work = leases.whenFree("long", undefined, () => going);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(await new WorkLeases(db).ifFree("long", () => Promise.resolve()), false);
    end();
    await work;
    assert.equal(await new WorkLeases(db).ifFree("long", () => Promise.resolve()), true);
  },
);

testOnBoth("who is stopped while waiting leaves, and a failure frees the name", async ({ db }) => {
  const leases = new WorkLeases(db);
  const { promise: going, resolve: end } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const work = leases.whenFree("one", undefined, () => {
    begin();
    return going;
  });
  await begun;
  const stop = new AbortController();
  const waiting = leases.whenFree("one", stop.signal, () => Promise.resolve());
  stop.abort(new Error("stopped"));
  await assert.rejects(waiting, /stopped/);
  end();
  await work;
  await assert.rejects(
    leases.whenFree("one", undefined, () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  assert.equal(await leases.ifFree("one", () => Promise.resolve()), true);
});
