import assert from "node:assert/strict";
import {
  act,
  fireEvent,
  screen,
  visibleText,
  waitFor,
  within,
} from "../../../tests/support/dom.ts";
import type { StrategyDocument } from "../../../engine/mod.ts";
import { wireId } from "../../../studio/document/document.ts";
import { Inspector } from "../inspector/Inspector.tsx";
import type { CanvasHandle } from "../session/context.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { LaterSay } from "../say/LaterSay.tsx";
import { loadSay } from "../say/say_module.ts";
import { StatusBar } from "./StatusBar.tsx";

const block = (id: string, type: string, x: number, y: number, params = {}) => ({
  id,
  type,
  params,
  position: { x, y },
});
const connection = (from: string, to: string) => {
  const [[source = "", output = ""], [target = "", input = ""]] = [from.split("."), to.split(".")];
  return { from: { block: source, port: output }, to: { block: target, port: input } };
};
/** A period out of range, and an input that only one block can have been meant for. */
const DRAFT: StrategyDocument = {
  version: 1,
  blocks: [
    block("rsi", "rsi", 0, 0, { period: 1 }),
    block("cross", "crossover", 300, 0, { value: 30 }),
    block("buy", "entry_signal", 600, 0),
    block("sell", "exit_signal", 600, 200),
    block("mean", "sma", 0, 200),
    block("below", "compare", 300, 200, { operator: "<" }),
  ],
  connections: [
    connection("rsi.value", "cross.a"),
    connection("cross.signal", "buy.signal"),
    connection("below.signal", "sell.signal"),
  ],
};

function open(strategy = DRAFT) {
  const parts = editorParts(strategy);
  const { store, ui } = parts;
  const revealed: string[] = [];
  ui.canvas.current = {
    reveal: (id: string) => void revealed.push(id),
    focusGround: () => {},
  } as Partial<CanvasHandle> as CanvasHandle;
  renderInEditor(
    parts,
    <>
      <StatusBar />
      <Inspector />
      <LaterSay />
    </>,
  );
  const banner = () => document.querySelector<HTMLElement>('[data-part="checks"]')!;
  return {
    store,
    revealed,
    banner: () => visibleText(banner()),
    fix: (name: string) => fireEvent.click(within(banner()).getByRole("button", { name })),
    wires: () => store.document.value.connections.map((wire) => wireId(wire)).sort(),
    blocks: () => store.document.value.blocks.map(({ id }) => id),
    remove: (id: string) =>
      act(() => {
        store.select([id]);
        store.removeSelection();
      }),
    add: (type: string) =>
      act(() => {
        store.select([]);
        store.addBlock(type);
      }),
  };
}
Deno.test("StatusBar: without a fault it is ready, and the strategy is told in words", () => {
  const { banner } = open({
    ...DRAFT,
    blocks: DRAFT.blocks.filter(({ id }) => ["rsi", "cross", "buy"].includes(id))
      .map((each) => each.id === "rsi" ? { ...each, params: { period: 14 } } : each),
    connections: DRAFT.connections.slice(0, 2),
  });
  assert.match(banner(), /Ready/);
  assert.match(
    visibleText(document.querySelector('[data-part="sentence"]')!),
    /^Buy when RSI\(14\) crosses above 30/,
  );
});

Deno.test("StatusBar: the banner walks through the faults, forth and back, and selects their blocks", () => {
  const { banner, store, revealed } = open();
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
  assert.match(banner(), /2 things to fix.*1\/2/);
  press(/2 things to fix/);
  assert.deepEqual([...store.selectedBlocks.value], ["below"]);
  press("Next");
  assert.deepEqual([...store.selectedBlocks.value], ["rsi"]);
  assert.match(banner(), /Period must be.*2\/2/);
  press("Previous");
  assert.deepEqual([...store.selectedBlocks.value], ["below"]);
  assert.deepEqual(revealed, ["below", "rsi", "below"]);
});

Deno.test("StatusBar: a missing connection and a value out of range are mended in one step each", () => {
  const { banner, fix, wires, store } = open();
  fix("Connect SMA");
  assert.ok(wires().includes("mean.value>below.a"), wires().join(" "));
  assert.match(banner(), /1 thing to fix/);
  fix("Use the default");
  assert.match(banner(), /Ready/);
  act(() => store.undo());
  assert.match(banner(), /1 thing to fix/);
  act(() => store.redo());
  assert.match(banner(), /Ready/);
});

Deno.test("StatusBar: signals that are missing are added wired, and shown", () => {
  const { banner, fix, wires, remove, revealed } = open();
  fix("Connect SMA");
  fix("Use the default");
  remove("buy");
  fix("Add an Entry signal");
  assert.ok(wires().includes("cross.signal>entry_signal.signal"), wires().join(" "));
  assert.equal(revealed.at(-1), "entry_signal");
  assert.match(banner(), /Ready/);
  // Nothing to sell with is good to know, and no fault.
  remove("sell");
  assert.match(banner(), /Ready.*The strategy never sells/);
  fix("Add an Exit signal");
  assert.ok(wires().includes("below.signal>exit_signal.signal"), wires().join(" "));
  assert.doesNotMatch(banner(), /never sells/);
});

