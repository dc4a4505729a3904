/** The command line of the headless run, without running it. */
import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../engine/mod.ts";
import { HELP, type Options, readOptions, UsageError } from "./backtest_options.ts";

const FILES = ["--strategy", "S.json", "--candles", "C.csv"];

function read(...args: string[]): Options {
  const options = readOptions([...FILES, ...args]);
  assert.ok(options !== "help");
  return options;
}

function refused(args: readonly string[], message: RegExp): void {
  assert.throws(() => readOptions(args), (error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, message);
    return true;
  }, args.join(" "));
}

Deno.test("backtest options: two files are enough, the rest has its defaults", () => {
  assert.deepEqual(read(), {
    strategy: { file: "S.json" },
    candles: "C.csv",
    timeframeMs: undefined,
    dateOrder: undefined,
    settings: { ...DEFAULT_SETTINGS, fromMs: undefined, toMs: undefined },
    columns: [],
    explain: null,
    out: null,
  });
});

Deno.test("backtest options: percentages become fractions, names milliseconds", () => {
  const { settings, timeframeMs } = read(
    ...["--capital", "2500.5", "--fee-percent", "0.2", "--slippage-percent=0"],
    ...["--intrabar", "ohlc_path", "--timeframe", "4h"],
  );
  assert.equal(timeframeMs, 4 * 3_600_000);
  assert.equal(settings.initialCapital, 2500.5);
  assert.equal(settings.feeRate, 0.2 / 100);
  assert.equal(settings.slippageRate, 0);
  assert.equal(settings.intrabar, "ohlc_path");
  assert.equal(read("--trading-days", "252").settings.tradingDaysPerYear, 252);
  refused([...FILES, "--trading-days", "most"], /--trading-days must be a number, not "most"/);
});

Deno.test("backtest options: a venue is part of the hash where it is named, and synthetic is none", () => {
  assert.equal(read("--venue", "binance").settings.venue, "binance");
  assert.ok(!("venue" in read().settings));
  assert.ok(!("venue" in read("--venue", "synthetic").settings));
  refused([...FILES, "--venue", "Binance!"], /--venue must be a short name/);
});

Deno.test("backtest options: numbers are read as in the fields, and what can be read in two ways is refused", () => {
  const fee = (text: string) => read("--fee-percent", text).settings.feeRate;
  assert.equal(fee("0,025"), 0.025 / 100);
  assert.equal(fee("0,001 %"), 0.001 / 100);
  assert.equal(fee("1.125"), 1.125 / 100);
  assert.equal(read("--capital", "10.000,00").settings.initialCapital, 10_000);
  refused([...FILES, "--capital", "10,000"], /--capital: “10,000” can mean 10000 or 10\./);
  refused([...FILES, "--capital", "0x10"], /--capital must be a number, not "0x10"/);
  refused(
    [...FILES, "--capital", "1.2.3"],
    /--capital must be a number, .* Write it like 1234\.5\./,
  );
});

Deno.test("backtest options: dates are UTC unless they say otherwise", () => {
  const from = (text: string) => read("--from", text).settings.fromMs;
  assert.equal(from("2021-01-01"), Date.UTC(2021, 0, 1));
  assert.equal(from("2021-01-01T06:30"), Date.UTC(2021, 0, 1, 6, 30));
  assert.equal(from("2021-01-01T06:30:15.5Z"), Date.UTC(2021, 0, 1, 6, 30, 15, 500));
  assert.equal(from("2021-01-01T06:30+02:00"), Date.UTC(2021, 0, 1, 4, 30));
  assert.equal(from("2024-02-29"), Date.UTC(2024, 1, 29));
  assert.equal(read("--to", "2022-01-01").settings.toMs, Date.UTC(2022, 0, 1));
});

Deno.test("backtest options: a date that is not in the calendar is not moved to another", () => {
  for (
    const text of [
      "2021-02-29",
      "2021-02-31",
      "2021-04-31",
      "2021-13-01",
      "2021-00-10",
      "2021-01-00",
      "2021-1-1",
      "01.02.2021",
      "2021",
      "1609459200000",
      "2021-01-01T25:00",
      "2021-01-01 06:30",
      "now",
      "",
    ]
  ) refused([...FILES, "--from", text], /--from must be a date like 2021-01-31/);
});

Deno.test("backtest options: columns are a list, a candle is a number or a time", () => {
  assert.deepEqual(read("--columns", "rsi.value, dip.signal,").columns, [
    "rsi.value",
    "dip.signal",
  ]);
  assert.deepEqual(read("--explain", "50").explain, { bar: 50 });
  assert.deepEqual(read("--explain", "2021-01-02T03:00Z").explain, {
    timeMs: Date.UTC(2021, 0, 2, 3),
  });
  assert.equal(read("--out", "r.json").out, "r.json");
});

Deno.test("backtest options: what cannot be understood is named", () => {
  refused([], /--strategy \(or --say\) and --candles are needed/);
  refused([...FILES, "--say", "Buy when rsi < 30."], /give one of them/);
  refused(["--strategy", "S.json"], /--candles/);
  refused([...FILES, "--fee", "1"], /--fee/);
  refused([...FILES, "more.csv"], /more\.csv/);
  refused([...FILES, "--capital"], /--capital/);
  refused([...FILES, "--capital", "10k"], /--capital must be a number, not "10k"/);
  refused([...FILES, "--capital", " "], /--capital must be a number/);
  refused([...FILES, "--fee-percent", "Infinity"], /--fee-percent must be a number/);
  refused([...FILES, "--slippage-percent", "NaN"], /--slippage-percent must be a number/);
  refused([...FILES, "--timeframe", "7h"], /--timeframe must be one of 1m, .*1d/);
  refused([...FILES, "--timeframe", "toString"], /--timeframe must be one of/);
  refused([...FILES, "--intrabar", "luck"], /--intrabar must be one of stop_first, /);
  refused([...FILES, "--explain", "tomorrow"], /--explain must be a date/);
});

Deno.test("backtest options: the help names every option, and asks for nothing else", () => {
  assert.equal(readOptions(["--help"]), "help");
  assert.equal(readOptions([...FILES, "--help"]), "help");
  const named = new Set(HELP.match(/--[a-z-]+/g));
  for (const option of named) {
    if (option === "--help") continue;
    // Each is known: it is only its value that is missing.
    refused([option], new RegExp(`${option}.*argument missing`));
  }
  assert.equal(named.size, 17);
});
