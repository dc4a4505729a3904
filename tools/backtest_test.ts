/** The headless run, as a program: what it writes, how it ends. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { encodeCandlesCsv } from "../bench/service/candles_csv.ts";
import { compileStrategy, parseStrategy, resultToJson, runBacktest } from "../engine/mod.ts";
import { parseCandleCsv, TIME_FORMS } from "../engine/candle_files.ts";
import { randomWalk } from "../engine/testing/random_walk.ts";
import { CANDLE_CASES, casePath } from "../tests/support/candle_cases.ts";
import { testEnv, testWith } from "../tests/support/env.ts";
import { runTool } from "../tests/support/tool.ts";
import { RSI_WITH_STOPS } from "../tests/support/strategies.ts";
import { zipOf } from "../tests/support/zip.ts";

const program = fileURLToPath(new URL("./backtest.ts", import.meta.url));
const walk = randomWalk({ bars: 900, seed: 6, start: 20_000, gaps: true });

const S = ["--strategy", "s.json"];
const C = ["--candles", "c.csv"];

const run = (folder: string, ...args: string[]) => runTool(folder, "backtest", ...args);

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/s.json`, JSON.stringify(RSI_WITH_STOPS));
    await Deno.writeTextFile(`${folder}/c.csv`, encodeCandlesCsv(walk));
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("headless run: prints the engine's result for the range and the costs it was given", () =>
  inFolder(async (folder) => {
    const { code, out } = await run(
      folder,
      ...S,
      ...C,
      "--from",
      "2020-01-10",
      "--to",
      "2020-01-30",
      "--capital",
      "5000",
      "--fee-percent",
      "0.2",
      "--slippage-percent",
      "0",
      "--intrabar",
      "target_first",
      "--columns",
      "rsi.value,rebound.signal",
    );
    assert.equal(code, 0);
    const parsed = parseStrategy(RSI_WITH_STOPS);
    const compiled = parsed.ok ? compileStrategy(parsed.document) : parsed;
    assert.ok(compiled.ok);
    const expected = resultToJson(runBacktest(walk, compiled.plan, {
      initialCapital: 5000,
      feeRate: 0.2 / 100,
      slippageRate: 0,
      intrabar: "target_first",
      fromMs: Date.UTC(2020, 0, 10),
      toMs: Date.UTC(2020, 0, 30),
    }));
    const { columns, ...result } = JSON.parse(out);
    assert.deepEqual(result, JSON.parse(JSON.stringify(expected)));
    assert.deepEqual(result.settings, {
      initial_capital: 5000,
      fee_percent: 0.2,
      slippage_percent: 0,
      intrabar: "target_first",
    });
    assert.deepEqual(Object.keys(columns), ["rsi.value", "rebound.signal"]);
    assert.equal(columns["rsi.value"].length, expected.data.bars);
    assert.ok(columns["rebound.signal"].every((value: number) => value === 0 || value === 1));
  }));

Deno.test("headless run: --columns and --explain agree, null while a value is not known", () =>
  inFolder(async (folder) => {
    const { out } = await run(folder, ...S, ...C, "--columns", "rsi.value, rebound.signal");
    const { columns } = JSON.parse(out);
    const rsi: (number | null)[] = columns["rsi.value"];
    const rebound: number[] = columns["rebound.signal"];
    assert.ok(rsi.slice(0, 14).every((value) => value === null));
    assert.ok(rsi.slice(14).every((value) => typeof value === "number"));
    const bar = rebound.indexOf(1);
    assert.ok(rsi[bar - 1]! <= 30 && rsi[bar]! > 30, "that is where it rebounds");
    for (const place of [3, bar, bar - 1]) {
      const explained = JSON.parse((await run(folder, ...S, ...C, "--explain", `${place}`)).out);
      assert.equal(explained.bar, place);
      assert.equal(explained.values["rsi.value"], rsi[place]);
      assert.equal(explained.values["rebound.signal"], rebound[place] === 1);
    }
  }));

Deno.test("headless run: writes to a file, and explains a candle", () =>
  inFolder(async (folder) => {
    const written = await run(
      folder,
      ...S,
      ...C,
      "--out",
      "r.json",
    );
    assert.deepEqual([written.code, written.out], [0, ""]);
    assert.equal(JSON.parse(await Deno.readTextFile(`${folder}/r.json`)).data.bars, 900);
    const byBar = await run(folder, ...S, ...C, "--explain", "3");
    assert.equal(JSON.parse(byBar.out).values["rsi.value"], null);
    const time = new Date(walk.time[500]! + 60_000).toISOString();
    const byTime = await run(
      folder,
      ...S,
      ...C,
      "--explain",
      time,
    );
    assert.equal(JSON.parse(byTime.out).bar, 500);
  }));

Deno.test("headless run: whatever is wrong is a message and exit 2, and nothing is written", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/draft.json`,
      JSON.stringify({ version: 1, blocks: [], connections: [] }),
    );
    await Deno.writeTextFile(`${folder}/broken.json`, "{");
    await Deno.writeTextFile(
      `${folder}/broken.csv`,
      "timestamp,open,high,low,close,volume\n1,2,3,4,5,6\n",
    );
    await Deno.writeTextFile(`${folder}/kept.json`, "kept");
    const cases: [string[], RegExp][] = [
      [[], /--strategy \(or --say\) and --candles/],
      [[...S, ...C, "--speed", "9"], /--speed/],
      [[...S, ...C, "--from", "soon"], /--from must be a date/],
      [[...S, ...C, "--fee-percent", "7"], /fee must be from 0 to 5/],
      [[...S, ...C, "--capital", "lots"], /--capital must be a number/],
      [[...S, ...C, "--intrabar", "x"], /--intrabar/],
      [[...S, ...C, "--timeframe", "7h"], /--timeframe/],
      [[...S, ...C, "--from", "2030-01-01"], /no candles in this range/],
      [[...S, ...C, "--columns", "rsi.nose"], /no rsi\.nose/],
      [["--strategy", "draft.json", ...C], /no Entry signal/],
      [["--strategy", "broken.json", ...C], /not JSON/],
      [["--strategy", "none.json", ...C], /no such file/],
      [["--strategy", folder, ...C], /it is a folder/],
      [[...S, "--candles", "broken.csv"], /^broken\.csv:2: .*its high is not the highest price/],
      [[...S, "--candles", "s.json"], /^s\.json:1: The header lacks time/],
      [[...S, ...C, "--explain", "900"], /no bar 900: the range has 900 bars, from 0/],
      [[...S, ...C, "--explain", "2019-12-31"], /--explain: there is no candle at that time/],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await run(folder, ...args, "--out", "never.json");
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, message);
      assert.doesNotMatch(err, /\n\s+at /);
    }
    await assert.rejects(Deno.stat(`${folder}/never.json`), Deno.errors.NotFound);
    const again = await run(folder, ...S, "--candles", "broken.csv", "--out", "kept.json");
    assert.equal(again.code, 2);
    assert.equal(await Deno.readTextFile(`${folder}/kept.json`), "kept");
    const nowhere = await run(folder, ...S, ...C, "--out", "no/such/r.json");
    assert.equal(nowhere.code, 2);
    assert.equal(nowhere.err, "no/such/r.json cannot be written: there is no such folder.\n");
  }));

Deno.test("headless run: each broken line of the candles is named, each fault of the strategy with its block", () =>
  inFolder(async (folder) => {
    const lines = encodeCandlesCsv(walk).split("\n");
    lines[4] = "soon,1,1,1,1,1";
    lines[8] = lines[8]!.replace(/,[^,]*$/, ",-1");
    await Deno.writeTextFile(`${folder}/broken.csv`, lines.join("\n"));
    const candles = await run(folder, ...S, "--candles", "broken.csv");
    assert.deepEqual([candles.code, candles.out], [2, ""]);
    assert.deepEqual(candles.err.split("\n"), [
      `broken.csv:5: "soon" is not a time. ${TIME_FORMS}`,
      "broken.csv:9: The candle makes no sense: its volume must be 0 or more.",
      "",
    ]);
    const blocks = RSI_WITH_STOPS.blocks.map((block) =>
      block.type === "rsi" ? { ...block, params: { period: 0 } } : block
    );
    await Deno.writeTextFile(
      `${folder}/broken.json`,
      JSON.stringify({ ...RSI_WITH_STOPS, blocks }),
    );
    const strategy = await run(folder, "--strategy", "broken.json", ...C);
    assert.deepEqual([strategy.code, strategy.out], [2, ""]);
    assert.match(strategy.err, /^broken\.json cannot be run:\n {2}\[rsi\] .*from 2 to 1,000/);
  }));

Deno.test("headless run: a warning is a note, and no fault", () =>
  inFolder(async (folder) => {
    const blocks = [...RSI_WITH_STOPS.blocks, { id: "idle", type: "sma", params: {} }];
    await Deno.writeTextFile(`${folder}/idle.json`, JSON.stringify({ ...RSI_WITH_STOPS, blocks }));
    const { code, out, err } = await run(folder, "--strategy", "idle.json", ...C);
    assert.equal(code, 0);
    assert.match(err, /^Note: .* so it does nothing/);
    assert.equal(JSON.parse(out).data.bars, 900);
  }));

Deno.test("headless run: --help explains every option", async () => {
  const { code, out } = await run(".", "--help");
  assert.equal(code, 0);
  for (
    const option of [
      "--strategy",
      "--candles",
      "--from",
      "--to",
      "--columns",
      "--explain",
      "--out",
      "--intrabar",
    ]
  ) {
    assert.ok(out.includes(option), option);
  }
});

Deno.test("headless run: a bar of progress on a terminal, nothing in a pipe", () =>
  inFolder(async (folder) => {
    const long = encodeCandlesCsv(randomWalk({ bars: 30_000, seed: 2, start: 20_000 }));
    await Deno.writeTextFile(`${folder}/long.csv`, long);
    const args = ["--strategy", "s.json", "--candles", "long.csv", "--out", "r.json"];
    const piped = await run(folder, ...args);
    assert.equal(piped.code, 0);
    assert.equal(piped.err, "");
    // `script` gives the program a terminal.
    const command = [Deno.execPath(), "run", "-A", "--no-check", program, ...args].join(" ");
    const terminal = await new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const shown = new TextDecoder().decode(terminal.stdout);
    assert.equal(terminal.code, 0);
    assert.match(shown, /Reading candles █+░+ \d+ %/);
    assert.match(shown, /Running over 30,000 candles █+ 100 %/);
    assert.ok(shown.endsWith("\x1b[K"), "the bar is gone at the end");
  }));

Deno.test("headless run: a reader that has seen enough is no error", () =>
  inFolder(async (folder) => {
    const command = [Deno.execPath(), "run", "-A", "--no-check", program, ...S, ...C].join(" ");
    const { stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", `set -o pipefail; ${command} | head -c 20; echo " \${PIPESTATUS[0]}"`],
      cwd: folder,
    }).output();
    assert.match(new TextDecoder().decode(stdout), /^\{"engine_version":.* 0\n$/);
    assert.equal(new TextDecoder().decode(stderr), "");
  }));

Deno.test("headless run: a full disk behind standard output is a message", () =>
  inFolder(async (folder) => {
    const command = [Deno.execPath(), "run", "-A", "--no-check", program, ...S, ...C].join(" ");
    const { code, stderr } = await new Deno.Command("bash", {
      args: ["-c", `${command} >/dev/full`],
      cwd: folder,
    }).output();
    assert.equal(code, 2);
    assert.equal(
      new TextDecoder().decode(stderr),
      "The result cannot be written: No space left on device.\n",
    );
  }));

/** The times and prices that a strategy sees in a candle file, told by `--columns`. */
async function pricesOf(folder: string, file: string, ...args: string[]) {
  const blocks = [...RSI_WITH_STOPS.blocks, { id: "p", type: "price", params: {} }];
  await Deno.writeTextFile(`${folder}/p.json`, JSON.stringify({ ...RSI_WITH_STOPS, blocks }));
  const options = ["--strategy", "p.json", "--columns", "p.open,p.high,p.low,p.close"];
  const { code, out, err } = await run(folder, ...options, "--candles", file, ...args);
  assert.equal(code, 0, err);
  const { data, columns, equity } = JSON.parse(out);
  return { bars: data.bars, times: equity.time, columns };
}

