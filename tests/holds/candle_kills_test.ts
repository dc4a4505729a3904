/** A process that is killed while it stores candles leaves nothing half-written, and what it was about can be done again. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../server/config/config.ts";
import { migrateToLatest } from "../../server/db/migrate.ts";
import { createServices, type Services } from "../../server/services.ts";
import { RESERVATION_MS } from "../../server/limits/limits.ts";
import { importOwn } from "../../server/use_cases/own_imports.ts";
import { takeBackImports } from "../../server/process/prepare.ts";
import { fillDataDir } from "../support/data_dir.ts";
import { memoryFolder } from "../support/memory_folder.ts";
import { freshPostgresUrl } from "../support/database.ts";
import { testWith } from "../support/env.ts";
import { startProcess } from "../support/program.ts";
import { fakeKline, startFakeVendor } from "../support/vendor.ts";
import type { Killed } from "./killed.ts";

const HOUR_MS = 3_600_000;
const START = Date.UTC(2021, 0, 1);
const SERIES = { asset: "LTC/EUR", timeframe: "1h", name: "mine" } as const;
const PROGRAM = new URL("./importing_process.ts", import.meta.url).pathname;

function fileOf(bars: number, close: number): string {
  const rows = Array.from(
    { length: bars },
    (_, n) => `${START + n * HOUR_MS},10,12,9,${close},5`,
  );
  return `timestamp,open,high,low,close,volume\n${rows.join("\n")}`;
}

/** Runs a process until it prints `pattern` or `when` comes, and kills it. */
async function kill(
  env: Readonly<Record<string, string>>,
  work: Killed,
  when: RegExp | Promise<unknown>,
): Promise<void> {
  const process = startProcess(["deno", "run", "-A", PROGRAM, JSON.stringify(work)], env);
  await (when instanceof RegExp ? process.until(when) : when);
  process.kill("SIGKILL");
  await process.exited;
  assert.doesNotMatch(process.output(), /whole/, "it was killed before its end");
}

interface Place {
  readonly env: Readonly<Record<string, string>>;
  /** Services on the same database; `at` moves their clock. */
  open(more?: { readonly at?: number; readonly vendor?: string }): Promise<Services>;
}

async function importIsKilled({ env, open }: Place, folder: string): Promise<void> {
  const services = await open();
  await migrateToLatest(services.database);
  const { db } = services.database;
  const { id: userId } = await db.insertInto("users")
    .values({ email: "a@example.com", password_hash: "x" }).returning("id")
    .executeTakeFirstOrThrow();
  // What is whole before stays.
  const first = await importOwn(services, userId, { ...SERIES, text: fileOf(100, 11) });
  assert.ok(first.ok);
  await services.close();

  const file = join(folder, "file.csv");
  await Deno.writeTextFile(file, fileOf(12_000, 11));
  await kill(env, { kind: "import", userId, series: SERIES, file }, /rows [2-6]000/);

  // Somebody who shares the database waits until the room's time is over; who has it alone need not.
  const after = await open({ at: RESERVATION_MS + 1 });
  try {
    const { imports: before } = await importRows(after, userId);
    assert.ok(before > 100, "the kill left candles behind");
    await takeBackImports(after);
    if (after.database.kind === "postgres") await after.unfinishedImports.sweep();
    const left = await importRows(after, userId);
    assert.deepEqual(left, { imports: 100, used: 100, reserved: 0 });
    const [series] = await after.marketData.imports(userId);
    assert.deepEqual([series?.candles, series?.missing], [100, 0]);
    // Another file for the rest: nothing of the first stands in its way.
    const other = await importOwn(after, userId, {
      ...SERIES,
      text: fileOf(12_000, 11).replace(/(\n.*),11,5$/, "$1,10.5,5"),
    });
    assert.ok(other.ok, JSON.stringify(other));
    assert.equal(other.inserted, 11_900);
    assert.equal((await importRows(after, userId)).used, 12_000);
  } finally {
    await after.close();
  }
}