Deno.test("StatusBar: a second stop and a block that leads nowhere are deleted, and sizing by risk gets a stop", () => {
  const { store, banner, fix, add, remove, blocks } = open();
  fix("Connect SMA");
  fix("Use the default");
  add("stop_loss");
  add("stop_loss");
  assert.match(banner(), /There is a second Stop loss; a strategy has at most one\./);
  fix("Delete it");
  assert.ok(blocks().includes("stop_loss") && !blocks().includes("stop_loss_2"));
  assert.match(banner(), /Ready/);

  // What leads nowhere, in the settings of the block this time.
  add("ema");
  const panel = within(screen.getByRole("complementary", { name: "Settings" }));
  panel.getByText(/is not connected, so it does nothing/);
  fireEvent.click(panel.getByRole("button", { name: "Delete it" }));
  assert.ok(!blocks().includes("ema"));

  remove("stop_loss");
  add("position_size");
  const mode = document.querySelector('[data-param="mode"] select')!;
  fireEvent.change(mode, { target: { value: "risk_percent" } });
  assert.equal(store.document.value.blocks.at(-1)?.params.mode, "risk_percent");
  fix("Add a Stop loss");
  assert.ok(blocks().includes("stop_loss"));
  assert.match(banner(), /Ready/);
});

const READY: StrategyDocument = {
  version: 1,
  blocks: [
    block("rsi", "rsi", 0, 0),
    block("cross", "crossover", 300, 0, { value: 30 }),
    block("buy", "entry_signal", 600, 0),
  ],
  connections: [connection("rsi.value", "cross.a"), connection("cross.signal", "buy.signal")],
};

const sentence = () => visibleText(document.querySelector('[data-part="sentence"]')!);

async function write(label: string, text: string) {
  const input = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: label });
  await act(async () => void await loadSay());
  input.value = text;
  input.setSelectionRange(text.length, text.length);
  fireEvent.input(input);
  return input;
}

Deno.test("StatusBar: a value in the sentence leads to its field", async () => {
  const { store } = open(READY);
  fireEvent.click(screen.getByRole("button", { name: "14: Period of RSI" }));
  assert.deepEqual([...store.selectedBlocks.value], ["rsi"]);
  const field = () => document.querySelector('[data-param="period"] input[type="text"]');
  await waitFor(() => assert.ok(field() && document.activeElement === field()));
  fireEvent.click(screen.getByRole("button", { name: /^above: / }));
  await waitFor(() =>
    assert.ok(document.activeElement?.closest('[data-param="direction"]'), "the choice has focus")
  );
});

Deno.test("StatusBar: a condition is added behind what it is joined to, as one step", async () => {
  const { store } = open(READY);
  fireEvent.click(screen.getByRole("button", { name: "Buy when … and" }));
  const input = await write("Buy when … and", "close > sma 200");
  fireEvent.keyDown(input, { key: "Enter" });
  await waitFor(() =>
    assert.match(sentence(), /crosses above 30 and the close is above SMA\(200\)/)
  );
  assert.equal(screen.queryByRole("textbox", { name: "Buy when … and" }), null);
  assert.equal([...store.selectedBlocks.value].length, 1);
  act(() => store.undo());
  assert.doesNotMatch(sentence(), /SMA\(200\)/);
  assert.equal(store.document.value.blocks.length, 3);
});

Deno.test("StatusBar: a strategy that never sells is offered the condition for it", async () => {
  const { store } = open(READY);
  fireEvent.click(screen.getByRole("button", { name: "Sell when" }));
  const input = await write("Sell when", "rsi > 70");
  fireEvent.keyDown(input, { key: "Enter" });
  await waitFor(() => assert.match(sentence(), /Sell when RSI\(14\) is above 70/));
  assert.equal(screen.queryByRole("button", { name: "Sell when" }), null);
  assert.ok(screen.getByRole("button", { name: "Sell when … or" }));
  assert.ok(store.check.value.ready);
});

Deno.test("StatusBar: what is not understood in a condition is not added", async () => {
  const { store } = open(READY);
  fireEvent.click(screen.getByRole("button", { name: "Buy when … or" }));
  const input = await write("Buy when … or", "vwma 20 > 3");
  fireEvent.keyDown(input, { key: "Enter" });
  assert.equal(store.document.value.blocks.length, 3);
  assert.match(visibleText(document.body), /did you mean VWAP\?/);
  assert.equal(
    screen.getByRole<HTMLButtonElement>("button", { name: "Add condition" }).disabled,
    true,
  );
});

Deno.test("StatusBar: the strategy is edited as a text, and undone as one step", async () => {
  const { store } = open(READY);
  fireEvent.click(screen.getByRole("button", { name: "Edit as text" }));
  const label = "When to buy, when to sell, and how much";
  const input = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: label });
  assert.match(input.value, /^Buy when RSI\(14\) crosses above 30\. Hold until the end\./);
  await write(label, "Buy when RSI(9) crosses above 25. Sell at a loss of 3 %.");
  fireEvent.click(screen.getByRole("button", { name: "Build it" }));
  await waitFor(() => assert.match(sentence(), /RSI\(9\) crosses above 25.*Sell at a loss of 3 %/));
  assert.deepEqual(
    store.document.value.blocks.slice(0, 3).map(({ id, position }) => ({ id, position })),
    READY.blocks.map(({ id, position }) => ({ id, position })),
  );
  act(() => store.undo());
  assert.equal(store.document.value, READY);
});

Deno.test("StatusBar: words that were not built are there again when the dialog is opened again", async () => {
  open({ ...READY });
  const label = "When to buy, when to sell, and how much";
  fireEvent.click(screen.getByRole("button", { name: "Edit as text" }));
  await write(label, "Buy when half");
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  fireEvent.click(screen.getByRole("button", { name: "Edit as text" }));
  const input = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: label });
  assert.equal(input.value, "Buy when half");
});

Deno.test("StatusBar: an older version is read, and nothing is added to it", () => {
  const { store } = open(READY);
  act(() => store.view({ versionNumber: 1, createdAt: "2025-01-01", note: null, document: READY }));
  assert.equal(screen.queryByRole("button", { name: /Buy when … / }), null);
  assert.equal(screen.queryByRole("button", { name: "Edit as text" }), null);
});
