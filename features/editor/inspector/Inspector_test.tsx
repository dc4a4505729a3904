import assert from "node:assert/strict";
import {
  descriptionOf,
  fireEvent,
  screen,
  visibleText,
  within,
} from "../../../tests/support/dom.ts";
import { BLOCKS, paramSpecFor, TEMPLATES } from "../../../engine/mod.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { Inspector } from "./Inspector.tsx";

const templateOf = (id: string) => TEMPLATES.find((known) => known.id === id)!.document;
const one = (type: string) => ({
  version: 1 as const,
  blocks: [{ id: type, type, params: {}, position: { x: 0, y: 0 } }],
  connections: [],
});

/** All that belongs to a parameter. */
function field(name: string): HTMLElement {
  const found = screen.getByRole("complementary").querySelector<HTMLElement>(
    `[data-param="${name}"]`,
  );
  assert.ok(found, `no field for ${name}`);
  return found;
}
const typed = (name: string) => within(field(name)).getByRole<HTMLInputElement>("textbox");
const slider = (name: string) => within(field(name)).getByRole<HTMLInputElement>("slider");
const unit = (name: string) => field(name).querySelector('[data-part="unit"]')?.textContent;
const write = (input: HTMLElement, value: string) => fireEvent.input(input, { target: { value } });

/** Opens a strategy with one of its blocks selected. */
function open(document: Parameters<typeof editorParts>[0], selected: string) {
  const parts = editorParts(document);
  parts.store.select([selected]);
  renderInEditor(parts, <Inspector />);
  return parts;
}

for (const definition of BLOCKS) {
  Deno.test(`Inspector: ${definition.name} has a field for each parameter, with unit, range and help`, () => {
    open(one(definition.type), definition.type);
    const panel = within(screen.getByRole("complementary", { name: "Settings" }));
    assert.equal(
      panel.getByLabelText<HTMLInputElement>("Name of this block").value,
      definition.name,
    );
    panel.getByText((_, element) =>
      element?.tagName === "P" && visibleText(element).startsWith(definition.summary)
    );
    const defaults = Object.fromEntries(
      definition.params.map((spec) => [spec.name, spec.default ?? spec.defaultFor?.({})]),
    ) as Parameters<typeof paramSpecFor>[1];
    for (const fixed of definition.params) {
      if (fixed.when && !fixed.when(defaults, new Set())) continue;
      const spec = paramSpecFor(fixed, defaults);
      const text = visibleText(field(spec.name));
      assert.ok(text.includes(spec.label), `${spec.name}: ${text}`);
      if (spec.unit) assert.equal(unit(spec.name), spec.unit);
      if (spec.help) assert.ok(text.includes(spec.help), `${spec.name}: ${text}`);
      if (spec.kind !== "integer" && spec.kind !== "number") continue;
      typed(spec.name);
      if (spec.min === undefined || spec.max === undefined) continue;
      assert.match(text, /[\d.,]+ – [\d.,]+/);
    }
    fireEvent.click(panel.getByRole("button", { name: "More" }));
    panel.getByText(definition.help);
  });
}

Deno.test("Inspector: beside an RSI a level is chosen from the common ones of an RSI", () => {
  const parts = open(templateOf("bollinger_rsi_dip"), "weak");
  const presets = () =>
    within(within(field("value")).getByRole("group", { name: /^Common values/ }))
      .getAllByRole("button");
  // Beside an RSI a level is chosen from the RSI's own.
  assert.deepEqual(presets().map(({ textContent }) => textContent), ["30", "50", "70"]);
  assert.equal(slider("value").max, "100");
  fireEvent.click(presets()[0]!);
  assert.equal(presets()[0]!.getAttribute("aria-pressed"), "true");
  assert.match(parts.store.sentence.value.map(({ text }) => text).join(""), /is below 30/);
});

Deno.test("Inspector: the unit and the range of a stop follow its mode, and so does what is wrong with it", () => {
  const parts = open(templateOf("bollinger_rsi_dip"), "stop");
  assert.equal(unit("value"), "%");
  write(typed("value"), "120");
  within(field("value")).getByText("Enter a number from 0.01 to 100.");
  assert.equal(typed("value").getAttribute("aria-invalid"), "true");
  write(typed("value"), "8");
  assert.equal(typed("value").getAttribute("aria-invalid"), "false");
  fireEvent.click(within(field("value")).getByRole("button", { name: /: reset to / }));
  assert.equal(typed("value").value, "3");
  fireEvent.click(within(field("mode")).getByText("ATR"));
  assert.equal(unit("value"), "ATR");
  assert.equal(typed("value").value, "2");
  fireEvent.click(within(field("value")).getByRole("button", { name: "1.5" }));
  assert.match(
    parts.store.sentence.value.map(({ text }) => text).join(""),
    /at a loss of 1\.5\sATR\(14\)/,
  );
});

Deno.test("Inspector: two numbers that do not go together are said so beside the one", () => {
  open(templateOf("macd_cross"), "macd");
  const problems = () =>
    [...screen.getByRole("complementary").querySelectorAll('[data-param] [data-part="problem"]')]
      .map(({ textContent }) => textContent ?? "").filter(Boolean);
  assert.deepEqual(problems(), []);
  write(typed("fast"), "40");
  assert.equal(problems().length, 1);
  assert.match(problems()[0]!, /fast|slow/i);
  fireEvent.click(within(field("fast")).getByRole("button", { name: /: reset to / }));
  assert.deepEqual(problems(), []);
});

Deno.test("Inspector: a decimal comma, what is no number, and what has two readings", () => {
  open(one("stop_loss"), "stop_loss");
  write(typed("value"), "0,025");
  assert.equal(slider("value").value, "0.025");
  fireEvent.blur(typed("value"));
  assert.equal(typed("value").value, "0.025");
  // Below the lowest it takes: refused as 0.001, not taken as 1.
  write(typed("value"), "0,001");
  assert.match(descriptionOf(typed("value")), /Enter a number from 0\.01 to 100\./);
  write(typed("value"), "3");
  assert.equal(typed("value").getAttribute("aria-invalid"), "false");
});

Deno.test("Inspector: a level of any size reads a decimal comma, and says how it read a thousand", () => {
  open(one("compare"), "compare");
  write(typed("value"), "0,001");
  fireEvent.blur(typed("value"));
  assert.equal(typed("value").value, "0.001");
  write(typed("value"), "1,500");
  assert.match(descriptionOf(typed("value")), /Read as 1500, not 1\.5\./);
  write(typed("value"), "1,500.5");
  assert.doesNotMatch(descriptionOf(typed("value")), /Read as/);
  write(typed("value"), "1.2.3");
  assert.match(descriptionOf(typed("value")), /Enter a number\. Write it like 1234\.5\./);
});
