import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { CandleFileReader } from "./candle_file_reader.ts";
import { candlesAt, csvOf, HOUR, hours, plain } from "./testing/synthetic.ts";

const START = Date.UTC(2015, 0, 1);
const OPTIONS = {
  timeframeMs: HOUR,
  nowMs: Date.UTC(2026, 0, 1),
  earliestMs: Date.UTC(2009, 0, 1),
};
const large = candlesAt(hours(START, 3_000));
const small = candlesAt(hours(START, 30));

async function withReader(run: (reader: CandleFileReader) => Promise<void>): Promise<void> {
  const reader = new CandleFileReader();
  try {
    await run(reader);
  } finally {
    reader.close();
  }
}

Deno.test("candle files: a large or packed one is read in a thread, a small one at once, all alike", () =>
  withReader(async (reader) => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const files = [
      { file: csvOf(small), candles: small, threads: 0 },
      { file: bytes(csvOf(small)), candles: small, threads: 0 },
      { file: csvOf(large), candles: large, threads: 1 },
      { file: bytes(csvOf(large)), candles: large, threads: 1 },
      { file: new Uint8Array(gzipSync(csvOf(small))), candles: small, threads: 1 },
    ];
    for (const { file, candles, threads } of files) {
      const read = await reader.read(file, OPTIONS);
      assert.ok(read.ok);
      assert.deepEqual(plain(read.candles), plain(candles));
      assert.equal(read.unclosed, 0);
      assert.equal(reader.startedThreads, threads);
    }
  }));

Deno.test("candle files: while the thread reads, the process goes on", () =>
  withReader(async (reader) => {
    let turns = 0;
    let isRead = false;
    const reading = reader.read(csvOf(candlesAt(hours(START, 60_000))), OPTIONS)
      .finally(() => isRead = true);
    while (!isRead) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      turns++;
    }
    assert.ok((await reading).ok);
    // Read by the process itself, the file would be done within the first turn.
    assert.ok(turns > 10, `${turns} turns`);
  }));

Deno.test("candle files: what is wrong with one comes back from the thread as it is", () =>
  withReader(async (reader) => {
    const text = csvOf(large);
    const broken = await reader.read(`${text}x,1,1,1,1,1\n`, OPTIONS);
    assert.ok(!broken.ok);
    assert.deepEqual(broken.problems.map(({ line }) => line), [3_002]);
    const bomb = new Uint8Array(gzipSync("0".repeat(100_000)));
    const tooLarge = await reader.read(bomb, { ...OPTIONS, mostBytes: 50_000 });
    assert.deepEqual([tooLarge.ok, !tooLarge.ok && tooLarge.tooLarge], [false, true]);
    const future = candlesAt(hours(OPTIONS.nowMs - 2_999 * HOUR, 3_000));
    const read = await reader.read(csvOf(future), OPTIONS);
    assert.deepEqual(read.ok && [read.candles.length, read.unclosed], [2_999, 1]);
  }));

Deno.test("candle files: one that is given up ends its thread, and the next one is read", () =>
  withReader(async (reader) => {
    const stop = new AbortController();
    const reading = reader.read(csvOf(candlesAt(hours(START, 50_000))), OPTIONS, stop.signal);
    const waiting = reader.read(csvOf(large), OPTIONS);
    const queued = reader.read(csvOf(large), OPTIONS, stop.signal);
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(reader.startedThreads, 1);
    stop.abort(new Error("given up"));
    await assert.rejects(reading, /given up/);
    await assert.rejects(queued, /given up/);
    assert.ok((await waiting).ok);
    assert.equal(reader.startedThreads, 2);
  }));
