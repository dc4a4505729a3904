import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { act, fireEvent, screen, visibleText, within } from "../../../tests/support/dom.ts";
import { blockDefinition, type StrategyDocument } from "../../../engine/mod.ts";
import { foldedAtFirst, foldingOf } from "../../../studio/canvas/folding.ts";
import { nameOf } from "../../../studio/document/names.ts";
import { RULE } from "../../../studio/testing/samples.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { createRunner, showFault } from "../session/keyboard.ts";
import { typeNumber } from "../session/keyboard_building.ts";
import { ChipPanel } from "./ChipPanel.tsx";
import { ConditionCard } from "./ConditionCard.tsx";

const FOLDED = foldedAtFirst(RULE, blockDefinition);

/** The card of the condition `cross`, with what its chips open. */
function open(strategy: StrategyDocument = FOLDED) {
  const parts = editorParts(strategy);
  const { store, ui } = parts;
  const Card = () => {
    const block = store.drawn.value.blocks.find(({ id }) => id === "cross");
    const chip = ui.chip.value;
    return (
      <div class="react-flow__node" data-id="cross" tabIndex={0}>
        {block && <ConditionCard block={block} />}
        {chip && <ChipPanel key={`${chip.block} ${chip.port}`} chip={chip} />}
      </div>
    );
  };
  renderInEditor(parts, <Card />);
  return { ...parts, says: () => nameOf(store.document.value, blockDefinition, "cross") };
}

const chip = (name: RegExp) => screen.getByRole("button", { name });
const search = () =>
  screen.getByRole("combobox", { name: /^A number, price or indicator$|^How they are compared$/ });
const type = (text: string) => fireEvent.input(search(), { target: { value: text } });

Deno.test("ConditionCard says the condition in order: operand, how, operand", () => {
  open();
  assert.deepEqual(screen.getAllByRole("button").map(visibleText), [
    "RSI 14",
    "crosses above",
    "30",
  ]);
});

Deno.test("ConditionCard: a chip selects what is folded there, so that its settings show", () => {
  const { store } = open();
  fireEvent.click(chip(/^RSI 14/));
  assert.deepEqual([...store.selectedBlocks.value], ["rsi"]);
  fireEvent.click(chip(/^30/));
  assert.deepEqual([...store.selectedBlocks.value], ["cross"]);
});

Deno.test("ConditionCard: another operand is found by name and number, in one step that is undone", () => {
  const { says, store } = open();
  fireEvent.click(chip(/^RSI 14/));
  assert.equal(document.activeElement, search());
  type("stochastic");
  fireEvent.keyDown(search(), { key: "Enter" });
  assert.equal(says(), "%K of Stochastic(14, 3, 3) crosses above 20");
  assert.equal(screen.queryByRole("combobox"), null);
  act(() => store.undo());
  assert.equal(says(), "RSI(14) crosses above 30");
});

Deno.test("ConditionCard: a number over a folded block sets its own or takes its place", () => {
  const { says } = open();
  fireEvent.click(chip(/^RSI 14/));
  type("21");
  const [number, own] = screen.getAllByRole("option").map(visibleText);
  assert.match(number ?? "", /^21/);
  assert.match(own ?? "", /^RSI 21/);
  fireEvent.click(screen.getByRole("option", { name: /^RSI 21/ }));
  assert.equal(says(), "RSI(21) crosses above 30");
});

Deno.test("ConditionCard: the level takes a typed number, or a level in common use", () => {
  const { says } = open();
  fireEvent.click(chip(/^30/));
  assert.deepEqual(
    screen.getAllByRole("option").slice(0, 3).map((option) => visibleText(option).slice(0, 2)),
    ["30", "50", "70"],
  );
  type("22.5");
  fireEvent.keyDown(search(), { key: "Enter" });
  assert.equal(says(), "RSI(14) crosses above 22.5");
});

Deno.test("ConditionCard: nothing that fits is said, and changes nothing", () => {
  const { says } = open();
  fireEvent.click(chip(/^30/));
  type("🦆; drop table");
  fireEvent.keyDown(search(), { key: "Enter" });
  assert.ok(screen.getByText(/^Nothing fits/));
  fireEvent.keyDown(search(), { key: "Escape" });
  assert.equal(says(), "RSI(14) crosses above 30");
  assert.equal(screen.queryByRole("combobox"), null);
});

Deno.test("ConditionCard: the words between open a list of how the sides are compared", () => {
  const { says } = open();
  fireEvent.click(screen.getByRole("button", { name: "crosses above" }));
  assert.deepEqual(screen.getAllByRole("option").map(visibleText), [
    "crosses above",
    "crosses below",
    "crosses",
  ]);
  type("below");
  fireEvent.keyDown(search(), { key: "Enter" });
  assert.equal(says(), "RSI(14) crosses below 30");
});

