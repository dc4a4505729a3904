import assert from "node:assert/strict";
import { join } from "node:path";
import type { DatabaseHandle } from "../db/connect.ts";
import { freshPglite } from "../../tests/support/database.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { zipOf } from "../../tests/support/zip.ts";
import { importCandlesFolder, problemsInWords } from "./candles_folder.ts";
import { MarketData } from "./service.ts";
import { testOnBoth } from "./testing/databases.ts";
import { candlesAt, csvOf, HOUR, hours } from "./testing/synthetic.ts";

const START = Date.UTC(2021, 0, 1);

function importer({ db }: DatabaseHandle) {
  const lines: string[] = [];
  const log = {
    info: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(`warning: ${line}`),
  };
  const marketData = new MarketData({
    db,
    venue: "binance",
    vendor: null,
    now: () => Date.UTC(2024, 0, 1),
  });
  return {
    marketData,
    async run(folder: string) {
      lines.length = 0;
      const result = await importCandlesFolder({ db, marketData, log }, folder);
      return { ...result, lines: [...lines] };
    },
  };
}

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

testOnBoth(
  "a folder of candle files is taken in, and what is not on offer is named",
  async (database) => {
    await withFolder(async (folder) => {
      const { run, marketData } = importer(database);
      const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
      await write("BTC-USDT_1h_binance.csv", csvOf(candlesAt(hours(START, 48))));
      await write("BTC-USDT_1m_binance.csv", "not even read");
      await write("ETH-USDT_1h_binance.csv", csvOf(candlesAt(hours(START, 5))) + "1,2,3\n");
      await write("EUR-USD_1h_unknown.csv", "not even read");
      await write("README.md", "no candles");
      await write("SOL-USDT_4h_kraken.csv", csvOf(candlesAt(hours(START, 9, 4 * HOUR))));

      const first = await run(folder);
      assert.deepEqual(first.imported, ["BTC-USDT_1h_binance.csv", "SOL-USDT_4h_kraken.csv"]);
      assert.deepEqual(first.skipped, ["BTC-USDT_1m_binance.csv", "EUR-USD_1h_unknown.csv"]);
      assert.deepEqual(first.failed, ["ETH-USDT_1h_binance.csv"]);
      assert.equal(first.lines.length, 5);
      assert.equal(
        first.lines[0],
        "Imported BTC-USDT_1h_binance.csv (1 of 5): 48 candles of BTC/USDT 1h, binance, " +
          "1 Jan 2021 to 2 Jan 2021; 48 new.",
      );
      assert.equal(
        first.lines[1],
        "Skipped BTC-USDT_1m_binance.csv (2 of 5): the timeframe 1m is not on offer.",
      );
      assert.match(
        first.lines[2] ?? "",
        /^warning: Could not import ETH-USDT_1h_binance\.csv \(3 of 5\): line 7: /,
      );

      const summaries = await marketData.store.summaries();
      assert.deepEqual(summaries.map((s) => `${s.asset} ${s.timeframe} ${s.venue}`), [
        "BTC/USDT 1h binance",
        "SOL/USDT 4h kraken",
      ]);
    });
  },
);

Deno.test("an unchanged candle file is not read again; a changed one adds what is new", async () => {
  const database = await freshPglite();
  await withFolder(async (folder) => {
    const { run } = importer(database);
    const path = join(folder, "BTC-USDT_1h_binance.csv");
    const text = csvOf(candlesAt(hours(START, 48)));
    await Deno.writeTextFile(path, text);
    await run(folder);

    const again = await run(folder);
    assert.deepEqual([again.imported, again.unchanged], [[], ["BTC-USDT_1h_binance.csv"]]);
    assert.deepEqual(again.lines, []);

    // The same bytes, touched: known by their hash, and by their time from then on.
    await Deno.utime(path, 1_700_000_000, 1_700_000_000);
    assert.deepEqual((await run(folder)).unchanged, ["BTC-USDT_1h_binance.csv"]);

    await Deno.writeTextFile(path, csvOf(candlesAt(hours(START, 50))));
    const grown = await run(folder);
    assert.deepEqual(grown.imported, ["BTC-USDT_1h_binance.csv"]);
    assert.match(grown.lines[0] ?? "", /50 candles .*; 2 new\.$/);

    await Deno.writeTextFile(path, csvOf(candlesAt(hours(START, 50), 1)));
    const other = await run(folder);
    assert.match(other.lines[0] ?? "", /0 new\.$/);
    assert.match(
      other.lines[1] ?? "",
      /^warning: BTC-USDT_1h_binance\.csv: 50 candles of the file differ from what is stored\. What is stored was kept\. .* import .*BTC-USDT_1h_binance\.csv --asset BTC\/USDT --timeframe 1h --venue binance --replace$/,
    );
    const stored = await database.db.selectFrom("candles").select("open").orderBy("timestamp")
      .execute();
    assert.deepEqual(
      stored.map((row) => row.open),
      Array.from(candlesAt(hours(START, 50)).open),
    );
  });
  await database.close();
});

