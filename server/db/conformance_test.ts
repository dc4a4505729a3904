/** What the database does, run on each driver: every table written and read, and the rules that keep it right. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { freshPglite, freshPostgres, freshPostgresUrl } from "../../tests/support/database.ts";
import { type Need, testWith } from "../../tests/support/env.ts";
import { type DatabaseHandle, openDatabase, openPostgres } from "./connect.ts";
import { DataDirLockedError } from "./data_dir_lock.ts";
import { migrateToLatest, migrateToNothing } from "./migrate.ts";

const drivers: readonly {
  name: string;
  needs: readonly Need[];
  open: () => Promise<DatabaseHandle>;
}[] = [
  { name: "PGlite", needs: [], open: freshPglite },
  { name: "PostgreSQL", needs: ["postgres"], open: freshPostgres },
];

for (const driver of drivers) {
  const check = (name: string, fn: (handle: DatabaseHandle) => Promise<void>) =>
    testWith(driver.needs, `database on ${driver.name}: ${name}`, async () => {
      const handle = await driver.open();
      try {
        await fn(handle);
      } finally {
        await handle.close();
      }
    }, { sanitizeResources: false, sanitizeOps: false });

  check("every table takes a row and gives it back, with the same types", async ({ db }) => {
    const { user, strategy, version } = await aStrategy(db);
    assert.match(user.id, /^[0-9a-f-]{36}$/);
    assert.ok(user.created_at instanceof Date && user.updated_at instanceof Date);
    assert.equal(user.default_fee_percent, 0.075);
    assert.equal(user.default_slippage_percent, null);
    assert.equal(strategy.is_archived, false);
    assert.equal(strategy.auto_update_enabled, false);
    assert.equal(version.version_number, 1);
    assert.deepEqual(version.definition_json, definition);
    assert.equal(version.note, null);

    const expires_at = new Date("2026-03-01T00:00:00.123Z");
    const session = await db.insertInto("sessions")
      .values({ user_id: user.id, token_hash: "hash", expires_at, user_agent: null })
      .returningAll().executeTakeFirstOrThrow();
    assert.deepEqual(session.expires_at, expires_at);

    const date_from = new Date("2021-01-01T00:00:00Z");
    const date_to = new Date("2022-01-01T00:00:00Z");
    const run = await db.insertInto("backtest_runs").values({
      user_id: user.id,
      strategy_id: strategy.id,
      strategy_version_id: version.id,
      asset: "BTC/USDT",
      timeframe: "1h",
      date_from,
      date_to,
      fee_percent: 0.1,
      slippage_percent: 0.05,
      initial_capital: 10_000,
      intrabar: "stop_first",
      total_return: 0.1 + 0.2,
      num_trades: 27,
      sparkline: JSON.stringify([1, 0.98, 1.124]),
    }).returningAll().executeTakeFirstOrThrow();
    assert.equal(run.status, "pending");
    assert.equal(run.triggered_by, "manual");
    assert.deepEqual([run.date_from, run.date_to], [date_from, date_to]);
    assert.equal(run.total_return, 0.30000000000000004);
    assert.strictEqual(run.num_trades, 27);
    assert.deepEqual(run.sparkline, [1, 0.98, 1.124]);
    assert.equal(run.cagr, null);

    const record = await db.insertInto("forward_records").values({
      strategy_id: strategy.id,
      strategy_version_id: version.id,
      sealed_at: date_from,
      starts_at: date_from,
      asset: "BTC/USDT",
      timeframe: "1h",
      horizon: "1y",
      date_from,
      fee_percent: 0.1,
      slippage_percent: 0.05,
      initial_capital: 10_000,
      intrabar: "stop_first",
      seed: 2 ** 32 - 1,
      band_json: JSON.stringify({ p5: [-0.1] }),
    }).returningAll().executeTakeFirstOrThrow();
    assert.strictEqual(record.seed, 2 ** 32 - 1);
    assert.deepEqual(record.band_json, { p5: [-0.1] });
    const day = {
      strategy_id: strategy.id,
      utc_day: "2024-02-29",
      forward_record_id: record.id,
      run_id: run.id,
    };
    const scheduled = await db.insertInto("scheduled_runs").values(day).returningAll()
      .executeTakeFirstOrThrow();
    assert.deepEqual(
      [scheduled.utc_day, scheduled.outcome, scheduled.tries],
      ["2024-02-29", "open", 1],
    );

    const candle = await db.insertInto("candles").values(aCandle()).returningAll()
      .executeTakeFirstOrThrow();
    assert.deepEqual(candle.timestamp, aCandle().timestamp);
    assert.strictEqual(candle.volume, 1e-8);
    const coverage = await db.insertInto("candle_coverage").values({
      asset: "BTC/USDT",
      timeframe: "1h",
      venue: "binance",
      owner_id: null,
      from_time: date_from,
      to_time: date_to,
    }).returningAll().executeTakeFirstOrThrow();
    assert.deepEqual(coverage.to_time, date_to);
    const file = await db.insertInto("candle_files")
      .values({ path: "a.csv", size: 2 ** 40, modified_at: date_from, sha256: "00" })
      .returningAll().executeTakeFirstOrThrow();
    assert.strictEqual(file.size, 2 ** 40);

    const { count } = await db.selectFrom("candles").select(sql<number>`count(*)`.as("count"))
      .executeTakeFirstOrThrow();
    assert.strictEqual(count, 1);
  });

  check(
    "an address belongs to one account, and a version number to one version",
    async ({ db }) => {
      const { strategy } = await aStrategy(db);
      await assert.rejects(
        db.insertInto("users").values(aUser()).execute(),
        (error: { code?: string }) => error.code === "23505",
      );
      await assert.rejects(
        db.insertInto("strategy_versions")
          .values({ strategy_id: strategy.id, version_number: 1, definition_json: "{}" }).execute(),
        (error: { code?: string }) => error.code === "23505",
      );
    },
  );

  check(
    "a day has one automatic run, and a strategy one open record",
    async ({ db }) => {
      const { strategy, version } = await aStrategy(db);
      const seal = (ended_at: Date | null) =>
        db.insertInto("forward_records").values({
          strategy_id: strategy.id,
          strategy_version_id: version.id,
          sealed_at: new Date(0),
          starts_at: new Date(0),
          ended_at,
          asset: "BTC/USDT",
          timeframe: "1h",
          horizon: "1y",
          date_from: new Date(0),
          fee_percent: 0,
          slippage_percent: 0,
          initial_capital: 1,
          intrabar: "stop_first",
          seed: 0,
        }).returning("id").executeTakeFirstOrThrow();
      await seal(new Date(1));
      await seal(new Date(1));
      const { id: forward_record_id } = await seal(null);
      const taken = (error: { code?: string }) => error.code === "23505";
      await assert.rejects(seal(null), taken);
      const begin = (utc_day: string) =>
        db.insertInto("scheduled_runs")
          .values({ strategy_id: strategy.id, utc_day, forward_record_id }).execute();
      await begin("2026-03-29");
      await begin("2026-03-30");
      await assert.rejects(begin("2026-03-29"), taken);
      await assert.rejects(begin("today"));
    },
  );

  check(
    "a candle is unique in its series; a private import and another venue are other series",
    async ({ db }) => {
      const { user } = await aStrategy(db);
      await db.insertInto("candles").values(aCandle()).execute();
      await assert.rejects(
        db.insertInto("candles").values(aCandle()).execute(),
        (error: { code?: string }) => error.code === "23505",
      );
      await db.insertInto("candles").values({ ...aCandle(), venue: "kraken" }).execute();
      await db.insertInto("candles").values({ ...aCandle(), owner_id: user.id }).execute();
      await assert.rejects(
        db.insertInto("candles").values({ ...aCandle(), owner_id: user.id }).execute(),
      );
    },
  );

  check("what an account owns goes with it", async ({ db }) => {
    const { user } = await aStrategy(db);
    await db.insertInto("candles").values({ ...aCandle(), owner_id: user.id }).execute();
    await db.deleteFrom("users").where("id", "=", user.id).execute();
    for (const table of ["strategies", "strategy_versions", "candles"] as const) {
      assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
    }
  });

  check("a row without an owner, or with invalid values, is refused", async ({ db }) => {
    const { user, strategy, version } = await aStrategy(db);
    await assert.rejects(
      db.insertInto("strategies")
        .values({ user_id: crypto.randomUUID(), name: "x", asset: "BTC/USDT", timeframe: "1h" })
        .execute(),
      (error: { code?: string }) => error.code === "23503",
    );
    const run = {
      user_id: user.id,
      strategy_id: strategy.id,
      strategy_version_id: version.id,
      asset: "BTC/USDT",
      timeframe: "1h",
      date_from: new Date(1),
      date_to: new Date(0),
      fee_percent: 0,
      slippage_percent: 0,
      initial_capital: 1,
      intrabar: "stop_first",
    };
    await assert.rejects(db.insertInto("backtest_runs").values(run).execute());
    const lost = { ...run, date_to: new Date(2), status: "lost" as never };
    await assert.rejects(db.insertInto("backtest_runs").values(lost).execute());
  });

  check("migrations can be taken back, and made again", async (handle) => {
    const tables = sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not like 'kysely%' order by 1`;
    const before = (await tables.execute(handle.db)).rows;
    assert.ok(before.length >= 8);
    await aStrategy(handle.db);
    assert.ok((await migrateToNothing(handle)).length > 0);
    assert.deepEqual((await tables.execute(handle.db)).rows, []);
    await migrateToLatest(handle);
    assert.deepEqual((await tables.execute(handle.db)).rows, before);
    await aStrategy(handle.db);
  });

  check("migrating again changes nothing, and a ping is answered", async (handle) => {
    assert.deepEqual(await migrateToLatest(handle), []);
    await handle.ping();
  });
}

testWith(
  ["postgres"],
  "database on PostgreSQL: processes that start at once migrate once",
  async () => {
    const { url, drop } = await freshPostgresUrl();
    const handles = Array.from({ length: 6 }, () => openPostgres(url));
    try {
      const applied = await Promise.all(handles.map(migrateToLatest));
      assert.equal(applied.flat().length, new Set(applied.flat()).size);
      assert.ok(applied.flat().length > 0);
    } finally {
      await Promise.all(handles.map((handle) => handle.close()));
      await drop();
    }
  },
  { sanitizeResources: false, sanitizeOps: false },
);

testWith(
  ["postgres"],
  "database on PostgreSQL: an outage fails the ping, and it passes again after the outage",
  async () => {
    const { url, drop } = await freshPostgresUrl();
    try {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", new URL("./testing/outage_process.ts", import.meta.url).pathname, url],
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      // Nothing else in it: an uncaught error would be printed.
      assert.equal(text(stdout), "works\nfails\nworks\nfails\nworks\n");
      assert.equal(code, 0, text(stderr));
    } finally {
      await drop();
    }
    const unreachable = openPostgres("postgres://postgres@127.0.0.1:9/none");
    await assert.rejects(unreachable.ping());
    await unreachable.close();
  },
  { sanitizeResources: false, sanitizeOps: false },
);

Deno.test({
  name:
    "database on PGlite: a second process is refused with a sentence, and a crash leaves no lock",
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    const dataDir = await Deno.makeTempDir();
    const script = `
      import { lockDataDir } from ${
      JSON.stringify(new URL("./data_dir_lock.ts", import.meta.url).href)
    };
      await lockDataDir(${JSON.stringify(dataDir)});
      console.log("locked");
      setInterval(() => {}, 1000);
    `;
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["eval", script],
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    try {
      assert.match(new TextDecoder().decode((await reader.read()).value), /locked/);
      const config = { databaseUrl: null, dataDir };
      await assert.rejects(openDatabase(config), (error: Error) => {
        assert.ok(error instanceof DataDirLockedError);
        assert.match(error.message, new RegExp(`in use by process ${holder.pid}`));
        return true;
      });
      holder.kill("SIGKILL");
      await holder.status;
      const handle = await openDatabase(config);
      await handle.ping();
      await handle.close();
    } finally {
      await reader.cancel();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

const definition = {
  version: 1,
  blocks: [{ id: "a", type: "price", params: {} }],
  connections: [],
};

function aUser() {
  return { email: "ada@example.com", password_hash: "hash", default_fee_percent: 0.075 };
}

function aCandle() {
  return {
    asset: "BTC/USDT",
    timeframe: "1h",
    venue: "binance",
    owner_id: null as string | null,
    timestamp: new Date("2021-01-01T00:00:00Z"),
    open: 1,
    high: 2,
    low: 0.5,
    close: 1.5,
    volume: 1e-8,
  };
}

async function aStrategy(db: DatabaseHandle["db"]) {
  const user = await db.insertInto("users").values(aUser()).returningAll()
    .executeTakeFirstOrThrow();
  const strategy = await db.insertInto("strategies")
    .values({ user_id: user.id, name: "Dip", asset: "BTC/USDT", timeframe: "1h" })
    .returningAll().executeTakeFirstOrThrow();
  const version = await db.insertInto("strategy_versions")
    .values({
      strategy_id: strategy.id,
      version_number: 1,
      definition_json: JSON.stringify(definition),
    })
    .returningAll().executeTakeFirstOrThrow();
  return { user, strategy, version };
}
