/** What is found of a file of each kind: whose it is, its columns, what its times count, its timeframe. */
import assert from "node:assert/strict";
import { detectCandleFile } from "./detect.ts";
import { pairIn } from "./file_formats.ts";
import { parseCandleCsv } from "./parse_csv.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2022, 0, 3);
const at = (i: number) => new Date(START + i * HOUR);
const iso = (i: number) => at(i).toISOString();
/** Open, high, low, close of the hour `i`, no two alike. */
const price = (i: number) => [70 + i, 74 + i, 69 + i, 73 + i];
const rows = (count: number, row: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => row(i));
const file = (...lines: (string | string[])[]) => lines.flat().join("\n") + "\n";
const [dot, comma] = [
  (i: number) => price(i).map((value) => `${value}.5`),
  (i: number) => price(i).map((value) => `${value},5`),
];

interface Case {
  readonly name: string;
  readonly text: string;
  readonly format: string;
  readonly unit: string;
  /** Whether the newest candle is first. */
  readonly newestFirst?: boolean;
  readonly withoutVolume?: boolean;
  readonly mark?: ",";
}

const CASES: readonly Case[] = [
  {
    name: "TradingView, Unix seconds and indicators behind",
    text: file(
      "time,open,high,low,close,Volume,Volume MA",
      rows(6, (i) => [(START + i * HOUR) / 1000, ...dot(i), 10, ""].join()),
    ),
    format: "TradingView",
    unit: "seconds",
  },
  {
    name: "TradingView, ISO times without volume",
    text: file("time,open,high,low,close", rows(6, (i) => [iso(i), ...dot(i)].join())),
    format: "TradingView",
    unit: "a written date",
    withoutVolume: true,
  },
  {
    name: "Binance without a header, microseconds",
    text: file(
      rows(6, (i) =>
        [
          (START + i * HOUR) * 1000,
          ...dot(i),
          10,
          (START + (i + 1) * HOUR - 1) * 1000,
          700,
          5,
          4,
          300,
          0,
        ].join()),
    ),
    format: "Binance",
    unit: "microseconds",
  },
  {
    name: "Binance with a header, milliseconds",
    text: file(
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore",
      rows(
        6,
        (i) =>
          [START + i * HOUR, ...dot(i), 10, START + (i + 1) * HOUR - 1, 700, 5, 4, 300, 0].join(),
      ),
    ),
    format: "Binance",
    unit: "milliseconds",
  },
  {
    name: "Kraken without a header",
    text: file(rows(6, (i) => [(START + i * HOUR) / 1000, ...dot(i), 10, 7].join())),
    format: "Kraken",
    unit: "seconds",
  },
  {
    name: "Coinbase with a header, newest first",
    text: file(
      "time,low,high,open,close,volume",
      rows(6, (k) => {
        const [open, high, low, close] = dot(5 - k);
        return [(START + (5 - k) * HOUR) / 1000, low, high, open, close, 10].join();
      }),
    ),
    format: "Coinbase",
    unit: "seconds",
    newestFirst: true,
  },
  {
    name: "Coinbase's API without a header",
    text: file(rows(6, (k) => {
      const [open, high, low, close] = dot(5 - k);
      return [(START + (5 - k) * HOUR) / 1000, low, high, open, close, 10].join();
    })),
    format: "CSV",
    unit: "seconds",
    newestFirst: true,
  },
  {
    name: "CryptoDataDownload with its address above, newest first",
    text: file(
      "https://www.CryptoDataDownload.com",
      "Unix,Date,Symbol,Open,High,Low,Close,Volume LTC,Volume EUR,tradecount",
      rows(6, (k) =>
        [
          START + (5 - k) * HOUR,
          iso(5 - k).slice(0, 19).replace("T", " "),
          "LTC/EUR",
          ...dot(5 - k),
          10,
          700,
          5,
        ].join()),
    ),
    format: "CryptoDataDownload",
    unit: "milliseconds",
    newestFirst: true,
  },
  {
    name: "MetaTrader 5, tabs and <DATE>",
    text: file(
      "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
      rows(
        6,
        (i) =>
          [iso(i).slice(0, 10).replaceAll("-", "."), iso(i).slice(11, 19), ...dot(i), 10, 0, 3]
            .join(
              "\t",
            ),
      ),
    ),
    format: "MetaTrader",
    unit: "a written date",
  },
  {
    name: "MetaTrader 4, commas without a header",
    text: file(
      rows(
        6,
        (i) =>
          [iso(i).slice(0, 10).replaceAll("-", "."), iso(i).slice(11, 16), ...dot(i), 10].join(),
      ),
    ),
    format: "MetaTrader",
    unit: "a written date",
  },
  {
    name: "semicolons and decimal commas, with a byte order mark and quotes",
    text: "\uFEFF" +
      file(
        '"Date";"Open";"High";"Low";"Close";"Volume"',
        rows(6, (i) =>
          [
            `"${iso(i).slice(0, 16).replace("T", " ")}"`,
            ...comma(i).map((cell) => `"${cell}"`),
            "10",
          ].join(";")),
      ),
    format: "CSV",
    unit: "a written date",
    mark: ",",
  },
  {
    name: "thousands of lines of remarks above the header",
    text: file(
      rows(3000, (i) => `# note ${i}`),
      rows(1000, (i) => `Exported by somebody, line ${i}`),
      "timestamp,open,high,low,close,volume",
      rows(6, (i) => [(START + i * HOUR) * 1e6, ...dot(i), 10].join()),
    ),
    format: "CSV",
    unit: "nanoseconds",
  },
];

