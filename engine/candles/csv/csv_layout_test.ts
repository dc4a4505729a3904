/** Where the columns of a file without a header are found, by how many there are and what stands in them. */
import assert from "node:assert/strict";
import { findLayout } from "./csv_layout.ts";

/** Places of time, clock, open, high, low, close and volume; `-` for none, `?` where no layout is known. */
const FILES: readonly (readonly [places: string, row: string])[] = [
  ["0 - 1 2 3 4 -", "1609459200,10,12,8,11"],
  ["0 - 1 2 3 4 5", "1609459200,10,12,8,11,500"],
  // Kraken: the number of trades behind the volume.
  ["0 - 1 2 3 4 5", "1609459200,10,12,8,11,500,7"],
  // Kraken's API: the average price before the volume, 0 where nothing was traded.
  ["0 - 1 2 3 4 6", "1609459200,10,12,8,11,9,500,7"],
  ["0 - 1 2 3 4 6", "1609459200,10,12,8,11,8,500,7"],
  ["0 - 1 2 3 4 6", "1609459200,10,12,8,11,12,500,7"],
  ["0 - 1 2 3 4 6", "1609459200,10,10,10,10,0,0,0"],
  ["?", "1609459200,10,12,8,11,12.5,500,7"],
  ["?", "1609459200,10,12,8,11,7.5,500,7"],
  // Binance: the closing time behind the volume.
  ["0 - 1 2 3 4 5", "1609459200000,10,12,8,11,500,1609462799999,5000,70,250,2500,0"],
  ["0 - 1 2 3 4 5", "1609459200000,10,12,8,11,500,1609462799999,5000,70,250,2500"],
  ["?", "1609459200000,10,12,8,11,500,1609459200000,5000,70,250,2500,0"],
  ["?", "1609459200,10,12,8,11,500,7,8,9"],
  // MetaTrader: date and time of day apart.
  ["0 1 2 3 4 5 -", "2021.01.01,00:00,10,12,8,11"],
  ["0 1 2 3 4 5 6", "2021.01.01,00:00,10,12,8,11,500"],
  ["?", "2021.01.01,00:00,10,12,8,11,500,7"],
];

for (const [places, row] of FILES) {
  Deno.test(`CSV layout: ${row} is read as ${places}`, () => {
    const layout = findLayout([row, row]);
    if ("message" in layout) {
      assert.equal(places, "?", layout.message);
      assert.equal(layout.line, 1);
      assert.ok(layout.message.includes(`its ${row.split(",").length} columns`), layout.message);
      return;
    }
    const { time, clock, fields: { open, high, low, close, volume } } = layout;
    const found = [time, clock, open, high, low, close, volume].map((place) => place ?? "-");
    assert.equal(found.join(" "), places);
    assert.deepEqual([layout.first, layout.columns, layout.separator], [
      0,
      row.split(",").length,
      ",",
    ]);
  });
}
