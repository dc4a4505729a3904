import assert from "node:assert/strict";
import * as grammar from "./sentence_grammar.ts";
import { SayField } from "./say_field.ts";

function field(kind: "strategy" | "condition" = "strategy", initial = "") {
  const made = new SayField(kind, initial);
  made.grammar.value = grammar;
  return made;
}
const underlined = (made: SayField) =>
  made.pieces.value.filter(({ problem }) => problem).map(({ text }) => text);
const offered = (made: SayField) => made.offers.value.map(({ text }) => text);

Deno.test("SayField: it waits for its grammar, and then reads what is there", () => {
  const made = new SayField("strategy", "Buy when rsi < 30.");
  const kind = (): string => made.reading.value.kind;
  assert.equal(kind(), "waiting");
  made.grammar.value = grammar;
  assert.equal(kind(), "strategy");
  made.type("  ", 2);
  assert.equal(kind(), "empty");
});

Deno.test("SayField: what is not understood is marked, all of it, and no letter is lost", () => {
  const text = "Buy when VWMA(20) is above 30. Sell when the clsoe is above SMA(20).";
  const made = field("strategy", text);
  assert.deepEqual(underlined(made), ["VWMA", "clsoe"]);
  assert.equal(made.pieces.value.map((piece) => piece.text).join(""), text);
});

Deno.test("SayField: a text that only ends too early is not marked while it is written", () => {
  const made = field();
  for (
    const text of ["buy", "Buy when", "Buy when RSI(14) crosses above", "Buy when rsi < 30 and "]
  ) {
    made.type(text, text.length);
    assert.deepEqual(underlined(made), [], text);
    assert.equal(made.reading.value.kind, "problems", text);
  }
});

Deno.test("SayField: a word is marked once it is finished", () => {
  const made = field();
  made.type("Buy wh", 6);
  assert.deepEqual(underlined(made), []);
  made.type("Buy wh ", 7);
  assert.deepEqual(underlined(made), ["wh"]);
  made.type("Buy when VWMA", 13);
  assert.deepEqual(underlined(made), []);
  made.moveTo(2);
  assert.deepEqual(underlined(made), ["VWMA"]);
});

Deno.test("SayField: right behind a number nothing is offered, after the space what goes on", () => {
  const made = field("condition");
  made.type("rsi < 30", 8);
  assert.deepEqual(offered(made), []);
  made.type("rsi < 30 ", 9);
  assert.deepEqual(offered(made).slice(0, 2), ["and", "or"]);
});

Deno.test("SayField: offers are taken in place of what has been begun", () => {
  const made = field();
  assert.deepEqual(offered(made), []);
  made.type("Buy when r", 10);
  assert.equal(offered(made)[0], "RSI(14)");
  made.replace(made.offers.value[0]!);
  assert.equal(made.text.value, "Buy when RSI(14) ");
  assert.equal(made.caret.value, made.text.value.length);
  assert.ok(offered(made).includes("is below"));
  assert.equal(made.active.value, -1);
  made.step(-1);
  assert.equal(made.active.value, made.offers.value.length - 1);
  made.step(1);
  assert.equal(made.active.value, 0);
});

Deno.test("SayField: words that are put in stand apart from what is beside them", () => {
  const made = field();
  made.type("Buy when rsi < 30", 17);
  made.replace({ start: 17, end: 17, text: "and" });
  assert.equal(made.text.value, "Buy when rsi < 30 and ");
  made.type("Buy when VWMA(20) is above 30", 5);
  made.replace({ start: 9, end: 13, text: "VWAP" });
  assert.equal(made.text.value, "Buy when VWAP(20) is above 30");
  made.type("Buy when rsi < 30 ", 18);
  made.replace({ start: 17, end: 18, text: ". Sell when" });
  assert.equal(made.text.value, "Buy when rsi < 30. Sell when ");
});

Deno.test("SayField: nothing is offered inside of a word, or after the caret was only moved", () => {
  const made = field("strategy", "Buy when rsi < 30.");
  made.type(made.text.value, 10);
  assert.deepEqual(offered(made), []);
  made.type("Buy when ", 9);
  assert.ok(offered(made).length > 0);
  made.moveTo(3);
  assert.deepEqual(offered(made), []);
});

Deno.test("SayField: a condition is completed and read by itself", () => {
  const made = field("condition");
  made.type("cl", 2);
  assert.equal(offered(made)[0], "the close");
  made.replace(made.offers.value[0]!);
  assert.equal(made.text.value, "the close ");
  made.type("rsi < 30", 8);
  const reading = made.reading.value;
  assert.ok(reading.kind === "condition");
  assert.equal(reading.condition.document.blocks.length, 2);
  made.type("rsi < 30 ", 9);
  assert.ok(offered(made).includes("and"));
  assert.ok(!offered(made).some((text) => /sell/i.test(text)), offered(made).join());
});

Deno.test("SayField: strange texts are read without a fault of its own", () => {
  const strange = [
    "x".repeat(10_000),
    "buy when " + "rsi < 30 and ".repeat(800),
    "🚀🚀 buy when rsi < 30 🚀",
    "קנה כאשר RSI(14) < 30",
    "SELECT * FROM users; DROP TABLE users; --",
    "Kaufe, wenn RSI unter 30 fällt",
    "<script>alert(1)</script>",
    "buy",
    "\u0000\u202e\ud800",
    "\n\n\t",
    "Buy when rsi < 30, sell at a loss of 3,5 %",
  ];
  for (const text of strange) {
    const made = field();
    made.type(text, text.length);
    assert.equal(made.pieces.value.map((piece) => piece.text).join(""), text);
    assert.ok(Array.isArray(made.offers.value));
    if (made.reading.value.kind === "problems") {
      assert.ok(made.reading.value.problems.every(({ message }) => message !== ""));
    }
  }
  const decimal = field("strategy", strange.at(-1)!);
  assert.ok(decimal.reading.value.kind === "strategy");
  const stop = decimal.reading.value.document.blocks.find(({ type }) => type === "stop_loss");
  assert.equal(stop?.params.value, 3.5);
});
