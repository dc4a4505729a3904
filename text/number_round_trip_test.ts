/** Every number that the product writes is read back as the same number, to the last digit that was written. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { readTypedNumber, typedValue } from "../contracts/typed_number.ts";
import { plain as plainInSentences } from "../engine/blocks/definition/parts.ts";
import { BLOCKS, paramSpecFor } from "../engine/mod.ts";
import { tradeJson } from "../engine/testing/trade_json.ts";
import { equityCsv, tradesCsv } from "../server/backtests/results_csv.ts";
import { thousands } from "../server/market_data/words.ts";
import { valueLabels } from "../charts/value_labels.ts";
import { shortNumber } from "../studio/live/short_number.ts";
import { effectiveParams } from "../studio/document/params.ts";
import { valueText } from "../studio/document/param_text.ts";
import { money, number, percent, percentPoints, plain, price, quantity } from "./format.ts";
import { shortPrice } from "../features/learn/how/CandleDrawing.tsx";
import { costText } from "../features/results/costs_words.ts";

const value = fc.oneof(
  fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
  fc.double({ noNaN: true, min: -10, max: 10 }),
  fc.integer({ min: -10_000_000, max: 10_000_000 }),
  // What people set: few digits.
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => whole / 1000),
);
const digits = fc.integer({ min: 0, max: 12 });

function readBack(text: string, unit?: string): number {
  const back = typedValue(readTypedNumber(text, { unit }));
  assert.ok(back !== undefined, `“${text}” is refused`);
  return back;
}

/** Half of what the last digit of a text stands for. */
function half(text: string): number {
  const [, decimals = "", exponent = "0", short = ""] =
    /^[^.]*?(?:\.(\d+))?(?:e([+-]\d+))?(?:[\s\u00a0]?([kMBT])?)?(?:[\s\u00a0].*)?$/.exec(text) ??
      [];
  const factor = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 }[short] ?? 1;
  return 0.5 * factor * 10 ** (Number(exponent) - decimals.length);
}

/** `scale`: how much of the text's unit one is. */
function isReadBack(text: string, meant: number, { unit, scale = 1 }: {
  unit?: string;
  scale?: number;
} = {}): void {
  const off = Math.abs(readBack(text, unit) - meant * scale);
  // The sums of this test are not exact themselves.
  const dust = Math.abs(meant * scale) * 1e-15;
  assert.ok(off <= half(text) * (1 + 1e-9) + dust, `${meant} is written ${text}`);
}

Deno.test("round trip: fixed digits, percentages, money, prices and quantities", () => {
  fc.assert(fc.property(value, digits, (meant, count) => {
    isReadBack(number(meant, count), meant);
    isReadBack(number(meant, count, "always"), meant);
    isReadBack(percent(meant, { digits: count }), meant, { unit: "%", scale: 100 });
    isReadBack(percent(meant, { sign: "negative" }), meant, { unit: "%", scale: 100 });
    isReadBack(money(meant, { digits: count, sign: "always" }), meant, { unit: "USDT" });
    isReadBack(money(meant), meant, { unit: "USDT" });
    isReadBack(price(meant), meant);
    isReadBack(price(meant, count), meant);
    isReadBack(quantity(meant, "BTC"), meant, { unit: "BTC" });
    isReadBack(shortPrice(meant), Number(meant.toFixed(2)));
    isReadBack(shortNumber(meant), meant);
  }));
});

Deno.test("round trip: chart axes and tags, costs of a side, counts", () => {
  fc.assert(fc.property(value, (meant) => {
    // An axis writes its ticks with the digits of their distance, and what lies between to a tenth of it.
    const distance = Math.max(Math.abs(meant), 1e-6) / 8;
    const ticks = [meant, meant + distance, meant + 2 * distance];
    const amounts = valueLabels(ticks, "amount");
    isReadBack(amounts.tick(meant), meant);
    isReadBack(amounts.value(meant), meant);
    const shares = valueLabels(ticks, "percent");
    isReadBack(shares.value(meant), meant, { unit: "%", scale: 100 });
  }));
  fc.assert(fc.property(fc.double({ noNaN: true, min: 0, max: 0.1 }), (meant) => {
    isReadBack(costText(meant), meant, { unit: "%", scale: 100 });
  }));
  fc.assert(fc.property(fc.maxSafeNat(), (meant) => {
    assert.equal(readBack(thousands(meant)), meant);
  }));
});

Deno.test("round trip: what is written with all its digits is the same number", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (meant) => {
    assert.equal(readBack(plain(meant)), meant + 0);
    assert.equal(readBack(percentPoints(meant), "%"), meant + 0);
    assert.equal(readBack(String(meant)), meant + 0);
    assert.equal(readBack(plainInSentences(meant)), meant + 0);
  }));
});

Deno.test("round trip: the values of every block's parameters, with their units", () => {
  fc.assert(fc.property(value, (meant) => {
    for (const definition of BLOCKS) {
      const params = effectiveParams(definition, {});
      for (const fixed of definition.params) {
        const spec = paramSpecFor(fixed, params);
        if (spec.kind !== "integer" && spec.kind !== "number") continue;
        assert.equal(readBack(valueText(spec, meant), spec.unit), meant + 0, definition.type);
        assert.equal(readBack(valueText({ ...spec, unit: "" }, meant)), meant + 0);
      }
    }
  }));
});

Deno.test("round trip: the numbers of the CSV files", () => {
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (meant) => {
    const trades = meant.map((pnl) => tradeJson({ pnl }));
    const equity = { time: meant.map((_, bar) => bar), value: meant };
    const buy_and_hold = { value: meant };
    const columns = (csv: string, name: string) => {
      const [header = [], ...rows] = csv.trimEnd().split("\r\n").map((line) => line.split(","));
      return rows.map((row) => readBack(row[header.indexOf(name)] ?? ""));
    };
    const expected = meant.map((one) => one + 0);
    assert.deepEqual(columns(tradesCsv({ trades }), "pnl"), expected);
    assert.deepEqual(columns(equityCsv({ equity, buy_and_hold }), "equity"), expected);
    assert.deepEqual(columns(equityCsv({ equity, buy_and_hold }), "buy_and_hold"), expected);
  }));
});
