/** What the audit log keeps, and that nothing of it can be changed, on both databases. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { createLogger } from "../logging/log.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { AuditLog } from "./audit_log.ts";

testOnBoth("audit log: an entry outlives its account and cannot be changed", async ({ db }) => {
  const lines: string[] = [];
  const log = createLogger({ logFormat: "json", logLevel: "info", write: (l) => lines.push(l) });
  const entries = new AuditLog({ db, log });
  const [ada, eve] = await db.insertInto("users").values([
    { email: "ada@example.com", password_hash: "x" },
    { email: "eve@example.com", password_hash: "x" },
  ]).returning("id").execute();
  assert.ok(ada && eve);
  await entries.record("account_disabled", {
    actor: { kind: "account", id: ada.id },
    subject: eve.id,
    address: "203.0.113.7",
    details: { sessions: 2 },
  });
  await entries.record("limits_changed", { actor: { kind: "command" }, subject: ada.id });
  await db.deleteFrom("users").where("id", "=", eve.id).execute();

  const [command, disabled] = await entries.list({ limit: 10 });
  assert.deepEqual(command?.actor, { kind: "command" });
  assert.equal(command?.subjectEmail, "ada@example.com");
  assert.deepEqual(disabled?.actor, { kind: "account", id: ada.id });
  assert.equal(disabled?.actorEmail, "ada@example.com");
  assert.equal(disabled?.subjectId, eve.id);
  assert.equal(disabled?.subjectEmail, null, "the address went with the account");
  assert.equal(disabled?.address, "203.0.113.7");
  assert.deepEqual(disabled?.details, { sessions: 2 });
  assert.ok(disabled?.at instanceof Date);
  assert.deepEqual(lines.map((line) => JSON.parse(line).by), [ada.id, "command"]);

  const about = await entries.list({ account: eve.id, limit: 10 });
  assert.deepEqual(about.map(({ event }) => event), ["account_disabled"]);
  assert.equal((await entries.list({ account: ada.id, limit: 10 })).length, 2);
  assert.equal((await entries.list({ event: "limits_changed", limit: 10 })).length, 1);
  assert.equal((await entries.list({ before: command?.id, limit: 10 })).length, 1);
  assert.equal((await entries.list({ limit: 1 })).length, 1);

  for (
    const change of [
      sql`update audit_log set address = null`,
      sql`update audit_log set address = null where id = -1`,
      sql`delete from audit_log`,
      sql`truncate audit_log`,
    ]
  ) {
    await assert.rejects(change.execute(db), /takes new entries alone/);
  }
  assert.equal((await entries.list({ limit: 10 })).length, 2);
});
