import assert from "node:assert/strict";
import { act, fireEvent, render, screen, visibleText, waitFor } from "../../tests/support/dom.ts";
import * as grammar from "../../studio/say/sentence_grammar.ts";
import { SayField, type SayReading } from "../../studio/say/say_field.ts";
import { BuildButton } from "./BuildButton.tsx";
import { SayBox } from "./SayBox.tsx";

function open(initial = "", kind: "strategy" | "condition" = "strategy") {
  const field = new SayField(kind, initial);
  const built: SayReading[] = [];
  const build = () => built.push(field.reading.peek());
  render(
    <>
      <SayBox
        field={field}
        label="Your strategy in words"
        load={() => Promise.resolve(grammar)}
        onSubmit={build}
      />
      <BuildButton field={field} label="Build it" onBuild={build} />
    </>,
  );
  const input = screen.getByRole<HTMLTextAreaElement>("textbox", {
    name: "Your strategy in words",
  });
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Build it" });
  return {
    field,
    input,
    button,
    built,
    messages: () => visibleText(document.querySelector('[data-part="say-messages"]')!),
    marks: () => [...document.querySelectorAll('[data-part="say-wrong"]')],
    offers: () => screen.queryAllByRole("option").map(visibleText),
    chosen: () => document.getElementById(input.getAttribute("aria-activedescendant") ?? ""),
    type: async (text: string) => {
      fireEvent.focus(input);
      await waitFor(() => assert.ok(field.grammar.value));
      input.value = text;
      input.setSelectionRange(text.length, text.length);
      fireEvent.input(input);
    },
    press: (key: string, more: Partial<KeyboardEvent> = {}) =>
      fireEvent.keyDown(input, { key, ...more }),
  };
}

Deno.test("SayBox: a word that is not known is underlined, with what it may have been", async () => {
  const say = open();
  await say.type("Buy when VWMA(20) is above 30.");
  const [mark, another] = say.marks();
  assert.equal(another, undefined);
  assert.equal(visibleText(mark!), "VWMA");
  assert.equal(mark!.getAttribute("title"), "“VWMA” is not known; did you mean VWAP?");
  assert.match(say.messages(), /VWMA.*did you mean VWAP\?/);
  assert.equal(say.input.getAttribute("aria-invalid"), "true");
  assert.ok(say.input.getAttribute("aria-describedby")?.endsWith("-messages"));
  assert.equal(say.button.disabled, true);
  assert.match(visibleText(document.body), /Change what is underlined first\./);
  fireEvent.click(screen.getByRole("button", { name: "WMA" }));
  assert.equal(say.input.value, "Buy when WMA(20) is above 30.");
  assert.deepEqual(say.marks(), []);
  assert.equal(say.button.disabled, false);
});

Deno.test("SayBox: what is offered is chosen by arrows and taken by Enter and Tab; Escape closes it", async () => {
  const say = open();
  await say.type("Buy when r");
  assert.equal(say.offers()[0], "RSI(14)");
  assert.equal(visibleText(say.chosen()!), "RSI(14)");
  say.press("ArrowDown");
  assert.equal(visibleText(say.chosen()!), "ROC(12)");
  say.press("ArrowUp");
  say.press("Tab");
  assert.equal(say.input.value, "Buy when RSI(14) ");
  // After a space nothing is chosen: Enter and Tab do what they always do.
  assert.equal(say.chosen(), null);
  assert.ok(say.offers().includes("is below"));
  assert.equal(say.press("Tab"), true, "Tab leaves the field");
  await say.type("Buy when RSI(14) is b");
  say.press("Enter");
  assert.equal(say.input.value, "Buy when RSI(14) is below ");
  assert.ok(say.offers().length > 0);
  say.press("Escape");
  assert.deepEqual(say.offers(), []);
});

Deno.test("SayBox: an offer is taken by a click", async () => {
  const say = open();
  await say.type("b");
  fireEvent.click(screen.getByRole("option", { name: "Buy when" }));
  assert.equal(say.input.value, "Buy when ");
});

Deno.test("SayBox: what is understood is said back, and built by button and by key", async () => {
  const say = open();
  await say.type("buy if rsi < 30, sell if rsi > 60, stop 4 %");
  assert.match(
    say.messages(),
    /Buy when RSI\(14\) is below 30\. Sell when RSI\(14\) is above 60, or at a loss of 4 %/,
  );
  fireEvent.click(say.button);
  say.press("Escape");
  say.press("Enter", { ctrlKey: true });
  assert.deepEqual(say.built.map(({ kind }) => kind), ["strategy", "strategy"]);
});

Deno.test("SayBox: in a condition Enter adds it, once nothing is chosen among the offers", async () => {
  const say = open("", "condition");
  await say.type("rsi < 30");
  say.press("Enter");
  assert.deepEqual(say.built.map(({ kind }) => kind), ["condition"]);
});

Deno.test("SayBox: text that is there already is read at once; an end that is missing is no fault", async () => {
  const say = open("Buy when rsi < 30 and");
  await waitFor(() => assert.ok(say.field.grammar.value));
  assert.deepEqual(say.marks(), []);
  assert.match(say.messages(), /Expected a condition/);
  assert.match(visibleText(document.body), /The sentence is not finished\./);
});

Deno.test("SayBox: who had the field before it came to life is understood as well", async () => {
  const say = open();
  // No focus comes: it was there already.
  say.input.value = "Buy when VWMA(20) is above 30.";
  say.input.setSelectionRange(30, 30);
  fireEvent.input(say.input);
  await waitFor(() => assert.equal(say.marks().length, 1));
});

Deno.test("SayBox: a grammar that cannot be loaded is said, and tried again", async () => {
  let tries = 0;
  const field = new SayField("strategy", "Buy when rsi < 30.");
  render(
    <SayBox
      field={field}
      label="Words"
      load={() => ++tries === 1 ? Promise.reject(new Error("away")) : Promise.resolve(grammar)}
    />,
  );
  const again = await screen.findByRole("button", { name: "Try again" });
  fireEvent.click(again);
  await waitFor(() => assert.equal(field.reading.value.kind, "strategy"));
  await act(() => Promise.resolve());
  assert.equal(screen.queryByRole("button", { name: "Try again" }), null);
});

Deno.test("SayBox: a text of any kind and length stays as it was typed", async () => {
  const say = open();
  for (const text of ["x".repeat(10_000), "🚀 קנה\u202e <b>buy</b>", "SELECT 1; --", "buy"]) {
    await say.type(text);
    assert.equal(say.input.value, text);
    assert.equal(say.button.disabled, true);
    assert.ok(say.messages().length < 600, say.messages());
  }
});