Deno.test("packed candle files of the folder are taken in too", async () => {
  const database = await freshPglite();
  await withFolder(async (folder) => {
    const { run } = importer(database);
    const text = csvOf(candlesAt(hours(START, 5)));
    const gzip = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(join(folder, "BTC-USDT_1h_binance.csv.gz"), gzip);
    await Deno.writeFile(join(folder, "ETH-USDT_1h.zip"), await zipOf({ "any.csv": text }));
    await Deno.writeFile(join(folder, "SOL-USDT_1h.csv.gz"), new Uint8Array([0x1f, 0x8b, 8, 0]));
    const result = await run(folder);
    assert.deepEqual(result.imported, ["BTC-USDT_1h_binance.csv.gz", "ETH-USDT_1h.zip"]);
    assert.deepEqual(result.failed, ["SOL-USDT_1h.csv.gz"]);
    assert.match(result.lines.at(-1) ?? "", /The gzip file is damaged or cut off\./);
    assert.equal((await run(folder)).unchanged.length, 2);
  });
  await database.close();
});

Deno.test("a broken candle file is tried again at the next start", async () => {
  const database = await freshPglite();
  await withFolder(async (folder) => {
    const { run } = importer(database);
    const path = join(folder, "BTC-USDT_1h.csv");
    await Deno.writeTextFile(path, "timestamp,open,high,low,close,volume\nnonsense\n");
    assert.deepEqual((await run(folder)).failed, ["BTC-USDT_1h.csv"]);
    assert.deepEqual((await run(folder)).failed, ["BTC-USDT_1h.csv"]);
    await Deno.writeTextFile(path, csvOf(candlesAt(hours(START, 3))));
    assert.deepEqual((await run(folder)).imported, ["BTC-USDT_1h.csv"]);
  });
  await database.close();
});

Deno.test("a candle folder that is not there is said by its name", async () => {
  const database = await freshPglite();
  await assert.rejects(
    importer(database).run("/nowhere/candles"),
    /CANDLES_DIR \/nowhere\/candles cannot be read: it does not exist\./,
  );
  await database.close();
});

Deno.test("the problems of a file are shown with their lines, the first ones", () => {
  const problems = [1, 2, 3, 4, 5].map((line) => ({ line, message: `No number ${line}.` }));
  assert.equal(
    problemsInWords(problems),
    "line 1: No number 1. line 2: No number 2. line 3: No number 3. And 2 more.",
  );
  assert.equal(problemsInWords([{ line: 0, message: "Nothing in it." }]), "Nothing in it.");
});

testWith(
  ["market-data"],
  "the real folder is taken in: seven pairs, three timeframes, real gaps",
  async () => {
    const database = await freshPglite();
    const { run, marketData } = importer(database);
    const folder = testEnv.marketDataDir ?? "";
    const first = await run(folder);
    assert.deepEqual(first.failed, []);
    assert.equal(first.imported.length, 21);
    assert.deepEqual(first.skipped, [
      "BTC-USDT_1m_binance.csv",
      "BTC-USDT_5m_binance.csv",
      "EUR-USD_1h_unknown.csv",
      "GOOG_1d_nasdaq.csv",
    ]);
    assert.equal((await marketData.store.summaries()).length, 21);
    const again = await run(folder);
    assert.deepEqual([again.imported.length, again.unchanged.length], [0, 21]);
    await database.close();
  },
);
