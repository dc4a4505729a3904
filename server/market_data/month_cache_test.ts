import assert from "node:assert/strict";
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { CoverageStore } from "./coverage.ts";
import { MarketData } from "./service.ts";
import type { SeriesKey } from "./series.ts";
import { CandleStore, type StoredMonth } from "./store.ts";
import { testOnBoth } from "./testing/databases.ts";
import { MemoryStorage } from "./testing/memory_storage.ts";
import { candlesAt, HOUR, hours, plain } from "./testing/synthetic.ts";

const START = Date.UTC(2021, 0, 1);
const NOW = Date.UTC(2021, 5, 10, 12, 30);
const BTC: SeriesKey = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null };
const MARCH = "candles/binance/BTC_2FUSDT/1h/2021-03.gz";

/** A process: market data on the database, with its own memory, and the months that it has read from rows. */
function processOn(db: Kysely<Database>, storage = new MemoryStorage()) {
  const market = new MarketData({ db, venue: "binance", vendor: null, storage, now: () => NOW });
  const read: number[] = [];
  const months = market.store.months.bind(market.store);
  market.store.months = async (key, wanted): Promise<StoredMonth[]> => {
    read.push(...wanted.map((month) => month % 12 + 1));
    return await months(key, wanted);
  };
  const load = (fromMs = START, toMs = NOW, historyBars = 0) =>
    market.load({ asset: "BTC/USDT", timeframe: "1h", fromMs, toMs, historyBars });
  return { market, storage, read, load };
}

/** Hours from January to the tenth of June, with a stretch missing in February. */
async function fill(db: Kysely<Database>): Promise<void> {
  const all = hours(START, (NOW - START) / HOUR - 0.5);
  const missing = (time: number) => time >= Date.UTC(2021, 1, 3) && time < Date.UTC(2021, 1, 5);
  await new CandleStore(db).insert(BTC, candlesAt(all.filter((time) => !missing(time))));
  await new CoverageStore(db).add(BTC, { from: START, to: NOW });
}

testOnBoth("months put together are the rows, bit for bit, whatever range", async ({ db }) => {
  await fill(db);
  const { market, load } = processOn(db);
  const ranges: [number, number, number][] = [
    [START, NOW, 0],
    [Date.UTC(2021, 1, 1), Date.UTC(2021, 2, 1), 0],
    [Date.UTC(2021, 1, 4), Date.UTC(2021, 1, 6), 100],
    [Date.UTC(2021, 2, 1), Date.UTC(2021, 2, 1, 1), 700],
    [Date.UTC(2021, 2, 1), Date.UTC(2021, 2, 1, 1), 5000],
    [Date.UTC(2021, 3, 30, 23), Date.UTC(2021, 4, 1, 1), 1],
    [Date.UTC(2021, 3, 30, 22, 30), Date.UTC(2021, 4, 1, 0, 1), 3],
    [Date.UTC(2020, 11, 31), START + 1, 50],
  ];
  for (const [fromMs, toMs, historyBars] of ranges) {
    const rows = await market.store.load(BTC, { fromMs, toMs, historyBars });
    assert.deepEqual(plain(await load(fromMs, toMs, historyBars)), plain(rows));
  }
});

testOnBoth("what has been read once is not read again, in parts or whole", async ({ db }) => {
  await fill(db);
  const { read, load } = processOn(db);
  await load();
  assert.deepEqual(read.sort(), [1, 2, 3, 4, 5, 6]);
  await Promise.all([load(), load(Date.UTC(2021, 2, 10), NOW, 300)]);
  assert.equal(read.length, 6);
});

testOnBoth("many who ask at once read the rows once", async ({ db }) => {
  await fill(db);
  const { read, load } = processOn(db);
  const loaded = await Promise.all(Array.from({ length: 20 }, () => load()));
  assert.equal(read.length, 6);
  for (const candles of loaded) assert.deepEqual(plain(candles), plain(loaded[0]!));
});

testOnBoth(
  "any change of a row is seen by every process at once, and only its month is read",
  async ({ db }) => {
    await fill(db);
    const storage = new MemoryStorage();
    const processes = [processOn(db, storage), processOn(db, storage)];
    const at = (time: number) => sql`to_timestamp(${time}::float8 / 1000)`;
    const march = Date.UTC(2021, 2, 5);
    const changes: [string, () => Promise<unknown>][] = [
      [
        "update",
        () =>
          sql`update candles set close = close + 0.5, high = high + 1 where timestamp = ${
            at(march)
          }`
            .execute(db),
      ],
      ["delete", () => sql`delete from candles where timestamp = ${at(march + HOUR)}`.execute(db)],
      ["insert", () => new CandleStore(db).insert(BTC, candlesAt([march + HOUR], 7))],
      [
        "replace",
        () =>
          new CandleStore(db).replace(BTC, candlesAt([march + HOUR], 9), () => Promise.resolve()),
      ],
      [
        "move",
        () =>
          sql`update candles set timestamp = ${at(Date.UTC(2021, 1, 3))} where timestamp = ${
            at(march + 2 * HOUR)
          }`.execute(db),
      ],
    ];
    for (const process of processes) {
      await process.load();
      await process.market.close();
    }
    for (const [what, change] of changes) {
      await change();
      for (const process of processes) {
        process.read.splice(0);
      }
      const rows = await processes[0]!.market.store.load(BTC, {
        fromMs: START,
        toMs: NOW,
        historyBars: 0,
      });
      for (const { load, market } of processes) {
        assert.deepEqual(plain(await load()), plain(rows), what);
        await market.close();
      }
      const months = what === "move" ? [2, 3] : [3];
      assert.deepEqual(processes[0]!.read, months, what);
      assert.deepEqual(processes[1]!.read, [], `${what}: the other one takes the blob`);
    }
    await processes[0]!.market.store.remove(BTC);
    for (const { load } of processes) {
      await assert.rejects(load(), /There are no 1h candles/);
    }
  },
);

