import assert from "node:assert/strict";
import { CANDLE_CASES, casePath } from "../../../tests/support/candle_cases.ts";
import { testEnv, testWith } from "../../../tests/support/env.ts";
import { type CandleSeries, TIMEFRAMES } from "../../mod.ts";
import { type CsvOptions, type CsvProblem, parseCandleCsv } from "../../candle_files.ts";

const NOW = Date.UTC(2026, 5, 1);
const START = Date.UTC(2021, 0, 1);
const HOUR = 3_600_000;
const HEADER = "timestamp,open,high,low,close,volume\n";
const row = (hour: number, text = "1,2,0.5,1.5,10") => `${START + hour * HOUR},${text}\n`;

function read(text: string, options: CsvOptions = {}): CandleSeries {
  const result = parseCandleCsv(text, { nowMs: NOW, ...options });
  assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems[0]));
  return result.candles;
}

function refused(text: string, options: CsvOptions = {}): readonly CsvProblem[] {
  const result = parseCandleCsv(text, { nowMs: NOW, ...options });
  assert.ok(!result.ok, `not refused: ${text.slice(0, 80)}`);
  return result.problems;
}

/** A file of `times`, otherwise as the product's own. */
const timesFile = (times: readonly string[]) =>
  HEADER + times.map((time, i) => `${time},${10 + i % 8},20,5,${11 + i % 8},3\n`).join("");

const HOURS = [START, START + HOUR, START + 2 * HOUR];

for (const entry of CANDLE_CASES) {
  testWith(["cases"], `candle files: ${entry.file}`, async () => {
    const text = await Deno.readTextFile(casePath(entry.file));
    for (const timeframeMs of [undefined, TIMEFRAMES[entry.timeframe]]) {
      if ("refused" in entry) {
        const [problem] = refused(text, { timeframeMs });
        assert.match(problem!.message, entry.refused);
        continue;
      }
      const base = read(await Deno.readTextFile(casePath("00_base")));
      const candles = read(text, { timeframeMs });
      if (entry.reads === "base") assert.deepEqual(candles, base);
      if (entry.reads === "days") {
        assert.deepEqual(candles.close, base.close);
        assert.deepEqual([...candles.time.subarray(0, 2)], [START, START + 24 * HOUR]);
        assert.equal(candles.time[59], Date.UTC(2021, 2, 1));
      }
      if (entry.reads === "revised") {
        const changed = candles.volume.filter((volume, i) => volume !== base.volume[i]);
        assert.equal(changed.length, 1);
        assert.deepEqual({ ...candles, volume: base.volume }, base);
      }
    }
  });
}

testWith(
  ["market-data"],
  "candle files: every file of real candles is read, 2004 included",
  async () => {
    let files = 0;
    for await (const { name } of Deno.readDir(testEnv.marketDataDir!)) {
      if (!name.endsWith(".csv")) continue;
      files++;
      const text = await Deno.readTextFile(`${testEnv.marketDataDir}/${name}`);
      const lines = text.trim().split("\n");
      const candles = read(text);
      assert.equal(candles.length, lines.length - 1, name);
      assert.equal(candles.time[0], Number(lines[1]!.split(",")[0]), name);
      const timeframe = /_(\w+?)_/.exec(name)![1] as keyof typeof TIMEFRAMES;
      assert.equal(candles.timeframeMs, TIMEFRAMES[timeframe], name);
    }
    assert.ok(files >= 20);
  },
);

Deno.test("candle files: one that repeats a line, with Windows or old Mac line ends, blank lines and remarks", () => {
  const text = "# exported today\n\n" + HEADER + row(0) + "\n" + row(1) + row(1) + "// end\n";
  for (const end of ["\n", "\r\n", "\r"]) {
    const candles = read("\uFEFF" + text.replaceAll("\n", end));
    assert.deepEqual([...candles.time], HOURS.slice(0, 2));
    assert.equal(candles.timeframeMs, HOUR);
  }
  assert.equal(read("sep=;\n" + (HEADER + row(0) + row(1)).replaceAll(",", ";")).length, 2);
  assert.equal(read("#" + HEADER + row(0) + row(1)).length, 2, "the names may be a remark");
});

