/** Indicators held against TA-Lib (talib-web, its WebAssembly build), over a random walk and over real candles. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { parseCandleCsv } from "../candles/csv/parse_csv.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { blockDefinition, BLOCKS } from "./mod.ts";
import { resolveParams } from "../strategy/params.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { sourceColumn } from "../simulation/columns.ts";
import { randomWalk } from "../testing/random_walk.ts";
import type { Column, SourceName } from "./definition/definition.ts";

interface Oracle {
  /** What TA-Lib gives, without the bars before its lookback. */
  readonly talib: (
    candles: Record<string, number[]>,
    params: Record<string, number>,
  ) => Record<string, ArrayLike<number>>;
  readonly type: string;
  readonly params: Record<string, number>;
  /** Port → name of TA-Lib's output. */
  readonly outputs: Record<string, string>;
}

const talib = await loadTalib();

const ORACLES: readonly Oracle[] = [
  ...[2, 10, 200].map((period) => single("sma", "SMA", period)),
  ...[2, 15, 100].map((period) => single("ema", "EMA", period)),
  ...[2, 14, 50].map((period) => single("rsi", "RSI", period)),
  ...[2, 9, 100].map((period) => single("wma", "WMA", period)),
  ...[1, 12, 100].map((period) => single("roc", "ROC", period)),
  ...[2, 20, 200].map((period) => single("highest", "MAX", period)),
  ...[2, 20, 200].map((period) => single("lowest", "MIN", period)),
  ...[2, 20, 100].map((period) => ofBars("cci", "CCI", period)),
  ...[2, 14, 100].map((period) => ofBars("williams_r", "WILLR", period)),
  ...[2, 14, 100].map((period): Oracle => ({
    type: "mfi",
    params: { period },
    outputs: { value: "output" },
    talib: (bars) => talib.MFI!({ ...bars, timePeriod: period }),
  })),
  {
    type: "obv",
    params: {},
    outputs: { value: "output" },
    talib: ({ close, volume }) => talib.OBV!({ inReal: close, volume }),
  },
  ...[[12, 26, 9], [2, 3, 2], [5, 35, 5]].map(([fast, slow, signal]): Oracle => ({
    type: "macd",
    params: { fast: fast!, slow: slow!, signal: signal! },
    outputs: { macd: "MACD", signal: "MACDSignal", histogram: "MACDHist" },
    talib: ({ close }) => talibMacd(close!, fast!, slow!, signal!),
  })),
  ...[2, 14, 50].flatMap((period): Oracle[] => [
    { ...ofBars("adx", "ADX", period), outputs: { adx: "output" } },
    { ...ofBars("adx", "PLUS_DI", period), outputs: { plus_di: "output" } },
    { ...ofBars("adx", "MINUS_DI", period), outputs: { minus_di: "output" } },
  ]),
  ...[1, 14, 50].map((period): Oracle => ({
    type: "atr",
    params: { period },
    outputs: { value: "output" },
    talib: ({ high, low, close }) => talib.ATR!({ high, low, close, timePeriod: period }),
  })),
];

const NO_FUNCTION = "TA-Lib has no such function";

/** Indicators without a row above, and why. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  bollinger: "BBANDS of this build gives bands of 0 from the third value on",
  stddev: "STDDEV of this build gives the variance from the third value on",
  stochastic: "STOCH of this build gives 0 everywhere",
  donchian: NO_FUNCTION,
  keltner: NO_FUNCTION,
  math: NO_FUNCTION,
  previous: NO_FUNCTION,
  supertrend: NO_FUNCTION,
  vwap: NO_FUNCTION,
};

Deno.test("blocks: every output of an indicator is compared with TA-Lib, or it is said why not", () => {
  const compared = new Set(
    ORACLES.flatMap(({ type, outputs }) => Object.keys(outputs).map((port) => `${type}.${port}`)),
  );
  const indicators = BLOCKS.filter(({ family }) => family === "indicators");
  for (const { type, outputs } of indicators) {
    const ports = outputs.map(({ name }) => `${type}.${name}`);
    const missing = ports.filter((port) => !compared.has(port));
    assert.deepEqual(missing, type in NOT_COMPARED ? ports : [], "without a row of ORACLES");
    if (NOT_COMPARED[type] === NO_FUNCTION) {
      assert.ok(!(type.replaceAll("_", "").toUpperCase() in talib), `TA-Lib has ${type}`);
    }
  }
  const types = new Set(indicators.map(({ type }) => type));
  assert.deepEqual(Object.keys(NOT_COMPARED).filter((type) => !types.has(type)), []);
});

/** Read by the first test that compares with them. */
let realCandles: Promise<CandleSeries> | null = null;