for (
  const { name, text, format, unit, newestFirst = false, withoutVolume = false, mark = "." }
    of CASES
) {
  Deno.test(`detection: ${name}`, () => {
    const found = detectCandleFile(text, true, { nowMs: START + 1e10 });
    assert.deepEqual(found.problems, []);
    assert.deepEqual(
      [found.format, found.unit, found.timeframe, found.newestFirst, found.decimalMark],
      [format, unit, "1h", newestFirst, mark],
    );
    const first = found.rows[0];
    assert.ok(first);
    const i = newestFirst ? 5 : 0;
    assert.equal(first.time, START + i * HOUR);
    assert.deepEqual(
      [first.open, first.high, first.low, first.close],
      price(i).map((value) => value + 0.5),
    );
    assert.equal(Number.isNaN(first.volume), withoutVolume);
    assert.equal(found.columns?.volume === null, withoutVolume);
    // What is shown is what is imported.
    const parsed = parseCandleCsv(text, { timeframeMs: HOUR, nowMs: START + 1e10 });
    assert.ok(parsed.ok);
    assert.deepEqual(
      [...parsed.candles.close],
      rows(6, (i) => String(price(i)[3]! + 0.5)).map(Number),
    );
    // Chosen by hand, the columns that were found are the same file.
    const chosen = parseCandleCsv(text, {
      timeframeMs: HOUR,
      nowMs: START + 1e10,
      columns: found.columns!,
    });
    assert.ok(chosen.ok);
    assert.deepEqual(chosen.candles.open, parsed.candles.open);
  });
}

Deno.test("detection: Yahoo's days, with a month of nothing in between", () => {
  const text = file(
    "Date,Open,High,Low,Close,Adj Close,Volume",
    rows(
      9,
      (i) =>
        [new Date(START + i * 24 * HOUR).toISOString().slice(0, 10), ...dot(i), "73.5", 10].join(),
    ),
  );
  const found = detectCandleFile(text, true);
  assert.deepEqual([found.format, found.unit, found.timeframe], ["Yahoo", "a written date", "1d"]);
  assert.equal(found.names[found.columns?.close ?? -1], "Close", "not the adjusted one");
});

Deno.test("detection: the last line of a beginning is cut off, and left out", () => {
  const text = file("time,open,high,low,close", rows(6, (i) => [iso(i), ...dot(i)].join()));
  const cut = text.slice(0, -12);
  assert.equal(detectCandleFile(cut, false).rows.length, 5);
  assert.equal(detectCandleFile(cut, true).problems.length, 1);
});

Deno.test("detection: dates that can be read in two ways are asked about, and the answer counts", () => {
  const text = file(
    "Date;Open;High;Low;Close",
    ["03/01/2022", "04/01/2022", "05/01/2022"].map((day, i) => [day, ...dot(i)].join(";")),
  );
  const found = detectCandleFile(text, true);
  assert.equal(found.asksDateOrder, true);
  assert.match(found.problems[0]?.message ?? "", /3 Jan 2022 or 1 Mar 2022/);
  const dayFirst = detectCandleFile(text, true, { dateOrder: "day_first" });
  assert.deepEqual([dayFirst.timeframe, dayFirst.rows[0]?.time], ["1d", START]);
});

