/** A new strategy in words, as the server reads them. */
import assert from "node:assert/strict";
import { submit, testPages } from "../../tests/support/html_pages.ts";

testPages("a strategy is made from words, named by what it buys on", async (app) => {
  const person = await app.person();
  const form = { name: "", asset: "DEMO/USDT", timeframe: "4h", template: "golden_cross" };
  const say = "buy if rsi < 30 and price > sma 200, sell if rsi > 60, stop 4 %";
  const made = await submit(person, "/strategies/new", { ...form, say, from: "say" });
  assert.equal(made.status, 303);
  const { json } = await person.get(made.headers.get("location")!);
  assert.equal(json.name, "RSI(14) below 30 and the close above SMA(200)");
  const { definition } = json.latest_version;
  assert.equal(definition.blocks.length, 10);
  for (const { id, position, folded } of definition.blocks) assert.ok(position || folded, id);
  // Beside a template that is chosen, words that nobody built from say nothing.
  const template = await submit(person, "/strategies/new", { ...form, say });
  assert.equal((await person.get(template.headers.get("location")!)).json.name, "Golden cross");
});

testPages("words that are not understood come back, with what is wrong", async (app) => {
  const person = await app.person();
  const form = {
    name: "Mine",
    asset: "DEMO/USDT",
    timeframe: "4h",
    template: "blank",
    from: "say",
  };
  for (
    const [say, message] of [
      ["Buy when VWMA(20) is above 30.", /did you mean VWAP\?/],
      ["", /It does not say when to buy/],
      ["<b>buy</b> \u0000 SELECT 1", /is not understood|is not known/],
      ["x ".repeat(40_000), /too long|is not known/],
    ] as const
  ) {
    const { status, text } = await submit(person, "/strategies/new", { ...form, say });
    assert.equal(status, 422, say.slice(0, 40));
    assert.match(text, message);
    assert.match(text, /value="Mine"/);
    assert.doesNotMatch(text, /<b>buy/);
  }
  const { text } = await submit(person, "/strategies/new", { ...form, say: "Buy when half" });
  assert.match(text, /<textarea[^>]*>Buy when half<\/textarea>/);
});
