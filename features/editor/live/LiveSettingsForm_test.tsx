import assert from "node:assert/strict";
import { descriptionOf, fireEvent, screen } from "../../../tests/support/dom.ts";
import { RULE } from "../../../studio/testing/samples.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { LiveSettingsForm } from "./LiveSettingsForm.tsx";

function open() {
  const parts = editorParts(RULE);
  renderInEditor(parts, <LiveSettingsForm />);
  return {
    settings: () => parts.live.settings.value,
    field: (label: RegExp | string) => screen.getByLabelText<HTMLInputElement>(label),
    write: (input: HTMLElement, value: string) => fireEvent.input(input, { target: { value } }),
  };
}

Deno.test("LiveSettingsForm: costs with a decimal comma are taken as they are typed", () => {
  const { settings, field, write } = open();
  write(field(/^Fee/), "0,001");
  assert.equal(settings().feePercent, 0.001);
  write(field(/^Slippage/), "0,075");
  assert.equal(settings().slippagePercent, 0.075);
});

Deno.test("LiveSettingsForm: what has two readings is taken and said", () => {
  const { settings, field, write } = open();
  const capital = field("Starting capital");
  write(capital, "25,000");
  assert.match(descriptionOf(capital), /Read as 25000, not 25\./);
  assert.equal(settings().capital, 25_000);
});

Deno.test("LiveSettingsForm: what cannot be taken stays as it was typed, is said, and changes nothing", () => {
  const { settings, field, write } = open();
  const capital = field("Starting capital");
  write(capital, "25,000");
  write(capital, "1.2.3");
  assert.match(descriptionOf(capital), /Enter a number\./);
  fireEvent.blur(capital);
  assert.equal(capital.value, "1.2.3");
  assert.equal(settings().capital, 25_000);
  const fee = field(/^Fee/);
  write(fee, "1");
  write(fee, "9");
  assert.match(descriptionOf(fee), /Enter a number from 0 to 5\./);
  assert.equal(settings().feePercent, 1);
});

Deno.test("LiveSettingsForm: days and the order within a candle are chosen", () => {
  const { settings, field } = open();
  fireEvent.click(screen.getByText("2 years"));
  assert.equal(settings().period, "2y");
  fireEvent.change(field("If stop and target fall in the same candle"), {
    target: { value: "target_first" },
  });
  assert.equal(settings().intrabar, "target_first");
});
