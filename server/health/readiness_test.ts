import assert from "node:assert/strict";
import { blankPglite } from "../../tests/support/database.ts";
import { migrateToLatest } from "../db/migrate.ts";
import { Readiness } from "./readiness.ts";

Deno.test("readiness: not before the schema is there, not without the database, not while closing", async () => {
  const database = await blankPglite();
  const closing = new AbortController();
  const ready = new Readiness({
    database,
    closing: closing.signal,
    timeoutMs: 5_000,
  });
  try {
    assert.equal(await ready.check(), "schema", "there is no table at all");
    await migrateToLatest(database);
    assert.equal(await ready.check(), null);
    const hanging = new Readiness({
      database: { db: database.db, ping: () => new Promise(() => {}) },
      closing: closing.signal,
      timeoutMs: 1,
    });
    assert.equal(await hanging.check(), "database", "one that hangs does not answer either");
    closing.abort();
    assert.equal(await ready.check(), "closing");
  } finally {
    await database.close();
  }
});
