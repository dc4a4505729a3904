/** Stored candles as runs and pages read them: from memory, from blobs of months, and from the rows. */
import { randomWalk } from "../../engine/testing/random_walk.ts";
import { joinCandles, selectCandles } from "../../server/market_data/candle_reader.ts";
import { MonthCache } from "../../server/market_data/month_cache.ts";
import { storedMonths } from "../../server/market_data/month_sources.ts";
import type { SeriesKey } from "../../server/market_data/series.ts";
import { SeriesStates } from "../../server/market_data/series_states.ts";
import { CandleStore } from "../../server/market_data/store.ts";
import type { DatabaseHandle } from "../../server/db/connect.ts";
import { migrateToLatest } from "../../server/db/migrate.ts";
import { openFolderStorage } from "../../server/storage/folder_storage.ts";
import { type BenchRow, rowOf, sample } from "../reporting/report.ts";

/** Opens an empty database; `folder` is its own. */
export type OpenStore = (folder: string) => Promise<DatabaseHandle>;

const SERIES: SeriesKey = {
  asset: "BTC/USDT",
  timeframe: "1h",
  venue: "binance",
  ownerId: null,
};
const BARS = 100_000;
const YEAR_BARS = 8_760;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2012, 0, 1);

export async function* readRows(openStore: OpenStore, quick: boolean): AsyncGenerator<BenchRow> {
  const folder = await Deno.makeTempDir({ prefix: "bench-candles-" });
  const database = await openStore(folder);
  try {
    const { db } = database;
    await migrateToLatest(database);
    const store = new CandleStore(db);
    const bars = quick ? 2_000 : BARS;
    const walk = randomWalk({ bars, seed: 4, start: 20_000, step: 0.01 });
    const time = Float64Array.from({ length: bars }, (_, i) => FIRST_MS + i * HOUR_MS);
    const insertMs = await sample(() => store.insert(SERIES, { ...walk, time }), {
      samples: 1,
      warmUp: 0,
    });
    const rate = bars / (insertMs[0]! / 1000);
    yield {
      suite: "candles",
      name: `${bars} new candles stored`,
      unit: "1/s",
      samples: 1,
      median: rate,
      p99: rate,
    };

    const storage = await openFolderStorage(`${folder}/blobs`);
    let monthsOfRows = 0;
    const rows: Pick<CandleStore, "months"> = {
      months: (key, months) => {
        monthsOfRows += months.length;
        return store.months(key, months);
      },
    };
    /** As a process has them that has just started. */
    const open = (blobs: typeof storage | null) => {
      const now = () => Date.now();
      const cache = new MonthCache({ store: rows, storage: blobs, log: null, now });
      return { cache, months: storedMonths({ states: new SeriesStates(db), cache, store: rows }) };
    };
    const end = FIRST_MS + bars * HOUR_MS;
    const read = async ({ months }: ReturnType<typeof open>, count: number) => {
      const range = { fromMs: end - count * HOUR_MS, toMs: end, historyBars: 0 };
      const candles = joinCandles(await selectCandles(months, SERIES, range));
      if (candles.length !== count) throw new Error(`${candles.length} candles were read`);
    };
    const samples = quick ? 2 : 20;
    yield rowOf(
      "candles",
      `${bars} candles cold, from the rows`,
      await sample(() => read(open(null), bars), { samples }),
    );
    // Written once by whoever reads them first.
    const first = open(storage);
    await read(first, bars);
    await first.cache.settled();
    monthsOfRows = 0;
    const fromBlobs = await sample(() => read(open(storage), bars), { samples });
    yield rowOf("candles", `${bars} candles cold, from blobs`, fromBlobs, {
      goal: 60,
      // A blob that comes too late is made up for by the rows.
      ...(monthsOfRows > 0 ? { note: `${monthsOfRows} months were read from the rows` } : {}),
    });
    const year = Math.min(bars, YEAR_BARS);
    const warm = open(storage);
    await read(warm, year);
    yield rowOf(
      "candles",
      `a year of 1h warm, ${year} candles`,
      await sample(() => read(warm, year), { samples: samples * 5 }),
      { goal: 5 },
    );
  } finally {
    await database.close();
    await Deno.remove(folder, { recursive: true });
  }
}
