import assert from "node:assert/strict";
import type { RunResult } from "../../contracts/results.ts";
import { RESULT_FORMAT } from "../../contracts/result_format.ts";
import {
  buyAndHoldEquity,
  candlesFromColumns,
  DEFAULT_SETTINGS,
  resultToJson,
  runBacktest,
  TEMPLATES,
} from "../../engine/mod.ts";
import { randomWalk, seededRandom } from "../../engine/testing/random_walk.ts";
import { blobBytes, readState, stateNames } from "../../tests/support/corpus.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { Compilations } from "../strategies/compilations.ts";
import { answer } from "./engine_answer.ts";
import { ColumnReader, ColumnWriter } from "./packed_columns.ts";
import { isPacked, packResult, unpackResult } from "./packed_result.ts";
import { readStoredResult, UnreadableResultError } from "./stored_result.ts";

const compilations = new Compilations();
const SETTINGS = { ...DEFAULT_SETTINGS, feeRate: 0.001, slippageRate: 0.0005 };

/** Prices with two decimals, as those of markets. */
function yearOfHours(seed: number, start = 20_000) {
  const { time, volume, timeframeMs, ...walk } = randomWalk({
    bars: 8_760,
    seed,
    start,
    step: 0.01,
    gaps: seed % 2 === 0,
  });
  const cents = (column: Float64Array) => column.map((price) => Math.round(price * 100) / 100);
  const { open, high, low, close } = walk;
  return {
    timeframeMs,
    time,
    volume,
    open: cents(open),
    high: cents(high),
    low: cents(low),
    close: cents(close),
  };
}

function run(definition: unknown, candles: ReturnType<typeof yearOfHours>) {
  const request = {
    id: 1,
    candles,
    definition,
    settings: SETTINGS,
    maxResultBytes: 100_000_000,
  };
  const reply = answer(request, compilations);
  assert.ok(reply.kind === "result", JSON.stringify(reply).slice(0, 300));
  return reply.bytes;
}

/** The result as it was stored until it was packed. */
function made(definition: unknown, columns: ReturnType<typeof yearOfHours>): RunResult {
  const compiled = compilations.of(definition);
  assert.ok(compiled.kind === "sound");
  const candles = candlesFromColumns(columns, { timeframeMs: columns.timeframeMs });
  const result = runBacktest(candles, compiled.plan, SETTINGS);
  return {
    format: RESULT_FORMAT,
    ...resultToJson(result),
    warnings: compiled.warnings,
    buy_and_hold: { value: Array.from(buyAndHoldEquity(result)) },
    not_recorded: [],
  };
}

const text = (result: unknown) => JSON.stringify(result);

Deno.test("packed result: a year of hours is at most 60 KB, whatever the strategy", () => {
  for (const { document } of [{ document: RSI_WITH_STOPS }, ...TEMPLATES]) {
    for (const seed of [1, 2]) {
      const candles = yearOfHours(seed);
      const bytes = run(document, candles);
      assert.ok(isPacked(bytes));
      assert.ok(bytes.length <= 60_000, `${document.blocks[0]?.type}: ${bytes.length} bytes`);
      const { result, json } = readStoredResult(bytes);
      assert.equal(result.equity.value.length, 8_760);
      assert.equal(new TextDecoder().decode(json), text(made(document, candles)));
    }
  }
});

Deno.test("packed result: what comes out is what went in, byte for byte as JSON, with closes and without", async () => {
  let looked = 0;
  for (const name of await stateNames()) {
    const { blobs } = await readState(name);
    for (const blob of Object.values(blobs)) {
      const stored = readStoredResultOrNull(blobBytes(blob));
      if (!stored) continue;
      const { result } = stored;
      const { length } = result.equity.time;
      const rising = Float64Array.from({ length }, (_, i) => 100 + i / 7);
      for (const closes of [null, rising, rising.subarray(1), new Float64Array(length).fill(NaN)]) {
        const bytes = packResult(result, closes);
        assert.equal(text(unpackResult(bytes)), text(result));
        looked++;
      }
    }
  }
  assert.ok(looked >= 160);
});

function readStoredResultOrNull(bytes: Uint8Array) {
  try {
    return readStoredResult(bytes);
  } catch (error) {
    if (error instanceof UnreadableResultError) return null;
    throw error;
  }
}

