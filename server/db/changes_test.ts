/** Which statements count as writes, and when. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { freshPglite } from "../../tests/support/database.ts";
import type { TableName } from "./changes.ts";
import type { DatabaseHandle } from "./connect.ts";

const USER = { email: "writes@example.com", password_hash: "none" };

async function withDatabase(fn: (handle: DatabaseHandle) => Promise<void>): Promise<void> {
  const handle = await freshPglite();
  try {
    await fn(handle);
  } finally {
    await handle.close();
  }
}

Deno.test("every statement that writes counts for its table, and for no other", async () => {
  await withDatabase(async ({ db, changes }) => {
    assert.ok(changes);
    const counts = async (statement: () => Promise<unknown>, ...tables: TableName[]) => {
      const before = changes.stampOf(tables);
      await statement();
      return changes.stampOf(tables) !== before;
    };
    const insert = () => db.insertInto("users").values(USER).execute();
    const update = () => db.updateTable("users").set({ timezone: "UTC" }).execute();
    const aliased = () => db.updateTable("users as u").set({ timezone: null }).execute();
    const select = () => db.selectFrom("users").selectAll().execute();
    const raw = () => sql`update users set timezone = 'UTC'`.execute(db);
    const rawSelect = () => sql` select 1`.execute(db);
    const inside = () =>
      db.with("changed", (qb) => qb.updateTable("users").set({ timezone: null }).returning("id"))
        .selectFrom("changed").selectAll().execute();
    const remove = () => db.deleteFrom("users").execute();
    for (const [name, statement] of Object.entries({ insert, update, aliased, inside, remove })) {
      assert.ok(await counts(statement, "users"), name);
    }
    assert.ok(await counts(raw, "sessions"), "a raw statement may write to any table");
    for (const [name, statement] of Object.entries({ insert, update, inside })) {
      assert.ok(!await counts(statement, "strategies"), `${name} of another table`);
    }
    for (const [name, statement] of Object.entries({ select, rawSelect })) {
      assert.ok(!await counts(statement, "users", "strategies"), name);
    }
  });
});

Deno.test("what a transaction wrote counts once more when it has ended", async () => {
  await withDatabase(async ({ db, changes }) => {
    assert.ok(changes);
    let inside = NaN;
    await db.transaction().execute(async (trx) => {
      await trx.insertInto("users").values(USER).execute();
      inside = changes.stampOf(["users"]);
    });
    const after = changes.stampOf(["users"]);
    assert.notEqual(after, inside, "who read between saw what was there before");
    await db.transaction().execute((trx) => trx.selectFrom("users").selectAll().execute());
    assert.equal(changes.stampOf(["users"]), after, "one that only read changed nothing");
  });
});

Deno.test("a write is counted before who wrote goes on", async () => {
  await withDatabase(async ({ db, changes }) => {
    assert.ok(changes);
    const before = changes.stampOf(["users"]);
    const seen = await db.insertInto("users").values(USER).execute()
      .then(() => changes.stampOf(["users"]));
    assert.notEqual(seen, before);
  });
});
