import assert from "node:assert/strict";
import { FINDING_KINDS } from "./checks.ts";
import { VENDORS } from "./vendors/mod.ts";
import { findingInWords } from "./finding_words.ts";

const fromMs = Date.UTC(2021, 1, 11, 4);
const base = {
  asset: "BTC/USDT",
  timeframe: "1h",
  venue: "binance",
  otherVenue: "",
  fromMs,
  toMs: fromMs + 3_600_000,
  candles: 1,
  size: null,
};

Deno.test("findings: every kind is a sentence with its series, its time and its size", () => {
  const said = FINDING_KINDS.map((kind) =>
    findingInWords({
      ...base,
      kind,
      size: kind === "spike" ? Math.log(0.8) : 0.041,
      otherVenue: "elsewhere",
    }, VENDORS)
  );
  const head = "BTC/USDT 1h, Binance: ";
  assert.deepEqual(said, [
    `${head}1 candle has a price of zero or less, or a negative volume, from 2021-02-11 04:00 UTC.`,
    `${head}1 candle has an open, a close or a high that does not fit high and low, from 2021-02-11 04:00 UTC.`,
    `${head}no candle from 2021-02-11 04:00 UTC on, although 1 candle has closed since.`,
    `${head}closes of Binance and elsewhere differ by up to 4.1 % in 1 candle from 2021-02-11 04:00 UTC.`,
    `${head}1 candle is missing from 2021-02-11 04:00 UTC.`,
    `${head}the price moved by −20.0 % at 2021-02-11 04:00 UTC.`,
    `${head}no trade in 1 candle from 2021-02-11 04:00 UTC.`,
  ]);
  assert.match(
    findingInWords({ ...base, kind: "gap", candles: 1200 }, VENDORS),
    /1,200 candles are missing/,
  );
});
