import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { fireEvent, render as draw, screen } from "../tests/support/dom.ts";
import { CheckSegments, RadioSegments } from "./FormSegments.tsx";
import { Segments } from "./Segments.tsx";

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

Deno.test("segments: what is chosen is told, again too, and what is disabled is not", () => {
  const chosen: string[] = [];
  draw(
    <Segments label="Timeframe" options={OPTIONS} value="4h" onChange={(v) => chosen.push(v)} />,
  );
  for (const name of ["1h", "4h", "1d"]) fireEvent.click(screen.getByRole("button", { name }));
  assert.deepEqual(chosen, ["1h", "4h"]);
});

Deno.test("radio segments: named by their words, one stop for Tab, and each other choice is told once", () => {
  const chosen: string[] = [];
  draw(
    <RadioSegments
      label="Timeframe"
      options={OPTIONS}
      value="1h"
      onChange={(v) => chosen.push(v)}
    />,
  );
  const radio = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });
  // The browser makes one stop of radio buttons that share a name, and moves through them with the arrow keys.
  assert.equal(radio("4h").name, radio("1h").name);
  assert.deepEqual([radio("1h").checked, radio("1d").disabled], [true, true]);
  fireEvent.click(radio("1h"));
  fireEvent.click(radio("4h"));
  fireEvent.click(radio("1d"));
  assert.deepEqual(chosen, ["4h"]);
});

Deno.test("radio segments: two groups on one page do not share their choice", () => {
  draw(
    <>
      <RadioSegments label="One" options={OPTIONS} value="1h" onChange={() => {}} />
      <RadioSegments label="Other" options={OPTIONS} value="4h" onChange={() => {}} />
    </>,
  );
  const names = screen.getAllByRole<HTMLInputElement>("radio").map(({ name }) => name);
  assert.equal(new Set(names).size, 2);
  const checked = screen.getAllByRole<HTMLInputElement>("radio").filter((one) => one.checked);
  assert.deepEqual(checked.map(({ value }) => value), ["1h", "4h"]);
});

Deno.test("check segments: any may be on, each change is told with what it became", () => {
  const told: (readonly [string, boolean])[] = [];
  draw(
    <CheckSegments
      label="Timeframes"
      options={OPTIONS}
      values={new Set(["1h"])}
      onChange={(value, isOn) => told.push([value, isOn])}
    />,
  );
  screen.getByRole("group", { name: "Timeframes" });
  const box = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name });
  assert.deepEqual([box("1h").checked, box("4h").checked, box("1d").disabled], [true, false, true]);
  for (const name of ["1h", "4h", "1d"]) fireEvent.click(box(name));
  assert.deepEqual(told, [["1h", false], ["4h", true]]);
});

Deno.test("segments: as chips none need be on", () => {
  const chosen: string[] = [];
  const { rerender } = draw(
    <Segments
      chips
      label="Common"
      options={OPTIONS}
      value={null}
      onChange={(v) => chosen.push(v)}
    />,
  );
  const pressed = () =>
    screen.getAllByRole("button").map((one) => one.getAttribute("aria-pressed"));
  assert.deepEqual(pressed(), ["false", "false", "false"]);
  fireEvent.click(screen.getByRole("button", { name: "4h" }));
  assert.deepEqual(chosen, ["4h"]);
  rerender(<Segments chips label="Common" options={OPTIONS} value="4h" onChange={() => {}} />);
  assert.deepEqual(pressed(), ["false", "true", "false"]);
});