Deno.test("candle files: the exports of exchanges and programs, with their own columns", () => {
  const ohlc = [[100, 110, 90, 105], [105, 120, 104, 118], [118, 119, 100, 101]] as const;
  const rows = (line: (time: number, [o, h, l, c]: readonly number[], i: number) => string) =>
    ohlc.map((prices, i) => line(HOURS[i]!, prices, i)).join("\n") + "\n";
  const iso = (time: number) => new Date(time).toISOString();
  const date = (time: number, between: string) => iso(time).slice(0, 10).replaceAll("-", between);
  const clock = (time: number) => iso(time).slice(11, 16);
  const v = (i: number) => 7 + i;
  const forms: Record<string, string> = {
    "Binance, no header, ms": rows((t, [o, h, l, c], i) =>
      `${t},${o},${h},${l},${c},${v(i)},${t + HOUR - 1},99,5,1,1,0`
    ),
    "Binance, no header, µs": rows((t, [o, h, l, c], i) =>
      `${t}000,${o},${h},${l},${c},${v(i)},${t + HOUR - 1}999,99,5,1,1,0`
    ),
    "Binance, header": "open_time,open,high,low,close,volume,close_time,quote_volume,count\n" +
      rows((t, [o, h, l, c], i) => `${t},${o},${h},${l},${c},${v(i)},${t + HOUR - 1},99,5`),
    "Binance of two ages in one file, ms then µs": rows((t, [o, h, l, c], i) => {
      const tail = i === 0 ? "" : "000";
      return `${t}${tail},${o},${h},${l},${c},${v(i)},${t + HOUR - 1}${tail},99,5,1,1,0`;
    }),
    "CryptoDataDownload, newest first": "https://www.CryptoDataDownload.com\n" +
      "unix,date,symbol,open,high,low,close,Volume USDT,Volume BTC,tradecount\n" +
      rows((t, [o, h, l, c], i) =>
        `${t / 1000}.0,${date(t, "-")},BTC/USDT,${o},${h},${l},${c},9999,${v(i)},3`
      ).trim().split("\n").reverse().join("\n"),
    "CryptoDataDownload, AM and PM": "Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USD\n" +
      rows((t, [o, h, l, c], i) =>
        `${date(t, "-")} ${i === 0 ? 12 : i}-AM,BTCUSD,${o},${h},${l},${c},${v(i)},9999`
      ),
    "TradingView": "time,open,high,low,close,Volume,Volume MA\n" +
      rows((t, [o, h, l, c], i) => `${t / 1000},${o},${h},${l},${c},${v(i)},8`),
    "Kraken, no header": rows((t, [o, h, l, c], i) => `${t / 1000},${o},${h},${l},${c},${v(i)},12`),
    "Kraken's API, no header": rows((t, [o, h, l, c], i) =>
      `${t / 1000},${o},${h},${l},${c},${(h! + l!) / 2},${v(i)},12`
    ),
    "Coinbase, header": "time,low,high,open,close,volume\n" +
      rows((t, [o, h, l, c], i) => `${t / 1000},${l},${h},${o},${c},${v(i)}`),
    "plain, no header": rows((t, [o, h, l, c], i) => `${t},${o},${h},${l},${c},${v(i)}`),
    "Yahoo": "Date,Open,High,Low,Close,Adj Close,Volume\n" +
      rows((t, [o, h, l, c], i) => `${iso(t)},${o},${h},${l},${c},1,${v(i)}`),
    "MetaTrader 5": "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n" +
      rows((t, [o, h, l, c], i) =>
        `${date(t, ".")}\t${clock(t)}:00\t${o}\t${h}\t${l}\t${c}\t${v(i)}\t0\t1`
      ),
    "MetaTrader 4, no header": rows((t, [o, h, l, c], i) =>
      `${date(t, ".")},${clock(t)},${o},${h},${l},${c},${v(i)}`
    ),
    "Stooq": "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n" +
      rows((t, [o, h, l, c], i) =>
        `BTC,60,${date(t, "")},${clock(t).replace(":", "")}00,${o},${h},${l},${c},${v(i)},0`
      ),
    "HistData, no header": rows((t, [o, h, l, c], i) =>
      `${date(t, "")} ${clock(t).replace(":", "")}00;${o};${h};${l};${c};${v(i)}`
    ),
    "Dukascopy": "Gmt time,Open,High,Low,Close,Volume\n" +
      rows((t, [o, h, l, c], i) => {
        const [year, month, day] = date(t, "-").split("-");
        return `${day}.${month}.${year} ${clock(t)}:00.000,${o},${h},${l},${c},${v(i)}`;
      }),
    "CoinMarketCap": "timeOpen;timeClose;name;open;high;low;close;volume;marketCap;timestamp\n" +
      rows((t, [o, h, l, c], i) =>
        `"${iso(t)}";"${iso(t + HOUR - 1)}";"2781";${o};${h};${l};${c};${v(i)};9;"${
          iso(t + HOUR - 1)
        }"`
      ),
    "pandas": ",open,high,low,close,volume\n" +
      rows((t, [o, h, l, c], i) =>
        `${iso(t).replace("T", " ").slice(0, 19)}+00:00,${o},${h},${l},${c},${v(i)}`
      ),
  };
  for (const [name, text] of Object.entries(forms)) {
    const candles = read(text);
    assert.deepEqual([...candles.time], HOURS, name);
    const columns = [candles.open, candles.high, candles.low, candles.close];
    ohlc.forEach((prices, i) => assert.deepEqual(columns.map((c) => c[i]), prices, name));
    assert.deepEqual([...candles.volume], [7, 8, 9], name);
    assert.equal(candles.hasVolume, true, name);
  }
});

