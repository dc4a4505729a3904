/** What counts against the limits of an account, and at which count the next one is refused. */
import assert from "node:assert/strict";
import { insertRun } from "../../tests/support/run_rows.ts";
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import { freshPglite } from "../../tests/support/database.ts";
import type { BacktestRunsTable, Database, RunStatus, RunTrigger } from "../db/schema.ts";
import { EntitlementRules } from "../plans/entitlements.ts";
import { Limits } from "./limits.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_START = Date.UTC(2026, 10, 28);
/** 22:10, an hour and fifty minutes before the count begins again. */
const NOW = DAY_START + 22 * HOUR_MS + 10 * MINUTE_MS;
const LIMITS = { strategies: 2, backtestsPerDay: 3, imports: 2, importCandles: 1_000 };

interface Fixture {
  readonly db: Kysely<Database>;
  readonly limits: Limits;
  readonly userId: string;
  readonly strategy: (more?: { is_archived?: boolean; user_id?: string }) => Promise<string>;
  readonly run: (more?: RunFacts) => Promise<string>;
  /** What `Limits` takes for the present. */
  at: number;
}

interface RunFacts {
  readonly created_at?: Date;
  readonly triggered_by?: RunTrigger;
  readonly status?: RunStatus;
  readonly error_code?: BacktestRunsTable["error_code"];
}

function testLimits(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test(`limits: ${name}`, async () => {
    const handle = await freshPglite();
    try {
      const { db } = handle;
      const { id: userId } = await db.insertInto("users")
        .values({ email: "ada@example.com", password_hash: "x" })
        .returning("id").executeTakeFirstOrThrow();
      const strategy: Fixture["strategy"] = async (more = {}) => {
        const { id } = await db.insertInto("strategies")
          .values({ user_id: userId, name: "S", asset: "BTC/USDT", timeframe: "1h", ...more })
          .returning("id").executeTakeFirstOrThrow();
        return id;
      };
      const run: Fixture["run"] = async (more = {}) => {
        const strategy_id = await strategy({ is_archived: true });
        const version = await db.insertInto("strategy_versions")
          .values({ strategy_id, version_number: 1, definition_json: "{}" })
          .returning("id").executeTakeFirstOrThrow();
        return await insertRun(
          db,
          { user_id: userId, strategy_id, strategy_version_id: version.id },
          { created_at: new Date(NOW), ...more },
        );
      };
      const fixture: Fixture = {
        db,
        limits: new Limits(
          db,
          new EntitlementRules({ limits: LIMITS }, () => fixture.at),
          () => fixture.at,
        ),
        userId,
        strategy,
        run,
        at: NOW,
      };
      await test(fixture);
    } finally {
      await handle.close();
    }
  });
}

/** The error that is thrown, with what it says of the count. */
async function refused(promise: Promise<unknown>): Promise<{ message: string; about: unknown }> {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  assert.ok(error instanceof AppError, "nothing was refused");
  assert.equal(error.code, "limit_reached");
  const { message, ...about } = error.issues![0]!;
  assert.equal(message, error.message);
  return { message, about };
}

testLimits("strategies that are archived, or another account's, take no room", async (fixture) => {
  const { db, limits, userId, strategy } = fixture;
  const other = await db.insertInto("users").values({
    email: "eve@example.com",
    password_hash: "x",
  })
    .returning("id").executeTakeFirstOrThrow();
  await strategy();
  await strategy({ is_archived: true });
  await strategy({ user_id: other.id });
  assert.deepEqual((await limits.usage(userId)).strategies, { used: 1, limit: 2 });
  await limits.withRoomForStrategy(userId, async (trx) => {
    await trx.insertInto("strategies")
      .values({ user_id: userId, name: "S", asset: "BTC/USDT", timeframe: "1h" }).execute();
  });
  let inserted = false;
  const { message, about } = await refused(limits.withRoomForStrategy(userId, () => {
    inserted = true;
    return Promise.resolve();
  }));
  assert.equal(inserted, false);
  assert.match(message, /^You have 2 of 2 strategies.* Archived strategies do not count\.$/);
  assert.deepEqual(about, { code: "strategies", used: 2, limit: 2 });
});

