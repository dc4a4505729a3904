/** The list of rules: what each says, its fields, and what is taken away with it. */
import { act, fireEvent, screen, visibleText, within } from "../../../tests/support/dom.ts";
import assert from "node:assert/strict";
import { TEMPLATES } from "../../../engine/mod.ts";
import { editorParts, renderInEditor } from "../testing/editor_parts.tsx";
import { RuleList } from "./RuleList.tsx";

const template = (id: string) => TEMPLATES.find((candidate) => candidate.id === id)!.document;

function listed(id: string) {
  const parts = editorParts(template(id));
  renderInEditor(parts, <RuleList />);
  const group = (name: string) => within(screen.getByRole("region", { name }));
  return { ...parts, group };
}

Deno.test("rule list: each condition by what it says, under what it acts on", () => {
  const { group } = listed("rsi_rebound");
  const said = (name: string) => group(name).getAllByRole("listitem").map(visibleText);
  assert.match(said("Buy when").join(), /RSI\(14\) crosses above 30/);
  assert.match(said("Sell when").join(), /RSI\(14\) crosses below 70/);
});

Deno.test("rule list: a number that is typed changes the strategy, and what the row says", async () => {
  const { group, store } = listed("rsi_rebound");
  const period = group("Buy when").getByRole("textbox", { name: /Period/ });
  await act(() => void fireEvent.input(period, { target: { value: "9" } }));
  assert.match(visibleText(group("Buy when").getByRole("listitem")), /RSI\(9\) crosses above 30/);
  const level = group("Buy when").getByRole("textbox", { name: /Level/ });
  await act(() => void fireEvent.input(level, { target: { value: "25" } }));
  assert.match(store.sentence.value.map(({ text }) => text).join(""), /RSI\(9\) crosses above 25/);
});

Deno.test("rule list: a number that cannot be is said below its field, and changes nothing", async () => {
  const { group, store } = listed("rsi_rebound");
  const before = store.document.value;
  const period = group("Buy when").getByRole("textbox", { name: /Period/ });
  await act(() => void fireEvent.input(period, { target: { value: "many" } }));
  assert.equal(period.getAttribute("aria-invalid"), "true");
  assert.equal(store.document.value, before);
});

Deno.test("rule list: a rule that is deleted is one step to undo", async () => {
  const { store } = listed("rsi2_dip");
  const before = store.document.value;
  const [first] = screen.getAllByRole("button", { name: /^Delete / });
  await act(() => void fireEvent.click(first!));
  assert.ok(store.document.value.blocks.length < before.blocks.length);
  await act(() => store.undo());
  assert.deepEqual(store.document.value, before);
});

Deno.test("rule list: a condition is added to what is bought or sold on", () => {
  const { group } = listed("rsi_rebound");
  for (const name of ["Buy when", "Sell when"]) {
    for (const join of ["and", "or"]) {
      group(name).getByRole("button", { name: `${name} … ${join}` });
    }
  }
});

Deno.test("rule list: all settings of a rule open in the sheet", async () => {
  const { store, ui } = listed("rsi_rebound");
  const [first] = screen.getAllByRole("button", { name: /^All settings of RSI/ });
  await act(() => void fireEvent.click(first!));
  assert.equal(ui.sheet.value, "inspector");
  assert.equal(store.selectedBlocks.value.size, 1);
});

Deno.test("rule list: an empty strategy says how to begin", () => {
  renderInEditor(editorParts({ version: 1, blocks: [], connections: [] }), <RuleList />);
  screen.getByText("No conditions yet. Add one, or a block, to begin.");
  for (const name of ["Buy when", "Sell when"]) {
    within(screen.getByRole("region", { name })).getByRole("button", { name: `${name} …` });
  }
});