async function readRealCandles(): Promise<CandleSeries> {
  const text = await Deno.readTextFile(`${testEnv.marketDataDir}/BTC-USDT_1h_binance.csv`);
  const parsed = parseCandleCsv(text);
  assert.ok(parsed.ok);
  return parsed.candles;
}

for (const oracle of ORACLES) {
  const ports = Object.keys(oracle.outputs).join(", ");
  const name = `${ports} of ${oracle.type}(${Object.values(oracle.params).join(", ")})`;
  Deno.test(`blocks: ${name} equals TA-Lib over a random walk`, () => {
    compareWith(oracle, randomWalk({ bars: 5000, seed: 7 }));
  });
  testWith(
    ["market-data"],
    `blocks: ${name} equals TA-Lib over four years of BTC hours`,
    async () => compareWith(oracle, await (realCandles ??= readRealCandles())),
  );
}

function compareWith(oracle: Oracle, candles: CandleSeries): void {
  const definition = blockDefinition(oracle.type)!;
  const params = resolveParams(definition, oracle.params);
  const outputs: Record<string, Column> = {};
  for (const port of definition.outputs) {
    outputs[port.name] = new Float64Array(candles.length).fill(NaN);
  }
  const inputs: Record<string, Column | null> = {};
  for (const port of definition.inputs) {
    inputs[port.name] = port.name === "source"
      ? sourceColumn(candles, params.source as SourceName)
      : null;
  }
  definition.compute!({ candles, params, inputs, outputs, knownFrom: 0 });
  const columns = Object.fromEntries(
    (["open", "high", "low", "close", "volume"] as const).map((
      field,
    ) => [field, Array.from(candles[field])]),
  );
  const expected = oracle.talib(columns, oracle.params);
  for (const [port, output] of Object.entries(oracle.outputs)) {
    const ours = outputs[port]!;
    const theirs = expected[output]!;
    const lookback = definition.lookback(params, port);
    // Near a crossing of zero an error is measured by the size that the values usually have.
    let size = 0;
    for (let i = lookback; i < candles.length; i++) size += Math.abs(ours[i]!);
    size /= candles.length - lookback;
    for (let i = 0; i < lookback; i++) {
      assert.ok(Number.isNaN(ours[i]), `${port}[${i}] is before the lookback`);
    }
    let worst = 0;
    for (let i = lookback; i < candles.length; i++) {
      // This build writes its outputs from index 0 on.
      const wanted = theirs[i - lookback]!;
      const error = Math.abs(ours[i]! - wanted) / Math.max(Math.abs(wanted), size * 1e-3);
      assert.ok(error <= 1e-9, `${port}[${i}] is ${ours[i]}, TA-Lib says ${wanted}`);
      if (error > worst) worst = error;
    }
  }
}

/**
 * TA-Lib's MACD. For long series this build gives garbage in the signal; there it is put together from TA-Lib's own EMA, as
 * its source does: both averages begin where the slow one does, and the signal is the average of their difference.
 */
function talibMacd(close: number[], fast: number, slow: number, signal: number) {
  if (close.length <= 5000) {
    return talib.MACD!({ inReal: close, fastPeriod: fast, slowPeriod: slow, signalPeriod: signal });
  }
  const average = (inReal: number[], timePeriod: number) =>
    Array.from(talib.EMA!({ inReal, timePeriod }).output!).slice(0, inReal.length - timePeriod + 1);
  const slowAverage = average(close, slow);
  const fastAverage = average(close.slice(slow - fast), fast);
  const line = slowAverage.map((value, i) => fastAverage[i]! - value);
  const signalLine = average(line, signal);
  const late = line.slice(signal - 1);
  return {
    MACD: late,
    MACDSignal: signalLine,
    MACDHist: late.map((value, i) => value - signalLine[i]!),
  };
}

function ofBars(type: string, name: string, period: number): Oracle {
  return {
    type,
    params: { period },
    outputs: { value: "output" },
    talib: ({ high, low, close }) => talib[name]!({ high, low, close, timePeriod: period }),
  };
}

function single(type: string, name: string, period: number): Oracle {
  return {
    type,
    params: { period },
    outputs: { value: "output" },
    talib: ({ close }) => talib[name]!({ inReal: close, timePeriod: period }),
  };
}

type TalibFunction = (input: Record<string, unknown>) => Record<string, ArrayLike<number>>;

async function loadTalib(): Promise<Record<string, TalibFunction>> {
  const require = createRequire(import.meta.url);
  const library = require("talib-web");
  const wasm = require.resolve("talib-web").replace(/[^/]+$/, "talib.wasm");
  const { fetch } = globalThis;
  // With fetch in sight the loader asks for a file:// address and fails.
  (globalThis as { fetch?: unknown }).fetch = undefined;
  try {
    await library.init(wasm);
  } finally {
    globalThis.fetch = fetch;
  }
  return library;
}