Deno.test("packed result: values that are hard to keep are kept to the bit", () => {
  const { result } = readStoredResult(run(RSI_WITH_STOPS, yearOfHours(3)));
  const hard = [0, -0, 1e-320, -5e-324, 1.7976931348623157e308, 0.1 + 0.2, 2 ** 53, -(2 ** 53) + 1];
  const value = result.equity.value.map((known, i) => hard[i] ?? known);
  const trades = result.trades.map((trade, k) => ({
    ...trade,
    pnl: hard[k % hard.length]!,
    r: k % 3 === 0 ? null : trade.r ?? -0,
    "__proto__x": "kept",
  }));
  const changed = { ...result, equity: { ...result.equity, value }, trades };
  const closes = Float64Array.from(value, (_, i) => hard[i % hard.length]!);
  const out = unpackResult(packResult(changed, closes)) as RunResult;
  assert.equal(text(out), text(changed));
  assert.ok(out.equity.value.every((known, i) => Object.is(known, value[i])));
  assert.ok(out.trades.every(({ pnl }, k) => Object.is(pnl, trades[k]!.pnl)));
});

Deno.test("packed result: rows of more than one shape, or with values that JSON lacks, are kept as JSON keeps them", () => {
  const { result } = readStoredResult(run(RSI_WITH_STOPS, yearOfHours(4)));
  const [first, second, ...others] = result.trades;
  for (
    const trades of [
      [],
      [first!],
      [first!, { ...second!, more: 1 }, ...others],
      [{ ...first!, pnl: NaN }, second!],
      [{ ...first!, nested: { a: 1 } }, { ...second!, nested: null }],
    ]
  ) {
    const changed = { ...result, trades };
    assert.equal(text(unpackResult(packResult(changed, null))), text(changed));
  }
});

Deno.test("packed result: damaged bytes are refused, never read as other numbers", () => {
  const whole = run(RSI_WITH_STOPS, yearOfHours(5));
  const known = text(unpackResult(whole));
  const random = seededRandom(7);
  const refused = (bytes: Uint8Array, words = /cannot be read\. Run again\.$/) =>
    assert.throws(
      () => readStoredResult(bytes),
      (error) => error instanceof UnreadableResultError && words.test(error.words),
    );
  for (let n = 0; n < 200; n++) {
    const bytes = whole.slice();
    const at = 4 + Math.floor(random() * (bytes.length - 4));
    bytes[at]! ^= 1 << Math.floor(random() * 8);
    let out: string | null = null;
    try {
      out = text(unpackResult(bytes));
    } catch {
      refused(bytes);
    }
    // Some bits of gzip's own header say nothing.
    if (out !== null) assert.equal(out, known, `byte ${at}`);
  }
  for (const length of [3, 4, 5, 22, 1_000, whole.length - 1]) refused(whole.slice(0, length));
  refused(whole.map((byte, at) => at === 3 ? 0 : byte));
  refused(whole.map((byte, at) => at === 3 ? 2 : byte), /made by a newer version/);
});

Deno.test("packed columns: each kind of column comes back to the bit", () => {
  const random = seededRandom(1);
  const columns: Float64Array[] = [
    [],
    [0],
    [-0, 0, -0],
    [NaN, Infinity, -Infinity, 1],
    [0.1, 0.02, 100.00000001, -3.5],
    [1e15, -1e15, 2 ** 50, -(2 ** 50)],
    [2 ** 51, 2 ** 52, 2 ** 53],
    [1.005, 2.675, 1e-8, 9007199254.740993],
    Array.from({ length: 1_000 }, (_, i) => 1.6e12 + i * 3_600_000),
    Array.from({ length: 1_000 }, (_, i) => 1.6e12 + (i + (i > 500 ? 7 : 0)) * 3_600_000),
    Array.from({ length: 1_000 }, () => random()),
    Array.from({ length: 1_000 }, () => Math.round(random() * 1e7) / 100),
  ].map((values) => Float64Array.from(values));
  const writer = new ColumnWriter();
  const heads = columns.map((values) => writer.write(values));
  const reader = new ColumnReader(writer.bytes());
  for (const [k, values] of columns.entries()) {
    const out = reader.read(heads[k]!);
    assert.deepEqual(new Uint8Array(out.buffer), new Uint8Array(values.buffer), `column ${k}`);
  }
  assert.ok(reader.isAtEnd);
  assert.deepEqual(heads.slice(8, 10).map(({ as }) => as), ["linear", "linear"]);
  assert.throws(() => new ColumnReader(writer.bytes()).read({ ...heads[11]!, length: 1e9 }));
  assert.throws(() => new ColumnReader(new Uint8Array(9)).read({ ...heads[11]!, length: 9 }));
});