Deno.test("candle files: no volume is none, a volume of 0 is one", () => {
  const files = [
    "time,open,high,low,close\n" + `${START},1,2,0.5,1.5\n`,
    `${START},1,2,0.5,1.5\n`,
    HEADER + row(0, "1,2,0.5,1.5,"),
    HEADER + row(0, "1,2,0.5,1.5,NaN") + row(1, "1,2,0.5,1.5,"),
  ];
  for (const text of files) assert.equal(read(text).hasVolume, false, text);
  assert.equal(read(HEADER + row(0, "1,2,0.5,1.5,0")).hasVolume, true);
  const [some] = refused(HEADER + row(0) + row(1, "1,2,0.5,1.5,"));
  assert.deepEqual(some, {
    line: 3,
    message: "The volume is missing here, while other lines have one.",
  });
});

Deno.test("candle files: decimal commas, groups of thousands, and quoted values", () => {
  const of = (...lines: string[]) =>
    read(["timestamp;open;high;low;close;volume", ...lines].join("\n"));
  const german = of(`${START};29.000,5;29.129,42;28.942;29071,28;670`.replace("28.942", "28942"));
  assert.deepEqual([german.open[0], german.high[0], german.close[0]], [
    29000.5,
    29129.42,
    29071.28,
  ]);
  const quoted = read(
    HEADER + `"${START}","29,000.50","29,129.42","28,942.00","29,071.28","1,234,567.5"\n`,
  );
  assert.deepEqual([quoted.open[0], quoted.volume[0]], [29000.5, 1234567.5]);
  const commas = read(HEADER + `"${START}","29000,5","29129,42","28942","29071,28","670"\n`);
  assert.equal(commas.high[0], 29129.42);

  const table: [string[], number, RegExp][] = [
    [
      [`${START};1,5;2,5;1,5;2,5;1`, `${START + HOUR};1.5;2.5;1.5;2.5;1`],
      3,
      /point here, but with a comma in line 2/,
    ],
    [[`${START};1,500;2,500;1,500;2,500;1`], 2, /"1,500" can be 1\.500 or 1500/],
  ];
  for (const [lines, line, message] of table) {
    const [problem] = refused(["timestamp;open;high;low;close;volume", ...lines].join("\n"));
    assert.equal(problem!.line, line);
    assert.match(problem!.message, message);
  }
  const [shifted] = refused(HEADER + `${START},29000,5,29129,42,28942,0,29071,28,670,1\n`);
  assert.match(shifted!.message, /has 11 values, but there are 6 columns.*semicolon/);
});

Deno.test("candle files: dates of one order of day and month, settled by a line or by whoever asks", () => {
  const hour = (i: number) => `${String(i).padStart(2, "0")}:00`;
  const days = (from: string) => [0, 1, 2].map((i) => `${from} ${hour(i)}`);
  assert.deepEqual(
    [...read(timesFile(days("13/01/2021"))).time].map((t) => t - 12 * 24 * HOUR),
    HOURS,
  );
  assert.deepEqual(
    [...read(timesFile(days("01/13/2021"))).time].map((t) => t - 12 * 24 * HOUR),
    HOURS,
  );
  assert.deepEqual([...read(timesFile(days("1.1.2021"))).time], HOURS, "the same either way");
  const settled = read(timesFile(["03/04/2021", "04/04/2021", "13/04/2021"]));
  assert.equal(settled.time[0], Date.UTC(2021, 3, 3), "one line settles the others");

  const open = timesFile(["03/04/2021", "04/04/2021", "05/04/2021"]);
  const [question] = refused(open);
  assert.equal(question!.line, 2);
  assert.match(
    question!.message,
    /^Is "03\/04\/2021" 3 Apr 2021 or 4 Mar 2021\? .*Say which comes first/,
  );
  assert.equal(read(open, { dateOrder: "day_first" }).time[0], Date.UTC(2021, 3, 3));
  const american = timesFile(["03/04/2021", "03/05/2021"]);
  assert.equal(read(american, { dateOrder: "month_first" }).time[0], Date.UTC(2021, 2, 4));
  const [wrong] = refused(timesFile(["13/04/2021"]), { dateOrder: "month_first" });
  assert.match(wrong!.message, /"13\/04\/2021" is no date with the month first/);
  const [both] = refused(timesFile(["13/04/2021", "04/14/2021"]));
  assert.deepEqual([both!.line, /month first, but "13\/04\/2021" in line 2/.test(both!.message)], [
    3,
    true,
  ]);
});

