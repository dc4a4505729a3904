/** Conditions as sentences in Chromium: a strategy from blank in few actions, and what folding keeps. */
import assert from "node:assert/strict";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { comesTo } from "./waiting.ts";

closeHarnessAtEnd();

const SENTENCE =
  "Buy when the close is above SMA(200) and RSI(14) crosses below 30. Sell when RSI(14) is above 60, or at " +
  "a loss of 4 %.";

/** Actions of a person: a press of a button, or words typed with the key that opens or ends them. */
function counted(editor: EditorPage) {
  const { page } = editor;
  let count = 0;
  const once = async (action: () => Promise<unknown>) => {
    count++;
    await action();
    await editor.still();
  };
  return {
    count: () => count,
    add: (type: string) =>
      once(() => page.locator(`[data-part="palette"] button[data-type="${type}"]`).click()),
    press: (selector: string) => once(() => page.locator(selector).click()),
    alsoSelect: (id: string) => once(() => editor.selectAlso(id)),
    choose: (name: string) => once(() => page.getByRole("option", { name }).click()),
    key: (key: string) => once(() => page.keyboard.press(key)),
    type: (text: string, after: string | null = "Enter") =>
      once(async () => {
        await page.keyboard.type(text);
        if (after) await page.keyboard.press(after);
      }),
    find: (text: string) => once(() => editor.typeBlock(text)),
    say: (text: string) =>
      once(async () => {
        await page.keyboard.press("/");
        await page.keyboard.type(text);
        await page.locator('[data-part="said-entry"]').waitFor();
        await page.keyboard.press("Enter");
      }),
  };
}

const blank = { version: 1, blocks: [], connections: [] };

testEditor(
  "conditions: a strategy of three conditions is built from blank by mouse in twelve actions",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(blank));
    const by = counted(editor);
    await by.add("compare");
    await by.add("crossover");
    await by.press('[data-id="crossover"] [data-part="operator"]');
    await by.choose("crosses below");
    await by.alsoSelect("compare");
    await by.add("entry_signal");
    await by.press('[data-id="crossover"] [data-part="chip"][data-port="a"]');
    await by.add("compare");
    await by.type("60");
    await by.add("exit_signal");
    await by.add("stop_loss");
    await by.type("4", null);
    await editor.sees(SENTENCE);
    assert.ok(by.count() <= 12, `${by.count()} actions`);
    await editor.sees("Ready");
    // Three conditions, And, Buy, Sell and Stop loss; what they compare is in their cards.
    await comesTo(() => editor.page.locator(".react-flow__node").count(), 7);
  },
);

testEditor(
  "conditions: the same strategy is built from blank by keyboard in twelve actions",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(blank));
    const by = counted(editor);
    await by.find("compare");
    await by.find("crossover");
    await by.key("Enter");
    await by.key("ArrowRight");
    await by.key("Enter");
    await by.type("below");
    await by.key("Control+a");
    await by.find("entry signal");
    await by.say("rsi is above 60");
    await by.find("exit signal");
    await by.find("stop loss");
    await by.type("4", null);
    await editor.sees(SENTENCE);
    assert.ok(by.count() <= 12, `${by.count()} actions`);
  },
);

testEditor(
  "conditions: folding, unfolding and copies are kept, undone and saved",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(blank));
    const { page } = editor;
    await page.locator('[data-part="palette"] button[data-type="crossover"]').click();
    await editor.operand("crossover", "a").click();
    await page.getByRole("dialog").getByRole("button", { name: "Unfold" }).click();
    await editor.hasWires(["rsi.value>crossover.a"]);
    await editor.block("rsi").waitFor();
    await page.keyboard.press("Control+z");
    await editor.block("rsi").waitFor({ state: "detached" });

    // A copy of the condition has its own values in it.
    await editor.select("crossover");
    await page.keyboard.press("Control+d");
    await comesTo(() => page.locator(".react-flow__node").count(), 2);
    await comesTo(() => editor.operand("crossover_2", "a").innerText(), "RSI 14");
    await page.keyboard.press("Delete");
    await comesTo(() => page.locator(".react-flow__node").count(), 1);

    await editor.operand("crossover", "a").click();
    await page.getByRole("dialog").getByRole("button", { name: "Unfold" }).click();
    await page.keyboard.press("Control+s");
    await editor.sees("Version 2 saved");
    await page.reload();
    await editor.block("rsi").waitFor();
    await editor.hasWires(["rsi.value>crossover.a"]);
  },
);

testEditor("conditions: while a candle is looked at, chips show their values", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "turtle" }));
  const { page } = editor;
  const chips = page.locator('[data-part="chip"] [data-part="port-value"]');
  await comesTo(() => chips.count(), 0);
  await page.locator('[data-part="headlines"], [data-metric="num_trades"]').first().waitFor();
  await comesTo(async () => {
    await page.keyboard.press("]");
    await editor.frames(4);
    return await chips.count() > 0;
  }, true);
  const [value = ""] = await chips.allInnerTexts();
  assert.match(value, /^[\d,.]+$/);
});
