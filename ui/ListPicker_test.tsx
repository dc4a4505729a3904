import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { fireEvent, render, screen } from "../tests/support/dom.ts";
import { ListPicker } from "./ListPicker.tsx";

const ITEMS = ["SMA", "EMA", "RSI"].map((name) => ({ key: name, name, detail: `about ${name}` }));

/** A picker whose list is narrowed by what is typed, as its users do it. */
function Picker({ calls }: { calls: string[] }) {
  const query = Picker.query;
  const items = ITEMS.filter(({ name }) => name.includes(query.value.toUpperCase()));
  return (
    <ListPicker
      label="Find a block"
      query={query}
      items={items}
      emptyText="No block found."
      onChoose={(key) => calls.push(key)}
      onCancel={() => calls.push("cancelled")}
    />
  );
}
Picker.query = signal("");

function open() {
  Picker.query.value = "";
  const calls: string[] = [];
  render(<Picker calls={calls} />);
  const field = screen.getByRole<HTMLInputElement>("combobox", { name: "Find a block" });
  return {
    calls,
    field,
    type: (value: string) => fireEvent.input(field, { target: { value } }),
    press: (key: string) => fireEvent.keyDown(field, { key }),
    /** The line that Enter would take, as it is told to screen readers. */
    active: () => {
      const line = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
      assert.equal(line?.getAttribute("aria-selected") ?? "true", "true");
      return line?.querySelector("b")?.textContent ?? null;
    },
  };
}

Deno.test("list picker: the field has focus at once, and the first line is the one that Enter takes", () => {
  const { calls, field, active, press } = open();
  assert.ok(document.activeElement === field);
  assert.equal(field.getAttribute("aria-controls"), screen.getByRole("listbox").id);
  assert.equal(active(), "SMA");
  assert.equal(press("Enter"), false);
  assert.deepEqual(calls, ["SMA"]);
});

Deno.test("list picker: up and down go through the lines, around the ends, with focus in the field", () => {
  const { field, active, press } = open();
  const seen = ["ArrowUp", "ArrowDown", "ArrowDown"].map((key) => {
    press(key);
    return active();
  });
  assert.deepEqual(seen, ["RSI", "SMA", "EMA"]);
  assert.ok(document.activeElement === field);
});

Deno.test("list picker: what is typed narrows the list and begins at its first line again", () => {
  const { active, press, type, calls } = open();
  press("ArrowDown");
  type("r");
  assert.deepEqual(screen.getAllByRole("option").length, 1);
  assert.equal(active(), "RSI");
  press("Enter");
  assert.deepEqual(calls, ["RSI"]);
});

Deno.test("list picker: without a match it says so, and Enter takes nothing", () => {
  const { calls, field, press, type } = open();
  type("zzz");
  screen.getByText("No block found.");
  assert.equal(field.getAttribute("aria-expanded"), "false");
  assert.equal(field.hasAttribute("aria-controls"), false);
  assert.equal(field.hasAttribute("aria-activedescendant"), false);
  for (const key of ["Enter", "ArrowDown", "ArrowUp"]) press(key);
  assert.deepEqual(calls, []);
});

Deno.test("list picker: a line is chosen by a press, Escape leaves, and neither key reaches what is around", () => {
  const { calls, press, active } = open();
  const around: string[] = [];
  const listen = (event: KeyboardEvent) => around.push(event.key);
  document.addEventListener("keydown", listen);
  fireEvent.pointerMove(screen.getAllByRole("option")[2]!);
  assert.equal(active(), "RSI");
  fireEvent.click(screen.getAllByRole("option")[1]!);
  press("Escape");
  press("a");
  document.removeEventListener("keydown", listen);
  assert.deepEqual(calls, ["EMA", "cancelled"]);
  assert.deepEqual(around, ["a"]);
});