Deno.test("ConditionCard: what is folded is set where it is chosen, and unfolded there", () => {
  const { says, store } = open();
  fireEvent.click(chip(/^RSI 14/));
  const settings = within(screen.getByRole("region", { name: "Settings of RSI" }));
  const [period] = settings.getAllByRole("textbox");
  fireEvent.input(period!, { target: { value: "9" } });
  assert.equal(says(), "RSI(9) crosses above 30");
  fireEvent.click(screen.getByRole("button", { name: "Unfold" }));
  assert.equal(foldingOf(store.document.value, blockDefinition).size, 0);
  assert.deepEqual([...store.selectedBlocks.value], ["rsi"]);
  act(() => store.fold("rsi"));
  assert.equal(foldingOf(store.document.value, blockDefinition).size, 1);
});

Deno.test("ConditionCard: arrow keys go from piece to piece, Escape back to the card", () => {
  const parts = open();
  const card = document.querySelector<HTMLElement>(".react-flow__node")!;
  card.focus();
  parts.store.select(["cross"]);
  assert.ok(createRunner(parts)("open_card"));
  assert.equal(document.activeElement, chip(/^RSI 14/));
  fireEvent.keyDown(document.activeElement!, { key: "ArrowRight" });
  fireEvent.keyDown(document.activeElement!, { key: "ArrowRight" });
  assert.equal(document.activeElement, chip(/^30/));
  fireEvent.keyDown(document.activeElement!, { key: "ArrowRight" });
  assert.equal(document.activeElement, chip(/^30/));
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  assert.equal(document.activeElement, card);
});

Deno.test("ConditionCard: a digit over a selected condition begins its level", () => {
  const parts = open();
  parts.store.select(["cross"]);
  act(() => {
    assert.ok(typeNumber(parts, "6"));
  });
  assert.equal((search() as HTMLInputElement).value, "6");
});

Deno.test("ConditionCard: a fault of what is folded shows on its chip, and the walk goes there", () => {
  const wrong = {
    ...FOLDED,
    blocks: FOLDED.blocks.map((block) =>
      block.id === "rsi" ? { ...block, params: { period: 1 } } : block
    ),
  };
  const parts = open(wrong);
  assert.equal(chip(/^RSI 1,/).dataset.wrong, "true");
  assert.equal(chip(/^30/).dataset.wrong, "false");
  const revealed: string[] = [];
  parts.ui.canvas.current = { reveal: (id: string) => void revealed.push(id) } as never;
  act(() => {
    showFault(parts, 1);
  });
  assert.deepEqual(revealed, ["rsi"]);
  assert.equal(chip(/^RSI 1,/).dataset.chosen, "true");
});

Deno.test("ConditionCard: an input that nothing feeds asks for a value", () => {
  open({ ...FOLDED, connections: FOLDED.connections.slice(1), blocks: FOLDED.blocks.slice(1) });
  const missing = chip(/^Value/);
  assert.equal(missing.dataset.missing, "true");
  fireEvent.click(missing);
  type("close");
  fireEvent.keyDown(search(), { key: "Enter" });
  assert.ok(chip(/^Close/));
});

Deno.test("ConditionCard: while a version is looked at its chips show settings and change nothing", () => {
  const { store, ui } = open();
  act(() => {
    store.viewing.value = { versionNumber: 1, createdAt: "", note: null, document: FOLDED };
  });
  fireEvent.click(chip(/^RSI 14/));
  assert.deepEqual([...store.selectedBlocks.value], ["rsi"]);
  assert.equal(ui.chip.value, null);
});

Deno.test("ConditionCard: while a candle is looked at, a chip shows its value there", () => {
  const explanation = signal<unknown>(null);
  const parts = { ...editorParts(FOLDED), live: { explanation } as never };
  const [cross] = FOLDED.blocks.filter(({ id }) => id === "cross");
  renderInEditor(parts, <ConditionCard block={cross!} />);
  assert.equal(visibleText(chip(/^RSI 14/)), "RSI 14");
  act(() => {
    explanation.value = { values: { "rsi.value": 28.4 }, conditions: {} };
  });
  assert.equal(visibleText(chip(/^RSI 14, value, now 28.4$/)), "RSI 1428.4");
  act(() => {
    explanation.value = { values: { "rsi.value": null }, conditions: {} };
  });
  assert.ok(chip(/^RSI 14, value, now –$/));
});