Deno.test("candle files: times that are none name the line, the value and the forms that are known", () => {
  const table: [string, RegExp][] = [
    ["0", /"0" is not a time: it looks like the number of a row/],
    ["44197", /number of a row, or the day number of a spreadsheet/],
    ["44197.0416666667", /day number of a spreadsheet/],
    ["-1609459200", /before 1970/],
    ["99999999999", /Unix \w+ it is of the year \d{4}, and candles are from 1990 to 2027 here/],
    ["1609459200000000000000", /far too large/],
    ["1e400", /far too large/],
    ["1.6e-5", /"1\.6e-5" is not a time/],
    ["2034010100", /a date of 2034, and candles are from 1990 to 2027 here/],
    ["4102444800000", /year 2100/],
    ["20210230", /is not a time/],
    ["NaN", /"NaN" is not a time/],
    ["Infinity", /is not a time/],
    ["soon", /"soon" is not a time/],
    ["", /The time is missing/],
    ["2021-02-30", /there is no such day/],
    ["2021-01-01 25:00", /time of day is not one/],
    ["2021-01-01T00:00:00+19:00", /time of day is not one/],
    ["2021-01-01 13-PM", /time of day is not one/],
    ["01/02/21", /a year has four digits/],
    ["0021-01-01", /no such day/],
    ["1021-01-01", /not a plausible time/],
    ["2100-01-01", /not a plausible time/],
  ];
  for (const [time, message] of table) {
    const problems = refused(timesFile([time]));
    assert.equal(problems[0]!.line, 2, time);
    assert.match(problems[0]!.message, message, time);
    if (!/plausible|No number/.test(problems[0]!.message)) {
      assert.match(problems[0]!.message, /Known are Unix seconds, .* and dates such as/, time);
    }
  }
  const good = String(START);
  const mixed: [string[], number, RegExp][] = [
    [
      [good, "2021-01-01 01:00"],
      3,
      /is a date that is written out, but those from line 2 on are in Unix milliseconds/,
    ],
    [
      ["2021-01-01 00:00", String(START + HOUR)],
      3,
      /is in Unix milliseconds, but those from line 2 on are a date that is written out/,
    ],
    [[good, "2"], 3, /"2" is not a time/],
    [
      [String(START / 1000), String(START + HOUR)],
      3,
      /is in Unix milliseconds, but those from line 2 on are in Unix seconds/,
    ],
    [["20210101", String(START + HOUR)], 3, /Unix milliseconds, but .* a date in digits/],
    [["1.60946E+12", "1.60946E+12"], 3, /lost their last digits, as in "1\.60946E\+12"/],
  ];
  for (const [times, line, message] of mixed) {
    const problems = refused(timesFile(times));
    assert.equal(problems[0]!.line, line, times.join());
    assert.match(problems[0]!.message, message);
  }
  const rows = refused(timesFile(Array.from({ length: 50 }, (_, i) => String(i))));
  assert.equal(rows.length, 1, "a column of something else is one problem");
  assert.deepEqual(
    refused(timesFile([good, "x", "y"])).map(({ message }) => message.length < 30),
    [false, true],
    "the forms are named once",
  );
});

Deno.test("candle files: what is plausible may be narrowed, and ends a year from now", () => {
  const old = timesFile(["1092873600000", "1092960000000"]);
  assert.equal(read(old).time[0], Date.UTC(2004, 7, 19));
  const since2009 = { earliestMs: Date.UTC(2009, 0, 1) };
  assert.match(refused(old, since2009)[0]!.message, /of the year 2004, and candles are from 2009/);
  const written = timesFile(["2004-08-19", "2004-08-20"]);
  assert.equal(read(written).length, 2);
  assert.match(refused(written, since2009)[0]!.message, /candles are from 1 Jan 2009 to/);
  assert.equal(read(timesFile(["1927-12-30", "1927-12-31"])).time[0], Date.UTC(1927, 11, 30));
  const nextSpring = timesFile([String(NOW + 300 * 24 * HOUR)]);
  assert.equal(read(nextSpring).length, 1, "whether it has closed is not asked here");
  refused(timesFile([String(NOW + 400 * 24 * HOUR)]));
});

