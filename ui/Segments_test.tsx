import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { RadioSegments, Segments } from "./Segments.tsx";

const OPTIONS = [
  { value: "1h", label: "1h" },
  { value: "4h", label: "4h" },
  { value: "1d", label: "1d", disabled: true },
];

Deno.test("segments: one is pressed, and what cannot be chosen is disabled", () => {
  const html = render(
    <Segments label="Timeframe" options={OPTIONS} value="4h" onChange={() => {}} />,
  );
  const buttons = html.match(/<button[^>]*>/g) ?? [];
  assert.deepEqual(
    buttons.map((tag) => [/aria-pressed="true"/.test(tag), / disabled/.test(tag)]),
    [[false, false], [true, false], [false, true]],
  );
  assert.match(html, /role="group" aria-label="Timeframe"/);
});

Deno.test("radio segments: one of one group is checked", () => {
  const html = render(
    <RadioSegments labelledBy="words" options={OPTIONS} value="1h" onChange={() => {}} />,
  );
  const inputs = html.match(/<input[^>]*>/g) ?? [];
  assert.deepEqual(inputs.map((tag) => / checked/.test(tag)), [true, false, false]);
  assert.equal(new Set(inputs.map((tag) => /name="([^"]*)"/.exec(tag)?.[1])).size, 1);
  assert.match(html, /role="radiogroup" aria-labelledby="words"/);
});