async function importRows({ database: { db }, limits }: Services, userId: string) {
  const { count } = await db.selectFrom("candles")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("owner_id", "=", userId).executeTakeFirstOrThrow();
  const reserved = await db.selectFrom("import_reservations").select("id").execute();
  const { import_candles } = await limits.wholeUsage(userId);
  return { imports: Number(count), used: import_candles.used, reserved: reserved.length };
}

async function fetchIsKilled({ env, open }: Place): Promise<void> {
  const first = await open();
  await migrateToLatest(first.database);
  await first.close();
  const vendor = startFakeVendor();
  const range = {
    asset: "BTC/USDT",
    timeframe: "1h",
    fromMs: START,
    toMs: START + 5_000 * HOUR_MS,
  };
  try {
    const third = (async () => {
      await vendor.nextRequest();
      await vendor.nextRequest();
      vendor.stall();
      await vendor.nextRequest();
    })();
    await kill({ ...env, VENDOR_URL: vendor.url }, { kind: "fetch", range }, third);
    vendor.release();
    const asked = vendor.requests();
    assert.equal(asked, 3);

    const services = await open({ vendor: vendor.url });
    try {
      const key = { ...range, timeframe: "1h", venue: "binance", ownerId: null } as const;
      const { from, to } = (await services.marketData.coverage.list(key))[0] ?? { from: 0, to: 0 };
      const { candles: stored } = await services.marketData.store.count(key, from, to);
      assert.ok(stored >= 1_000, "what was whole when it was killed is kept");
      assert.equal(stored, (to - from) / HOUR_MS, "no more is said to be there than is");
      const { candles } = await services.marketData.chooseCandles({
        ...range,
        historyBars: 0,
        venue: "binance",
      });
      assert.equal(candles.length, 5_000);
      for (const n of [0, 999, 1_000, 1_999, 2_000, 4_999]) {
        assert.equal(candles.close[n], Number(fakeKline(START + n * HOUR_MS, HOUR_MS)[4]));
      }
      assert.ok(vendor.requests() - asked <= 4, "only what was missing was asked for");
    } finally {
      await services.close();
    }
  } finally {
    await vendor.close();
  }
}

async function onPglite(use: (place: Place, folder: string) => Promise<void>): Promise<void> {
  const dataDir = await memoryFolder();
  try {
    await fillDataDir(dataDir);
    await use(placeOf({ DATA_DIR: dataDir }), dataDir);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function onPostgres(use: (place: Place, folder: string) => Promise<void>): Promise<void> {
  const database = await freshPostgresUrl();
  const dataDir = await memoryFolder();
  try {
    await use(placeOf({ DATA_DIR: dataDir, DATABASE_URL: database.url }), dataDir);
  } finally {
    await database.drop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

function placeOf(given: Readonly<Record<string, string>>): Place {
  const env = { ...given, LOG_LEVEL: "error" };
  return {
    env,
    open: ({ at, vendor } = {}) => {
      const config = loadConfig({ ...env, ...vendor === undefined ? {} : { VENDOR_URL: vendor } });
      return createServices(config, at === undefined ? {} : { now: () => Date.now() + at });
    },
  };
}

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;

Deno.test({
  name: "kills: an import that is killed is taken back, and does not count (PGlite)",
  ...SANITIZED,
  fn: () => onPglite(importIsKilled),
});
testWith(
  ["postgres"],
  "kills: an import that is killed is taken back, and does not count (PostgreSQL)",
  () => onPostgres(importIsKilled),
  SANITIZED,
);
Deno.test({
  name: "kills: a fetch that is killed goes on where it was (PGlite)",
  ...SANITIZED,
  fn: () => onPglite(fetchIsKilled),
});
testWith(
  ["postgres"],
  "kills: a fetch that is killed goes on where it was (PostgreSQL)",
  () => onPostgres(fetchIsKilled),
  SANITIZED,
);
