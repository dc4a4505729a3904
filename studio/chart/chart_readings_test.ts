import assert from "node:assert/strict";
import { candleReading, spokenBar, tradesAt, tradeText } from "./chart_readings.ts";
import { templateChart } from "./testing/model.ts";

const NONE = new Set<string>();

Deno.test("chart readings: everything at a candle in one sentence, of what is shown alone", () => {
  const model = templateChart("bollinger_rsi_dip");
  const bar = model.trades.exitBar[0]!;
  const options = { zone: "UTC", hidden: NONE, closed: new Set(["drawdown"]) };
  const said = spokenBar(model, bar, options).replace(/\s/g, " ");
  assert.match(
    said,
    /^\d+ \w+ 2020, \d\d:00; open [\d.,]+, high [\d.,]+, low [\d.,]+, close [\d.,]+; volume/,
  );
  assert.match(said, /Trade 1: sold at [\d.,]+ · (Stop loss|Take profit) · [+−][\d.]+\s%/u);
  assert.match(
    said,
    /Bollinger Bands 20 · 2 σ · close: Upper [\d.,]+, Middle [\d.,]+, Lower [\d.,]+/,
  );
  assert.match(said, /RSI\(14\) [\d.]+/);
  assert.match(said, /Strategy [\d,]+/);
  assert.doesNotMatch(said, /Drawdown/);
  const less = spokenBar(model, bar, { ...options, hidden: new Set(["rsi"]) });
  assert.doesNotMatch(less, /RSI/);
});

Deno.test("chart readings: values that are not known are dashes", () => {
  assert.match(
    spokenBar(templateChart("bollinger_rsi_dip"), 0, { zone: "UTC", hidden: NONE, closed: NONE }),
    /RSI\(14\) –/,
  );
});

Deno.test("chart readings: the change is from the close before", () => {
  const model = templateChart("rsi_rebound");
  const { close, open } = model.candles;
  assert.equal(candleReading(model, 7).change, close[7]! / close[6]! - 1);
  assert.equal(candleReading(model, 0).change, close[0]! / open[0]! - 1);
});

Deno.test("chart readings: without reasons a sale is told without one", () => {
  const model = templateChart("bollinger_rsi_dip", false);
  assert.match(tradeText(model, 0, "entry"), /^Trade 1: bought at [\d.,]+$/);
  assert.match(tradeText(model, 0, "exit"), /^Trade 1: sold at [\d.,]+ · [+−][\d.]+\s%$/u);
  const { entryBar, exitBar } = model.trades;
  assert.deepEqual(tradesAt(model.trades, entryBar[2]!), [{ trade: 2, end: "entry" }]);
  assert.deepEqual(tradesAt(model.trades, exitBar[2]!), [{ trade: 2, end: "exit" }]);
});

Deno.test("chart readings: a trade says what it was bought and sold on", () => {
  const dip = templateChart("bollinger_rsi_dip");
  assert.match(tradeText(dip, 0, "entry"), /^Trade 1: bought at [\d.,]+ · .*RSI\(14\)/);
  const rebound = templateChart("rsi_rebound");
  assert.match(
    tradeText(rebound, 0, "entry"),
    /^Trade 1: bought at [\d.,]+ · RSI\(14\) crosses above 30$/,
  );
  const sold = rebound.trades.reasons!.indexOf("signal");
  assert.match(
    tradeText(rebound, sold, "exit"),
    /sold at [\d.,]+ · RSI\(14\) crosses below \d+ · /,
  );
});
