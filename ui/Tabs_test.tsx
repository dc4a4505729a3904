import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { fireEvent, render, screen } from "../tests/support/dom.ts";
import { type Tab, Tabs } from "./Tabs.tsx";

type Name = "result" | "trades" | "why" | "markets";

const TABS: readonly Tab<Name>[] = [
  { value: "result", label: "Result", content: () => <p>What came out</p> },
  { value: "trades", label: "Trades", content: () => <p>What was bought</p> },
  { value: "why", label: "Why", disabled: true, content: () => <p>Unreachable</p> },
  { value: "markets", label: "Markets", content: () => <p>What else there is</p> },
];

const tab = (name: string) => screen.getByRole("tab", { name });
const selected = () =>
  screen.getAllByRole("tab").filter((one) => one.getAttribute("aria-selected") === "true")
    .map((one) => one.textContent);
/** A key where focus is; tells whether the page would still do with it what it does. */
const press = (key: string, more: Partial<KeyboardEventInit> = {}) =>
  fireEvent.keyDown(document.activeElement!, { key, ...more });

Deno.test("tabs: one is selected, reached by Tab, and tied to the only panel", () => {
  render(<Tabs label="Live result" tabs={TABS} value="trades" />);
  screen.getByRole("tablist", { name: "Live result" });
  assert.deepEqual(selected(), ["Trades"]);
  const stops = screen.getAllByRole("tab").map((one) => (one as HTMLElement).tabIndex);
  assert.deepEqual(stops, [-1, 0, -1, -1]);
  const panel = screen.getByRole("tabpanel", { name: "Trades" });
  assert.equal(panel.textContent, "What was bought");
  assert.equal(panel.tabIndex, 0);
  assert.equal(tab("Trades").getAttribute("aria-controls"), panel.id);
  assert.equal(tab("Result").hasAttribute("aria-controls"), false, "there is no such panel");
});

Deno.test("tabs: arrow keys, Home and End select and focus, around the ends, past what is disabled", () => {
  render(<Tabs label="Live result" tabs={TABS} value={signal<Name>("trades")} />);
  tab("Trades").focus();
  for (
    const [key, name, words] of [
      ["ArrowRight", "Markets", "What else there is"],
      ["ArrowRight", "Result", "What came out"],
      ["ArrowLeft", "Markets", "What else there is"],
      ["ArrowLeft", "Trades", "What was bought"],
      ["End", "Markets", "What else there is"],
      ["Home", "Result", "What came out"],
    ] as const
  ) {
    assert.equal(press(key), false, `${key} scrolls nothing`);
    assert.deepEqual(selected(), [name], key);
    assert.ok(document.activeElement === tab(name), `${key}: focus`);
    assert.equal(screen.getByRole("tabpanel").textContent, words);
  }
});

Deno.test("tabs: other keys, and those of the browser, are left alone", () => {
  render(<Tabs label="Live result" tabs={TABS} value={signal<Name>("trades")} />);
  tab("Trades").focus();
  assert.ok(press("ArrowDown"));
  assert.ok(press("ArrowLeft", { altKey: true }));
  assert.deepEqual(selected(), ["Trades"]);
});

Deno.test("tabs: a value stays with who gave it, who is asked once for each other tab", () => {
  const asked: Name[] = [];
  const draw = (value: Name) => (
    <Tabs
      label="Live result"
      tabs={TABS}
      value={value}
      onChange={(next) => asked.push(next)}
    />
  );
  const { rerender } = render(draw("result"));
  fireEvent.click(tab("Result"));
  fireEvent.click(tab("Why"));
  fireEvent.click(tab("Markets"));
  assert.deepEqual(asked, ["markets"]);
  assert.deepEqual(selected(), ["Result"]);
  rerender(draw("markets"));
  assert.deepEqual(selected(), ["Markets"]);
});

Deno.test("tabs: a signal is written, and what it says is shown", async () => {
  const value = signal<Name>("result");
  render(<Tabs label="Live result" tabs={TABS} value={value} />);
  fireEvent.click(tab("Trades"));
  assert.equal(value.value, "trades");
  value.value = "markets";
  await screen.findByText("What else there is");
});

Deno.test("tabs: where the selected one is not there, the first that can be chosen is", () => {
  render(
    <Tabs label="Live result" tabs={[{ ...TABS[2]! }, TABS[3]!]} value={"result" as Name} />,
  );
  assert.deepEqual(selected(), ["Markets"]);
  assert.equal(tab("Markets").tabIndex, 0);
});