Deno.test("detection: another column and another unit can be chosen", () => {
  const text = file(
    "a,b,c,d,e,f",
    rows(4, (i) => [...dot(i), 10, (START + i * HOUR) / 1000].join()),
  );
  assert.equal(detectCandleFile(text, true).columns, null);
  const columns = { time: 5, clock: null, open: 0, high: 1, low: 2, close: 3, volume: 4 };
  const found = detectCandleFile(text, true, { columns });
  assert.deepEqual([found.timeframe, found.rows[0]?.time, found.rows[0]?.volume], [
    "1h",
    START,
    10,
  ]);
  const wrong = detectCandleFile(text, true, { columns, unit: "milliseconds" });
  assert.match(wrong.problems[0]?.message ?? "", /is not a time/);
});

Deno.test("detection: local times are read by the zone's clock, the doubled hour in its order", () => {
  // Berlin, 30 October 2022: from 03:00 summer time back to 02:00.
  const turn = Date.UTC(2022, 9, 30, 1);
  const zone = [{ fromMs: -Infinity, aheadMs: 2 * HOUR }, { fromMs: turn, aheadMs: HOUR }];
  const local = ["00:00", "01:00", "02:00", "02:00", "03:00"].map((clock) => `2022-10-30 ${clock}`);
  const text = file("time,open,high,low,close", local.map((time, i) => [time, ...dot(i)].join()));
  const expected = [0, 1, 2, 3, 4].map((i) => Date.UTC(2022, 9, 29, 22 + i));
  const read = (lines: string) => detectCandleFile(lines, true, { zone });
  assert.deepEqual(read(text).rows.map(({ time }) => time), expected);
  const backwards = file(
    "time,open,high,low,close",
    local.map((time, i) => [time, ...dot(i)].join()).reverse(),
  );
  assert.deepEqual(read(backwards).rows.map(({ time }) => time), expected.toReversed());
  const zoned = file("time,open,high,low,close", [
    `2022-10-30T02:00:00Z,${dot(0)}`,
    `2022-10-30T03:00+00:00,${dot(1)}`,
  ]);
  assert.equal(read(zoned).rows[0]?.time, Date.UTC(2022, 9, 30, 2), "an offset of its own counts");
  const numbers = file("time,open,high,low,close", [
    `${turn / 1000},${dot(0)}`,
    `${turn / 1000 + 3600},${dot(1)}`,
  ]);
  assert.equal(read(numbers).rows[0]?.time, turn, "Unix times have no zone");
});

Deno.test("detection: what is no candle file is told in words, however it looks", () => {
  for (
    const text of [
      "",
      "\0\u0001\u0002",
      "x".repeat(300_000),
      "<!doctype html><html>",
      '{"code":-1121}',
      ",".repeat(100_000),
      '"'.repeat(100_001),
      "a,b,c\n1,2,3\n".repeat(1000),
    ]
  ) {
    const found = detectCandleFile(text, true);
    assert.equal(found.rows.length, 0);
    assert.ok(found.problems[0]?.message, text.slice(0, 20));
  }
});

Deno.test("detection: the pair is taken from a column or from the file's name", () => {
  const cases: [string, string | null][] = [
    ["LTC-EUR_1h.csv", "LTC/EUR"],
    ["BINANCE_LTCEUR, 60.csv", "LTC/EUR"],
    ["LTCUSDT-1h-2021-01.csv.gz", "LTC/USDT"],
    ["XBTUSD_60.csv", "BTC/USD"],
    ["KRAKEN_ADAEUR, 240_c2f9d.csv", "ADA/EUR"],
    ["Binance_DOGEUSDT_d.csv", "DOGE/USDT"],
    ["candles.csv", null],
    ["2022-01.csv", null],
  ];
  for (const [name, pair] of cases) assert.equal(pairIn(name), pair, name);
  assert.equal(pairIn("candles.csv", ["unix", "symbol"], ["1", "ETH/EUR"]), "ETH/EUR");
  assert.equal(pairIn("candles.csv", ["unix", "Symbol"], ["1", "BINANCE:SOLBTC"]), "SOL/BTC");
});
