import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { createLogger } from "../logging/log.ts";
import { readLimitChanges, setAccountLimits } from "./account_limits.ts";

Deno.test("limits of an account are read as they are typed, and nonsense is named", () => {
  assert.deepEqual(readLimitChanges(["strategies=25", "backtests=0", "candles=default"]), {
    strategies: 25,
    backtests: 0,
    candles: null,
  });
  assert.deepEqual(readLimitChanges([]), {});
  assert.deepEqual(readLimitChanges(["imports=1000000000"]), { imports: 1_000_000_000 });
  assert.throws(() => readLimitChanges(["toString=1"]), /There is no limit "toString"/);
  for (
    const wrong of [
      "strategies",
      "strategies=",
      "strategies=-1",
      "strategies=1e3",
      "strategies=1000000001",
      "strategies=25=7",
    ]
  ) {
    assert.throws(() => readLimitChanges([wrong]), /strategies takes a whole number/, wrong);
  }
});

Deno.test("limits of an account: what was changed is in the log, and nothing when nothing was", async () => {
  const handle = await freshPglite();
  try {
    const { db } = handle;
    const { id } = await db.insertInto("users")
      .values({ email: "ada@example.com", password_hash: "x" })
      .returning("id").executeTakeFirstOrThrow();
    const lines: Record<string, unknown>[] = [];
    const log = createLogger({
      logLevel: "info",
      logFormat: "json",
      write: (line) => lines.push(JSON.parse(line)),
    });
    await setAccountLimits(db, "ada@example.com", {}, log);
    await setAccountLimits(db, "nobody@example.com", { imports: 1 }, log);
    assert.deepEqual(lines, []);
    await setAccountLimits(db, "ada@example.com", { imports: 1 }, log);
    assert.deepEqual(lines.map(({ event, user_id, imports }) => [event, user_id, imports]), [
      ["limits_changed", id, 1],
    ]);
  } finally {
    await handle.close();
  }
});

Deno.test("limits of an account are set and taken back, of that account alone", async () => {
  const handle = await freshPglite();
  try {
    const { db } = handle;
    for (const email of ["ada@example.com", "eve@example.com"]) {
      await db.insertInto("users").values({ email, password_hash: "x" }).execute();
    }
    const set = await setAccountLimits(db, " Ada@Example.com", { strategies: 25, backtests: 0 });
    assert.deepEqual(set, { strategies: 25, backtests: 0, imports: null, candles: null });
    const back = await setAccountLimits(db, "ada@example.com", { strategies: null });
    assert.deepEqual(back, { strategies: null, backtests: 0, imports: null, candles: null });
    const other = await setAccountLimits(db, "eve@example.com", {});
    assert.deepEqual(other, { strategies: null, backtests: null, imports: null, candles: null });
    assert.equal(await setAccountLimits(db, "nobody@example.com", {}), null);
  } finally {
    await handle.close();
  }
});
