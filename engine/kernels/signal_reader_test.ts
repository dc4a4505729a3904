/** Where a computed signal is true, and how often. */
import assert from "node:assert/strict";
import { seededRandom } from "../testing/random_walk.ts";
import { ColumnReader, countTrue, NEVER } from "./signal_reader.ts";

Deno.test("signal reader: the next true value, near and far, from every bar on", () => {
  for (const bars of [0, 1, 63, 64, 65, 66, 130]) {
    for (const place of [0, 1, 62, 63, 64, 65, 66, 127, 128, 129]) {
      const values = new Uint8Array(bars);
      if (place < bars) values[place] = 1;
      const reader = new ColumnReader(values);
      for (let from = 0; from <= bars; from++) {
        const wanted = place < bars && from <= place ? place : NEVER;
        assert.equal(reader.next(from), wanted, `${bars} bars, ${place}, from ${from}`);
      }
    }
  }
});

Deno.test("signal reader: counts from one bar up to another", () => {
  const reader = new ColumnReader(Uint8Array.of(1, 0, 1, 1, 0));
  const counts = [[0, 5], [0, 1], [1, 2], [1, 3], [2, 2], [3, 5]]
    .map(([from = 0, to = 0]) => reader.count(from, to));
  assert.deepEqual(counts, [3, 1, 0, 1, 0, 1]);
});

Deno.test("signal reader: many are counted as few are, wherever the column begins in its buffer", () => {
  const random = seededRandom(9);
  const buffer = new Uint8Array(900).map(() => Number(random() < 0.4));
  for (const begin of [0, 1, 2, 3, 5]) {
    const column = buffer.subarray(begin);
    for (let n = 0; n < 200; n++) {
      const from = Math.floor(random() * column.length);
      const to = from + Math.floor(random() * (column.length - from + 1));
      let wanted = 0;
      for (let i = from; i < to; i++) wanted += column[i]!;
      assert.equal(countTrue(column, from, to), wanted, `${begin}: ${from} … ${to}`);
    }
    assert.equal(countTrue(column, column.length + 3, column.length), 0);
  }
});
