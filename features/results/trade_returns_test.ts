import assert from "node:assert/strict";
import { binWords, concentrationWords, edgeText, returnHistogram } from "./trade_returns.ts";
import { excursionsOf, excursionWords, readingWords } from "./excursions.ts";

const trade = (pnl: number, more: { return?: number; exit_time?: number | null } = {}) => ({
  pnl,
  return: pnl / 100,
  exit_time: 1,
  ...more,
});
const plainText = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;

Deno.test("return histogram: every closed trade is in one bin, and no bin has gains and losses", () => {
  const returns = [-0.031, -0.02, -0.0001, 0, 0.0001, 0.01, 0.02, 0.0201, 0.074];
  const histogram = returnHistogram(returns.map((value) => trade(value * 100)))!;
  assert.equal(histogram.bins.reduce((all, { trades }) => all + trades, 0), returns.length);
  for (const { above, upTo, won } of histogram.bins) {
    assert.ok(won ? above! >= 0 : upTo! <= 0, `${above} … ${upTo}`);
  }
  const won = histogram.bins.filter((bin) => bin.won).reduce((all, { trades }) => all + trades, 0);
  // A trade at cost has not made money.
  assert.equal(won, returns.filter((value) => value > 0).length);
  assert.ok(histogram.bins.length <= 24);
});

Deno.test("return histogram: an upper edge belongs to its bin, whatever dust its double has", () => {
  const { bins, step } = returnHistogram([trade(-10), trade(30), trade(0.1 * 3 * 100)])!;
  assert.equal(step, 0.02);
  const last = bins.at(-1)!;
  assert.deepEqual([last.above, last.upTo, last.trades], [0.28, 0.3, 2]);
});

Deno.test("return histogram: one trade, trades at cost, none, and one that is still open", () => {
  assert.equal(returnHistogram([]), null);
  assert.equal(returnHistogram([trade(5, { exit_time: null })]), null);
  const one = returnHistogram([trade(5)])!;
  assert.equal(one.most, 1);
  const zero = returnHistogram([trade(0), trade(0)])!;
  assert.deepEqual(zero.bins.map(({ trades }) => trades), [2, 0]);
});

Deno.test("return histogram: of many trades the furthest do not stretch the scale", () => {
  const trades = Array.from({ length: 99 }, (_, k) => trade(k % 2 === 0 ? 1 : -1));
  const histogram = returnHistogram([...trades, trade(900)])!;
  const last = histogram.bins.at(-1)!;
  assert.equal(last.upTo, null);
  assert.ok(histogram.step <= 0.01, String(histogram.step));
  assert.match(binWords(last, histogram.step), /more than/);
  assert.equal(histogram.bins.reduce((all, { trades }) => all + trades, 0), 100);
});

Deno.test("return histogram: returns beyond any scale are not drawn, and the smallest are", () => {
  const of = (...returns: number[]) =>
    returnHistogram(returns.map((value) => trade(1, { return: value })));
  assert.equal(of(1.7e308, -1.7e308), null);
  assert.equal(of(1e300, 1)?.bins.reduce((all, { trades }) => all + trades, 0), 2);
  assert.equal(of(5e-324, 0)?.bins.reduce((all, { trades }) => all + trades, 0), 2);
});

Deno.test("return histogram: edges have the digits of the width", () => {
  assert.equal(plainText(edgeText(0.02, 0.02)), "+2 %");
  assert.equal(plainText(edgeText(-0.025, 0.025)), "−2.5 %");
  assert.equal(plainText(edgeText(0.0025, 0.0025)), "+0.25 %");
  assert.equal(plainText(edgeText(0, 0.01)), "0 %");
});

Deno.test("concentration: one trade's share of the profit, and that of the best five", () => {
  const words = (...pnl: number[]) => plainText(concentrationWords(pnl.map((one) => trade(one))));
  assert.equal(words(), null);
  assert.equal(words(-1, -2), "No trade made money.");
  assert.equal(words(12), "One trade made all of the profit.");
  assert.equal(words(38, 62), "One trade made 62 % of the profit.");
  assert.equal(
    words(100, -30, -20),
    "One trade made all of the profit. The other 2 trades lost 50.00 USDT together.",
  );
  assert.equal(
    words(10, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    "One trade made 10 % of the profit. The best 5 of 10 made 50 %.",
  );
  assert.equal(
    words(10, 10, 10, 10, 10, -5, -5),
    "One trade made 25 % of the profit. Without the best 5, the others would have lost 10.00 USDT.",
  );
  assert.equal(
    words(10, -30),
    "The best trade made 10.00 USDT, and the others lost 30.00 USDT: together the trades lost 20.00 USDT.",
  );
});

Deno.test("excursions: what winners went through, and what losers had", () => {
  const trades = Array.from({ length: 10 }, (_, k) => ({
    ...trade(k < 5 ? 1 : -1),
    mae: -0.01 * (k + 1),
    mfe: 0.002 * (k + 1),
  }));
  const excursions = excursionsOf([...trades, { ...trades[0]!, exit_time: null }]);
  assert.equal(excursions.length, 10);
  assert.deepEqual(excursionWords(excursions).map(plainText), [
    "9 of 10 winning trades fell at most 5.0 % on their way.",
    "Half of the losing trades had been 1.6 % or more ahead.",
  ]);
  assert.deepEqual(excursionWords(excursions.slice(0, 4)), []);
  assert.equal(
    plainText(readingWords(excursions[2]!)),
    "Trade 3 fell to −3.00 %, rose to +0.60 % and made +1.00 %.",
  );
});