testLimits(
  "backtests of this UTC day count, whatever became of them, but not ours",
  async (fixture) => {
    const { limits, userId, run } = fixture;
    const counted: RunFacts[] = [
      { created_at: new Date(DAY_START), status: "failed", error_code: "no_candles" },
      // It has cost what a run may.
      { triggered_by: "rerun", status: "failed", error_code: "timeout" },
    ];
    const free: RunFacts[] = [
      { created_at: new Date(DAY_START - 1) },
      { triggered_by: "schedule" },
      ...["vendor_unreachable", "vendor_error", "vendor_refused", "rate_limited"]
        .map((error_code) => ({ status: "failed", error_code }) as const),
      ...["interrupted", "storage_unavailable", "database_unavailable", "internal"]
        .map((error_code) => ({ status: "failed", error_code }) as const),
    ];
    for (const facts of [...counted, ...free]) await run(facts);
    assert.deepEqual((await limits.usage(userId)).backtests_today, {
      used: 2,
      limit: 3,
      resets_at: "2026-11-29T00:00:00.000Z",
    });
    await limits.withRoomForBacktest(userId, () => Promise.resolve());
    await run();
    const { message, about } = await refused(
      limits.withRoomForBacktest(userId, () => Promise.resolve()),
    );
    assert.match(message, /^You have run 3 of 3 backtests.* in about 2 hours\. /);
    assert.deepEqual(about, {
      code: "backtests_per_day",
      used: 3,
      limit: 3,
      resets_at: "2026-11-29T00:00:00.000Z",
    });
    fixture.at = DAY_START + 24 * HOUR_MS;
    assert.equal((await limits.usage(userId)).backtests_today.used, 0);
  },
);

testLimits(
  "the time until the count is reset is written in hours, then in minutes",
  async (fixture) => {
    const { limits, userId, run } = fixture;
    for (let n = 0; n < 3; n++) await run({ created_at: new Date(DAY_START) });
    const words: [minutesLeft: number, said: string][] = [
      [23 * 60, "23 hours"],
      [89, "1 hour"],
      [90, "2 hours"],
      [60, "1 hour"],
      [59, "59 minutes"],
      [1.5, "2 minutes"],
      [1, "1 minute"],
      [0.01, "1 minute"],
    ];
    for (const [minutes, said] of words) {
      fixture.at = DAY_START + 24 * HOUR_MS - minutes * MINUTE_MS;
      const { message } = await refused(
        limits.withRoomForBacktest(userId, () => Promise.resolve()),
      );
      assert.ok(message.includes(`in about ${said}. `), `${minutes}: ${message}`);
    }
  },
);

testLimits(
  "a deleted run counts for its day, once, unless it would not have counted",
  async (fixture) => {
    const { db, limits, userId, run } = fixture;
    const used = async () => (await limits.usage(userId)).backtests_today.used;
    const remove = async (id: string) => {
      const row = await db.selectFrom("backtest_runs").selectAll().where("id", "=", id)
        .executeTakeFirstOrThrow();
      await db.transaction().execute(async (trx) => {
        await limits.keepCounting(trx, row);
        await limits.keepCounting(trx, row);
        await trx.deleteFrom("backtest_runs").where("id", "=", id).execute();
      });
    };
    await remove(await run({ created_at: new Date(DAY_START), status: "completed" }));
    assert.equal(await used(), 1);
    await remove(await run({ status: "failed", error_code: "no_candles" }));
    assert.equal(await used(), 2);
    await remove(await run({ triggered_by: "schedule" }));
    await remove(await run({ status: "failed", error_code: "internal" }));
    await remove(await run({ created_at: new Date(DAY_START - 1) }));
    assert.equal(await used(), 2);
    const kept = () => db.selectFrom("deleted_backtests").select("created_at").execute();
    assert.equal((await kept()).length, 2);
    // What an earlier day has left is cleared with the next one.
    fixture.at += 24 * HOUR_MS;
    assert.equal(await used(), 0);
    await remove(await run({ created_at: new Date(fixture.at) }));
    assert.equal((await kept()).length, 1);
  },
);

