import assert from "node:assert/strict";
import { fireEvent, render, screen, visibleText, within } from "../../../tests/support/dom.ts";
import { BLOCKS } from "../../../engine/mod.ts";
import { emptyDocument } from "../../../studio/document/document.ts";
import { EditorContext } from "../session/context.ts";
import { editorParts } from "../testing/editor_parts.tsx";
import { Palette } from "./Palette.tsx";

function open() {
  const parts = editorParts(emptyDocument());
  render(
    <EditorContext.Provider value={parts}>
      <Palette />
    </EditorContext.Provider>,
  );
  const panel = screen.getByRole("navigation", { name: "Blocks" });
  return {
    parts,
    entries: () => [...panel.querySelectorAll<HTMLElement>("button[data-type]")],
    groups: () =>
      within(panel).getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent),
    search: within(panel).getByLabelText<HTMLInputElement>("Find a block"),
  };
}

Deno.test("Palette: every block of the format is there, in six groups, each with a picture and a line about it", () => {
  const { entries, groups } = open();
  // The first is the head of the sheet.
  assert.deepEqual(groups().slice(-6), [
    "Prices",
    "Indicators",
    "Conditions",
    "Logic",
    "Signals",
    "Risk",
  ]);
  assert.deepEqual(
    entries().map(({ dataset }) => dataset.type).sort(),
    BLOCKS.map(({ type }) => type).sort(),
  );
  for (const entry of entries()) {
    const { name, summary } = BLOCKS.find(({ type }) => type === entry.dataset.type)!;
    assert.equal(visibleText(entry), `${name}${summary}`);
    assert.ok(name.length > 1 && summary.length > 10, `${name}: ${summary}`);
    assert.ok(entry.querySelector("path[data-weight=strong]"), `${name} has a picture`);
  }
});

Deno.test("Palette: a block is found by name, by synonym and by what a trader would say", () => {
  const { entries, search } = open();
  const write = (value: string) => fireEvent.input(search, { target: { value } });
  for (
    const [words = "", type] of [
      ["Bollinger", "bollinger"],
      ["oversold", "rsi"],
      ["golden cross", "crossover"],
      ["moving average", "sma"],
      ["buy", "entry_signal"],
      ["risk per trade", "position_size"],
    ]
  ) {
    write(words);
    assert.deepEqual(
      entries().filter(({ dataset }) => dataset.active === "true").map(({ dataset }) =>
        dataset.type
      ),
      [type],
      words,
    );
  }
  write("zzzz");
  screen.getByText(/No block found/);
  write("");
  assert.equal(entries().length, BLOCKS.length);
});

Deno.test("Palette: a click adds a block, beside the selected one and wired to it where that is what it needs", () => {
  const { parts, entries } = open();
  const add = (type: string) =>
    fireEvent.click(entries().find(({ dataset }) => dataset.type === type)!);
  add("rsi");
  add("crossover");
  const { blocks, connections } = parts.store.document.value;
  assert.deepEqual(blocks.map(({ id }) => id), ["rsi", "crossover"]);
  assert.deepEqual(connections, [
    { from: { block: "rsi", port: "value" }, to: { block: "crossover", port: "a" } },
  ]);
  assert.deepEqual([...parts.store.selectedBlocks.value], ["crossover"]);
});

Deno.test("Palette: the search is walked with the arrow keys, and Enter adds what is marked", () => {
  const { parts, entries, search } = open();
  fireEvent.input(search, { target: { value: "buy" } });
  const second = entries()[1]?.dataset.type;
  assert.ok(second);
  fireEvent.keyDown(search, { key: "ArrowDown" });
  assert.equal(entries()[1]?.dataset.active, "true");
  fireEvent.keyDown(search, { key: "Enter" });
  assert.deepEqual(parts.store.document.value.blocks.map(({ type }) => type), [second]);
});

Deno.test("Palette: an entry explains itself, with its inputs and outputs", () => {
  const { entries } = open();
  const about = screen.getByRole("button", { name: "About SMA" });
  assert.equal(about.getAttribute("aria-expanded"), "false");
  fireEvent.click(about);
  assert.equal(about.getAttribute("aria-expanded"), "true");
  const help = document.getElementById(about.getAttribute("aria-controls") ?? "");
  assert.match(help?.textContent ?? "", /The mean of the last closes.*Inputs.*Outputs/s);
  assert.equal(entries().length, BLOCKS.length);
});

Deno.test("Palette: a search that reads as a condition offers it first, finished", async () => {
  const { parts, search } = open();
  const write = (value: string) => fireEvent.input(search, { target: { value } });
  for (
    const [typed, words] of [["rsi < 30", "RSI(14) below 30"], [
      "close crosses sma 200",
      "Close crosses SMA(200)",
    ]] as const
  ) {
    write(typed);
    const entry = await screen.findByRole("button", {
      name: (name) => name.startsWith(words),
    });
    assert.equal(entry.dataset.active, "true");
  }
  fireEvent.keyDown(search, { key: "Enter" });
  const { blocks, connections } = parts.store.document.value;
  assert.deepEqual(blocks.map(({ type }) => type), ["price", "sma", "crossover"]);
  assert.equal(connections.length, 2);
  assert.equal(parts.ui.query.value, "");
  assert.deepEqual([...parts.store.selectedBlocks.value], [blocks[2]!.id]);
  parts.store.undo();
  assert.equal(parts.store.document.value.blocks.length, 0);
});

Deno.test("Palette: the arrow keys walk from the condition to the blocks, and a search for a block is none", async () => {
  const { parts, entries, search } = open();
  const write = (value: string) => fireEvent.input(search, { target: { value } });
  write("volume above average");
  const entry = await screen.findByRole("button", { name: /Add condition/ });
  if (entries().length > 0) {
    fireEvent.keyDown(search, { key: "ArrowDown" });
    assert.equal(entry.dataset.active, "false");
    fireEvent.keyDown(search, { key: "ArrowUp" });
  }
  assert.equal(entry.dataset.active, "true");
  for (const words of ["moving average", "stop loss", "risk per trade", "rsi", "SELECT * FROM x"]) {
    write(words);
    assert.equal(screen.queryByRole("button", { name: /Add condition/ }), null, words);
  }
  assert.equal(parts.store.document.value.blocks.length, 0);
});