testWith(
  ["cases"],
  "headless run: every file of the cases is read as what it is, or refused",
  () =>
    inFolder(async (folder) => {
      const base = await pricesOf(folder, await Deno.realPath(casePath("00_base")));
      assert.equal(base.bars, 60);
      for (const entry of CANDLE_CASES) {
        const path = await Deno.realPath(casePath(entry.file));
        if ("refused" in entry) {
          const { code, out, err } = await run(folder, ...S, "--candles", path);
          assert.deepEqual([code, out], [2, ""], entry.file);
          assert.match(err, entry.refused);
          continue;
        }
        const read = await pricesOf(folder, path);
        assert.deepEqual(read.columns, base.columns, entry.file);
        if (entry.reads !== "days") assert.deepEqual(read.times, base.times, entry.file);
        else assert.equal(read.times[59], Date.UTC(2021, 2, 1));
      }
    }),
);

testWith(
  ["market-data"],
  "headless run: candles that are no crypto are run too, those of 2004 included",
  () =>
    inFolder(async (folder) => {
      for (
        const [name, first] of [["GOOG_1d_nasdaq", 1092873600000], [
          "EUR-USD_1h_unknown",
          1492592400000,
        ]]
      ) {
        const path = await Deno.realPath(`${testEnv.marketDataDir}/${name}.csv`);
        const { code, out, err } = await run(folder, ...S, "--candles", path);
        assert.equal(code, 0, err);
        assert.equal(JSON.parse(out).data.first_time, first);
      }
    }),
);