testOnBoth("an insert that changes nothing leaves what is kept", async ({ db }) => {
  await fill(db);
  const { read, load, market } = processOn(db);
  const before = await load();
  await market.store.insert(BTC, before);
  await market.store.replace(BTC, before, () => Promise.resolve());
  assert.deepEqual(plain(await load()), plain(before));
  assert.equal(read.length, 6);
});

testOnBoth("closed months are kept as blobs, which another process takes", async ({ db }) => {
  await fill(db);
  const first = processOn(db);
  const rows = await first.load();
  await first.market.close();
  assert.equal(first.storage.blobs.size, 5, "June goes on");
  assert.ok(first.storage.blobs.has(MARCH));
  const second = processOn(db, first.storage);
  assert.deepEqual(plain(await second.load()), plain(rows));
  assert.deepEqual(second.read, [6]);
});

testOnBoth(
  "a blob that is damaged, missing, another's or of older rows is made anew",
  async ({ db }) => {
    await fill(db);
    const first = processOn(db);
    const rows = await first.load();
    await first.market.close();
    const { blobs } = first.storage;
    const good = blobs.get(MARCH)!;
    const april = blobs.get(MARCH.replace("-03", "-04"))!;
    const flipped = good.slice();
    flipped[good.length >> 1]! ^= 1;
    const broken: [string, Uint8Array | null][] = [
      ["a bit", flipped],
      ["cut off", good.subarray(0, 200)],
      ["empty", new Uint8Array()],
      ["text", new TextEncoder().encode("not a blob")],
      ["another month", april],
      ["missing", null],
    ];
    for (const [what, bytes] of broken) {
      if (bytes) blobs.set(MARCH, bytes);
      else blobs.delete(MARCH);
      const process = processOn(db, first.storage);
      assert.deepEqual(plain(await process.load()), plain(rows), what);
      await process.market.close();
      assert.deepEqual(process.read, [3, 6], what);
      const next = processOn(db, first.storage);
      await next.load();
      assert.deepEqual(next.read, [6], `${what}: it has been written again`);
    }
  },
);

testOnBoth("a storage that is away costs nothing but its answer", async ({ db }) => {
  await fill(db);
  const storage = new MemoryStorage();
  storage.away = true;
  const { load, market } = processOn(db, storage);
  const rows = await market.store.load(BTC, { fromMs: START, toMs: NOW, historyBars: 0 });
  assert.deepEqual(plain(await load()), plain(rows));
  await market.close();
  const asked = storage.reads + storage.writes;
  await new CandleStore(db).replace(BTC, candlesAt([START], 3), () => Promise.resolve());
  await load();
  await market.close();
  assert.equal(storage.reads + storage.writes, asked, "it is left alone for a while");
});

testOnBoth("candles of one's own are in no storage", async ({ db }) => {
  const user = await db.insertInto("users").values({ email: "a@b.example", password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  const { market, storage } = processOn(db);
  const own = { ...BTC, venue: "mine", ownerId: user.id };
  await market.store.insert(own, candlesAt(hours(START, 100)));
  const request = {
    asset: "BTC/USDT",
    timeframe: "1h",
    fromMs: START,
    toMs: NOW,
    historyBars: 0,
    ownerId: user.id,
    importName: "mine",
  };
  assert.equal((await market.load(request)).length, 100);
  await market.close();
  assert.equal(storage.reads + storage.writes, 0);
  await db.deleteFrom("users").where("id", "=", user.id).execute();
  await assert.rejects(market.load(request), /Your import “mine” has no 1h candles/);
  assert.deepEqual(await db.selectFrom("candle_months").select("month").execute(), []);
});

testOnBoth(
  "candles that somebody replaces meanwhile are all the old ones or all the new ones",
  async ({ db }) => {
    await fill(db);
    const { load, market } = processOn(db);
    const [from, to] = [Date.UTC(2021, 2, 20), Date.UTC(2021, 4, 10)];
    const times = hours(from, (to - from) / HOUR);
    let isDone = false;
    const writing = (async () => {
      for (let shift = 1; shift <= 3; shift++) {
        await market.store.replace(BTC, candlesAt(times, shift), () => Promise.resolve());
      }
      isDone = true;
    })();
    const seen = new Set<number>();
    do {
      const { open, length } = await load(from, to);
      const shifts = new Set(
        Array.from({ length }, (_, i) => open[i]! - (100 + (times[i]! / HOUR) % 50)),
      );
      assert.equal(shifts.size, 1);
      for (const shift of shifts) seen.add(shift);
    } while (!isDone);
    await writing;
    assert.ok((await load(from, to)).open[0]! - (100 + (from / HOUR) % 50) === 3);
    assert.ok(seen.size >= 1);
  },
);
