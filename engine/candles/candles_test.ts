import assert from "node:assert/strict";
import { randomWalk } from "../testing/random_walk.ts";
import {
  type CandleColumns,
  candlesFromColumns,
  decodeCandles,
  encodeCandles,
  findGaps,
  sliceCandles,
} from "../mod.ts";

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
      { volume: [1] },
      { close: undefined },
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

Deno.test("candles: volumes may be left out, and stay left out on every way", () => {
  const { volume: _volume, ...walk } = randomWalk({ bars: 20, seed: 3 });
  for (const volume of [undefined, null, new Float64Array(20).fill(NaN)]) {
    const candles = candlesFromColumns({ ...walk, volume });
    assert.equal(candles.hasVolume, false);
    assert.ok(candles.volume.every(Number.isNaN));
    assert.equal(sliceCandles(candles, 3, 9).hasVolume, false);
    assert.deepEqual(decodeCandles(encodeCandles(candles)), candles);
  }
  const zero = candlesFromColumns({ ...walk, volume: new Float64Array(20) });
  assert.equal(zero.hasVolume, true, "nothing was traded is not the same as nobody counted");
  assert.equal(sliceCandles(zero, 3, 9).hasVolume, true);
});