Deno.test("headless run: a packed file, one without volumes, and one whose dates somebody has to explain", () =>
  inFolder(async (folder) => {
    const text = await Deno.readTextFile(`${folder}/c.csv`);
    const gzip = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(`${folder}/c.csv.gz`, gzip);
    await Deno.writeFile(`${folder}/c.zip`, await zipOf({ "c.csv": text }));
    await Deno.writeTextFile(`${folder}/bare.csv`, text.replaceAll(/,[^,\n]*$/gm, ""));
    const expected = await run(folder, ...S, ...C);
    for (const name of ["c.csv.gz", "c.zip"]) {
      assert.deepEqual(await run(folder, ...S, "--candles", name), expected, name);
    }
    const bare = JSON.parse((await run(folder, ...S, "--candles", "bare.csv")).out);
    const { run_hash: _with, ...rest } = JSON.parse(expected.out);
    assert.deepEqual({ ...bare, run_hash: undefined }, { ...rest, run_hash: undefined });

    const blocks = RSI_WITH_STOPS.blocks.map((block) =>
      block.type === "rsi" ? { ...block, type: "mfi", params: {} } : block
    );
    await Deno.writeTextFile(`${folder}/mfi.json`, JSON.stringify({ ...RSI_WITH_STOPS, blocks }));
    const refused = await run(folder, "--strategy", "mfi.json", "--candles", "bare.csv");
    assert.deepEqual(refused, {
      code: 2,
      out: "",
      err: "These candles have no volume, so MFI cannot be calculated.\n",
    });

    const dates = Array.from(
      { length: 40 },
      (_, i) => `0${1 + i % 9}/0${1 + Math.floor(i / 9)}/2021,1,2,1,2,5`,
    );
    await Deno.writeTextFile(
      `${folder}/d.csv`,
      "date,open,high,low,close,volume\n" + dates.slice(0, 9).join("\n"),
    );
    const question = await run(folder, ...S, "--candles", "d.csv");
    assert.equal(question.code, 2);
    assert.match(question.err, /^d\.csv:3: Is "02\/01\/2021" 2 Jan 2021 or 1 Feb 2021\?/);
    const answered = await run(folder, ...S, "--candles", "d.csv", "--date-order", "day-first");
    assert.equal(JSON.parse(answered.out).data.last_time, Date.UTC(2021, 0, 9));
    const wrong = await run(folder, ...S, "--candles", "d.csv", "--date-order", "german");
    assert.match(wrong.err, /--date-order must be day-first or month-first, not "german"/);
  }));

Deno.test("headless run: candles that begin beside their timeframe are refused, whoever named it", () =>
  inFolder(async (folder) => {
    const shifted = encodeCandlesCsv({ ...walk, time: walk.time.map((time) => time + 1_800_000) });
    await Deno.writeTextFile(`${folder}/shifted.csv`, shifted);
    const reason =
      /shifted\.csv:2: 1h candles begin at 00:00, 01:00, 02:00 … UTC; this file's begin at/;
    for (const timeframe of [[], ["--timeframe", "1h"]]) {
      const { code, err } = await run(folder, ...S, "--candles", "shifted.csv", ...timeframe);
      assert.equal(code, 2);
      assert.match(err, reason);
    }
    const { code, err } = await run(folder, ...S, ...C, "--timeframe", "4h");
    assert.equal(code, 2);
    assert.match(err, /The candles are 1 hour apart, so this is not a file of 4h candles/);
    assert.ok(parseCandleCsv(await Deno.readTextFile(`${folder}/c.csv`)).ok);
  }));
