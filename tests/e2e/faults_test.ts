/** Faults and drafts in Chromium: shown where they are, walked through, mended, saved as they are, and never lost. */
import assert from "node:assert/strict";
import { block, connection } from "../support/strategies.ts";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

/** Faults on two blocks, none of which is folded: a period that cannot be, and an input without a value. */
const DRAFT = {
  version: 1,
  blocks: [
    block("rsi", "rsi", 0, 0, { period: 1 }),
    { ...block("cross", "crossover", 300, 0, { value: 30 }), folded: true },
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

const banner = (editor: EditorPage) => editor.page.locator('[data-part="checks"]');
/** The port that is marked as the one in question: `block.port`. */
const shownPort = (editor: EditorPage) =>
  editor.page.locator('[data-shown="true"] .react-flow__handle').evaluateAll((handles) =>
    handles.map((handle) =>
      `${handle.getAttribute("data-nodeid")}.${handle.getAttribute("data-handleid")}`
    ).join()
  );

testEditor(
  "faults: they stand on block and port, and the banner walks through them",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(DRAFT));
    const { page } = editor;
    await editor.sees("2 things to fix");
    await editor.block("rsi").getByText("Period must be").waitFor();
    await editor.block("below").getByText("Needs a value: connect an indicator").waitFor();
    await comesTo(
      () =>
        page.locator('[data-wrong="true"] .react-flow__handle').evaluateAll((handles) =>
          handles.map((handle) => handle.getAttribute("data-nodeid"))
        ),
      ["below"],
    );

    // With the mouse: forth and back.
    await banner(editor).getByText("2 things to fix").click();
    await comesTo(() => editor.selected(), ["below"]);
    await comesTo(() => shownPort(editor), "below.a");
    await comesTo(() => editor.focused(), "below");
    await banner(editor).getByRole("button", { name: "Next" }).click();
    await comesTo(() => editor.selected(), ["rsi"]);
    await comesTo(() => editor.focused(), "rsi");
    await comesTo(() => shownPort(editor), "");
    await comesToMatch(() => banner(editor).innerText(), /2\/2/);
    await banner(editor).getByRole("button", { name: "Previous" }).click();
    await comesTo(() => editor.selected(), ["below"]);

    // And without: N walks on, round and round, wherever the view was.
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    await page.keyboard.press("n");
    await comesTo(() => editor.focused(), "rsi");
    await page.keyboard.press("n");
    await comesTo(() => editor.focused(), "below");
    await comesTo(() => shownPort(editor), "below.a");

    // Running says the same, and leads there.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Enter");
    await editor.sees("Fix these 2 things before you run it:");
    await comesTo(() => page.locator("dialog[open] li").count(), 2);
    await editor.button("Show the first").click();
    await comesTo(async () => (await editor.selected()).length, 1);
  },
);

testEditor("faults: wires that cannot be are taken out at a press", async (visit) => {
  const editor = await visit.open(
    await visit.createFrom({
      ...DRAFT,
      blocks: DRAFT.blocks.filter(({ id }) => ["rsi", "cross", "buy"].includes(id)).map((one) =>
        one.id === "rsi" ? { ...one, params: {} } : one
      ),
      connections: [
        connection("rsi.value", "cross.a"),
        connection("cross.signal", "buy.signal"),
        connection("rsi.value", "buy.signal"),
      ],
    }),
  );
  await editor.sees("2 things to fix");
  await banner(editor).getByRole("button", { name: "Delete the connection" }).click();
  await banner(editor).getByText("Ready").waitFor();
  await editor.hasWires(["cross.signal>buy.signal", "rsi.value>cross.a"]);
  await editor.page.keyboard.press("Control+z");
  await editor.sees("2 things to fix");
});

testEditor(
  "drafts: a strategy with faults is saved, opened again with them, and cannot be run",
  async (visit) => {
    const id = await visit.create();
    const editor = await visit.open(id);
    const { page } = editor;
    await editor.typeBlock("rsi");
    await editor.block("rsi").waitFor();
    await editor.param("period").fill("1500");
    await editor.sees("Enter a number from 2 to 1,000.");
    await page.keyboard.press("Escape");
    await editor.typeBlock("crossover");
    await editor.block("crossover").waitFor();
    await page.keyboard.press("Control+s");
    await editor.sees("Version 1 saved");
    await page.close();

    const again = await visit.open(id);
    await again.hasWires(["rsi.value>crossover.a"]);
    await again.sees(/things? to fix/);
    await again.page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
    await again.page.keyboard.press("Control+Enter");
    await again.sees(/before you run it/);
    await comesTo(() => again.page.locator("dialog[open] button[type=submit]").count(), 0);
    const refused = await visit.context.request.post("/api/v1/backtests", {
      data: { strategy_id: id, date_from: "2023-01-01", date_to: "2023-06-30" },
    });
    assert.equal(refused.status(), 422);
  },
);