testLimits(
  "an account's own limits win over everybody's, zero among them",
  async ({ db, limits, userId }) => {
    await db.updateTable("users").set({
      max_strategies: 0,
      max_backtests_per_day: 1,
      max_imports: 5,
      max_import_candles: 7,
    }).execute();
    const usage = await limits.wholeUsage(userId);
    assert.deepEqual(
      [usage.strategies, usage.backtests_today, usage.imports, usage.import_candles].map((one) =>
        one.limit
      ),
      [0, 1, 5, 7],
    );
    const { message } = await refused(limits.withRoomForStrategy(userId, () => Promise.resolve()));
    assert.match(message, /0 of 0 strategies/);
  },
);

testLimits(
  "an import reserves its room before it is stored, and releases what it did not use",
  async (fixture) => {
    const { db, limits, userId } = fixture;
    const usage = async () => {
      const { imports, import_candles } = await limits.wholeUsage(userId);
      return [imports.used, import_candles.used];
    };
    const request = (venue: string, newCandles: number) => ({
      asset: "BTC/USDT",
      timeframe: "1h",
      venue,
      newCandles,
    });
    const series = { asset: "BTC/USDT", timeframe: "1h", venue: "mine", owner_id: userId };
    await limits.withRoomForImport(userId, request("mine", 2), async () => {
      assert.deepEqual(await usage(), [1, 2]);
      await db.insertInto("candle_coverage")
        .values({ ...series, from_time: new Date(0), to_time: new Date(2) }).execute();
      await db.insertInto("candles").values([0, 1].map((hour) => ({
        ...series,
        timestamp: new Date(hour * HOUR_MS),
        open: 1,
        high: 1,
        low: 1,
        close: 1,
        volume: 1,
      }))).execute();
      assert.deepEqual(await usage(), [1, 2], "stored while it is under way: counted once");
    });
    assert.deepEqual(await usage(), [1, 2]);

    await limits.withRoomForImport(userId, request("mine", 998), async () => {
      assert.deepEqual(await usage(), [1, 1_000], "what there is, and what is on its way");
      const full = await refused(
        limits.withRoomForImport(userId, request("more", 1), () => Promise.resolve()),
      );
      assert.match(full.message, /add 1 candle to your 1,000; the beta limit is 1,000\./);
      assert.deepEqual(full.about, { code: "import_candles", used: 1_000, limit: 1_000 });
    });
    await assert.rejects(
      limits.withRoomForImport(userId, request("second", 1), async () => {
        assert.deepEqual(await usage(), [2, 3]);
        const full = await refused(
          limits.withRoomForImport(userId, request("third", 1), () => Promise.resolve()),
        );
        assert.match(full.message, /^You have 2 of 2 imports of candles/);
        assert.deepEqual(full.about, { code: "imports", used: 2, limit: 2 });
        await limits.withRoomForImport(userId, request("mine", 1), () => Promise.resolve());
        throw new Error("the disk is full");
      }),
      /the disk is full/,
    );
    assert.deepEqual(await usage(), [1, 2], "a failed import leaves nothing taken");
  },
);

testLimits(
  "room is set aside for a minute at a time: a killed process keeps it no longer",
  async (fixture) => {
    const { db, limits, userId } = fixture;
    const request = { asset: "BTC/USDT", timeframe: "1h", venue: "mine", newCandles: 900 };
    const reserved = () => db.selectFrom("import_reservations").select("expires_at").execute();
    await limits.withRoomForImport(userId, request, async () => {
      assert.deepEqual(await reserved(), [{ expires_at: new Date(NOW + MINUTE_MS) }]);
      fixture.at = NOW + MINUTE_MS - 1;
      assert.equal((await limits.wholeUsage(userId)).import_candles.used, 900);
      fixture.at = NOW + MINUTE_MS;
      assert.equal((await limits.wholeUsage(userId)).import_candles.used, 0);
    });
    assert.deepEqual(await reserved(), []);
  },
);

testLimits("an import whose room was taken away does not become whole", async (fixture) => {
  const { db, limits, userId } = fixture;
  const series = { asset: "BTC/USDT", timeframe: "1h", venue: "mine" };
  let undone = 0;
  const importing = limits.withRoomForImport(userId, { ...series, newCandles: 1 }, async (end) => {
    await limits.endImports(userId, series);
    await db.transaction().execute(end);
  }, () => Promise.resolve(undone++));
  await assert.rejects(importing, /interrupted and nothing of it was kept/);
  assert.equal(undone, 1);
});