Deno.test("candle files: candles lie where those of their timeframe begin", () => {
  const at = (...times: number[]) => timesFile(times.map(String));
  const half = HOURS.map((time) => time + HOUR / 2);
  assert.match(
    refused(at(...half))[0]!.message,
    /^1h candles begin at 00:00, 01:00, 02:00 … UTC; this file's begin at 00:30, 01:30, 02:30/,
  );
  const [one] = refused(
    at(...HOURS.slice(0, 2), HOURS[2]! + 60_000, ...HOURS.map((time) => time + 3 * HOUR)),
  );
  assert.deepEqual([
    one!.line,
    /this one begins at 02:01\. The timeframe was taken from the commonest spacing/.test(
      one!.message,
    ),
  ], [4, true]);
  assert.match(
    refused(at(...HOURS), { timeframeMs: 4 * HOUR })[0]!.message,
    /^The candles are 1 hour apart, so this is not a file of 4h candles\./,
  );
  assert.match(
    refused(at(START, START + 4 * HOUR), { timeframeMs: HOUR })[0]!.message,
    /4 hours apart/,
  );
  assert.equal(
    read(at(START, START + 4 * HOUR, START + 5 * HOUR), { timeframeMs: HOUR }).length,
    3,
  );
  assert.equal(read(at(START, START + 7 * 24 * HOUR)).timeframeMs, 7 * 24 * HOUR);
  assert.match(
    refused(at(START + HOUR, START + HOUR + 7 * 24 * HOUR))[0]!.message,
    /1w candles begin at 00:00/,
  );
  assert.equal(read(at(START + 60_000, START + 8 * 60_000)).timeframeMs, 7 * 60_000, "no grid");
});

Deno.test("candle files: each broken line is named by its number", () => {
  const problems = refused(
    HEADER + row(0) + row(1).replace(/^\d+/, "soon") + row(1, "1,2,0.5,1.5") +
      row(2, "1,0.9,0.5,1.5,1") + row(3, "-1,2,-1,1,1") + row(4, "1,x,0.5,1.5,1") +
      row(5, "1,1e400,0.5,1.5,1") + row(6, "1,NaN,0.5,1.5,1") + "5,1,0.9,0.5,1,1\n",
  );
  assert.deepEqual(problems.map(({ line }) => line), [3, 4, 5, 6, 7, 8, 9, 10]);
  const messages = problems.map(({ message }) => message);
  assert.equal(messages[1], "The volume is missing. The line has 5 of 6 values.");
  assert.equal(messages[2], "The candle makes no sense: its high is not the highest price.");
  assert.equal(messages[4], 'The high price "x" is not a number.');
  const order = refused(HEADER + row(1) + row(3) + row(2) + row(4));
  assert.deepEqual(order, [{ line: 4, message: "Its time is out of order." }]);
  const twice = refused(HEADER + row(1) + row(1, "1,2,0.5,1.6,10"));
  assert.deepEqual(twice, [{ line: 3, message: "A second, different candle for the same time." }]);
});

Deno.test("candle files: what is no candle file is told in words", () => {
  const table: [string, RegExp][] = [
    ["", /not a candle file/],
    ["hello", /not a candle file/],
    [HEADER, /holds no candles/],
    ["a,b,c,d,e,f\n1,2,3,4,5,6", /lacks time, open, high, low/],
    ["\u0000\u0001", /not a candle file/],
    ["<!doctype html>\n<html><head>", /web page/],
    ["<html lang=en><meta a=1, b=2, c=3, d=4, e=5>", /web page/],
    [`[[${START},"1","2","0.5","1","5",1]]`, /JSON/],
    ['{"code":-1121,"msg":"Invalid symbol."}', /JSON/],
    [HEADER + row(0).replaceAll(",", ";"), /The open price is missing|is not a time/],
    [row(0).trim() + ",1,2,3,4\n", /its 10 columns are no layout that is known/],
  ];
  for (const [text, message] of table) {
    assert.match(refused(text)[0]!.message, message, JSON.stringify(text));
  }
});
