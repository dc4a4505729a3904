import assert from "node:assert/strict";
import { randomWalk } from "../testing/random_walk.ts";
import {
  type CandleColumns,
  candlesFromColumns,
  decodeCandles,
  encodeCandles,
  findGaps,
  parseCandleCsv,
} from "../mod.ts";

const HEADER = "timestamp,open,high,low,close,volume\n";
const row = (time: number | string, text = "1,2,0.5,1.5,10") => `${time},${text}\n`;
const HOUR = 3_600_000;

Deno.test("candles: broken ones are refused, naming the candle", () => {
  const good = {
    time: [0, HOUR],
    open: [1, 1],
    high: [2, 2],
    low: [0.5, 0.5],
    close: [1, 1],
    volume: [0, 1],
  };
  assert.equal(candlesFromColumns(good).timeframeMs, HOUR);
  for (
    const bad of [
      { time: [HOUR, 0] },
      { time: [0, 0] },
      { time: [0, NaN] },
      { open: [1] },
      { open: [1, NaN] },
      { close: [1, 3] },
      { low: [0.5, 1.2] },
      { high: [2, Infinity] },
      { open: [1, -1], low: [0.5, -1] },
      { volume: [0, -1] },
      { volume: [0, NaN] },
      { volume: [0, 1e101] },
      { high: [2, 1e101] },
      { low: [0.5, 1e-101] },
      { time: [0, 0.5] },
      { time: [-9e15, 0] },
      { time: [0, 9e15] },
      { time: [-Infinity, 0] },
      { time: undefined },
      { volume: undefined },
      { close: ["1", "one"] },
    ]
  ) {
    const columns = { ...good, ...bad } as CandleColumns;
    assert.throws(() => candlesFromColumns(columns), RangeError, JSON.stringify(bad));
  }
  for (const timeframeMs of [0, -HOUR, 0.5, 5e-324, NaN, Infinity]) {
    assert.throws(() => candlesFromColumns(good, { timeframeMs }), RangeError, `${timeframeMs}`);
  }
});

Deno.test("candles: gaps are counted in candles, between those that are there", () => {
  const walk = randomWalk({ bars: 5, seed: 1 });
  const time = walk.time.map((t, i) => t + (i >= 2 ? 3 * HOUR : 0) + (i >= 4 ? HOUR : 0));
  const candles = candlesFromColumns({ ...walk, time }, { timeframeMs: HOUR });
  assert.deepEqual(findGaps(candles), [
    { after_time: time[1]!, missing: 3 },
    { after_time: time[3]!, missing: 1 },
  ]);
});

Deno.test("candles: the codec gives back the same bits, and refuses what is not candles", () => {
  const walk = randomWalk({ bars: 300, seed: 2, gaps: true });
  const bytes = encodeCandles(walk);
  const decoded = decodeCandles(bytes);
  assert.deepEqual(decoded, walk);
  assert.equal(decoded.close.buffer, bytes.buffer, "nothing is copied");
  // Numbers must lie at multiples of eight to be read where they are.
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual(decodeCandles(shifted.subarray(3)), walk);
  assert.throws(() => decodeCandles(bytes.subarray(0, 100)), RangeError);
  assert.throws(() => decodeCandles(new Uint8Array(64)), RangeError);
});

Deno.test("candle files: this product's own, with seconds, dates, Windows lines and repeated rows", () => {
  for (
    const times of [[1609459200000, 1609462800000], [1609459200, 1609462800], [
      "2021-01-01 00:00:00",
      "2021-01-01T01:00:00Z",
    ]]
  ) {
    const text = (HEADER + row(times[0]!) + row(times[1]!) + row(times[1]!)).replaceAll(
      "\n",
      "\r\n",
    );
    const result = parseCandleCsv(text);
    assert.ok(result.ok);
    assert.deepEqual([...result.candles.time], [1609459200000, 1609462800000]);
    assert.equal(result.candles.timeframeMs, HOUR);
  }
});

Deno.test("candle files: exports of Binance and CryptoDataDownload", () => {
  const binance =
    "1609459200000,28923.63,29031.34,28690.17,28995.13,2311.81,1609462799999,66768830.34,58389,1215.35,35103542.78,0\n" +
    "1609462800000,28995.13,29470.00,28960.35,29409.99,5403.06,1609466399999,158357816.74,103896,3224.64,94537390.21,0\n";
  const first = parseCandleCsv(binance);
  assert.ok(first.ok);
  assert.equal(first.candles.close[1], 29409.99);
  const micro = parseCandleCsv(binance.replaceAll(/^(\d{13})/gm, "$1000"));
  assert.ok(micro.ok);
  assert.equal(micro.candles.time[0], 1609459200000);
  const download = "https://www.CryptoDataDownload.com\n" +
    "unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT,tradecount\n" +
    "1609462800000,2021-01-01 01:00:00,BTC/USDT,28995.13,29470.00,28960.35,29409.99,5403.06,158357816.74,103896\n" +
    "1609459200000,2021-01-01 00:00:00,BTC/USDT,28923.63,29031.34,28690.17,28995.13,2311.81,66768830.34,58389\n";
  const second = parseCandleCsv(download);
  assert.ok(second.ok);
  assert.deepEqual([...second.candles.close], [28995.13, 29409.99]);
  assert.equal(second.candles.volume[0], 2311.81);
});

Deno.test("candle files: each broken line is named by its number", () => {
  const text = HEADER + row(0) + row("soon") + row(HOUR, "1,2,0.5,1.5") +
    row(2 * HOUR, "1,0.9,0.5,1.5,1") + row(3 * HOUR, "-1,2,-1,1,1");
  const result = parseCandleCsv(text);
  assert.ok(!result.ok);
  assert.deepEqual(result.problems.map(({ line }) => line), [3, 4, 5, 6]);
  const order = parseCandleCsv(HEADER + row(HOUR) + row(3 * HOUR) + row(2 * HOUR) + row(4 * HOUR));
  assert.ok(!order.ok);
  assert.deepEqual(order.problems.map(({ line }) => line), [4]);
  for (const nothing of ["", "hello", HEADER, "a,b,c,d,e,f\n1,2,3,4,5,6", "\u0000\u0001"]) {
    assert.equal(parseCandleCsv(nothing).ok, false, JSON.stringify(nothing));
  }
});
