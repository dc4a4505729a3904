/** Indicators held against TA-Lib (talib-web, its WebAssembly build), over a random walk and over real candles. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { parseCandleCsv } from "../candles/csv.ts";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { blockDefinition } from "./mod.ts";
import { resolveParams } from "../strategy/params.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { sourceColumn } from "../simulation/columns.ts";
import { randomWalk } from "../testing/random_walk.ts";
import type { Column, SourceName } from "./definition.ts";

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
  ...[1, 14, 50].map((period): Oracle => ({
    type: "atr",
    params: { period },
    outputs: { value: "output" },
    talib: ({ high, low, close }) => talib.ATR!({ high, low, close, timePeriod: period }),
  })),
];

for (const oracle of ORACLES) {
  const name = `${oracle.type}(${Object.values(oracle.params).join(", ")})`;
  Deno.test(`blocks: ${name} equals TA-Lib over a random walk`, () => {
    compareWith(oracle, randomWalk({ bars: 5000, seed: 7 }));
  });
  testWith(
    ["market-data"],
    `blocks: ${name} equals TA-Lib over four years of BTC hours`,
    async () => {
      const text = await Deno.readTextFile(`${testEnv.marketDataDir}/BTC-USDT_1h_binance.csv`);
      const parsed = parseCandleCsv(text);
      assert.ok(parsed.ok);
      compareWith(oracle, parsed.candles);
    },
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
  const lookback = definition.lookback(params);
  const columns = Object.fromEntries(
    (["open", "high", "low", "close", "volume"] as const).map((
      field,
    ) => [field, Array.from(candles[field])]),
  );
  const expected = oracle.talib(columns, oracle.params);
  for (const [port, output] of Object.entries(oracle.outputs)) {
    const ours = outputs[port]!;
    const theirs = expected[output]!;
    for (let i = 0; i < lookback; i++) {
      assert.ok(Number.isNaN(ours[i]), `${port}[${i}] is before the lookback`);
    }
    let worst = 0;
    for (let i = lookback; i < candles.length; i++) {
      // This build writes its outputs from index 0 on.
      const wanted = theirs[i - lookback]!;
      const error = Math.abs(ours[i]! - wanted) / Math.max(Math.abs(wanted), 1e-12);
      assert.ok(error <= 1e-9, `${port}[${i}] is ${ours[i]}, TA-Lib says ${wanted}`);
      if (error > worst) worst = error;
    }
  }
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
