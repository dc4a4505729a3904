/** Strategies as files and as text in Chromium: downloaded, opened, dropped, pasted; what is none is refused and nothing is lost. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { axe } from "./axe.ts";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { readDownload } from "./browser_harness.ts";
import { comesTo } from "./waiting.ts";

closeHarnessAtEnd();

const RSI_WIRES = [
  "fade.signal>sell.signal",
  "rebound.signal>buy.signal",
  "rsi.value>fade.a",
  "rsi.value>rebound.a",
];

const open = (editor: EditorPage, name: string, content: string | Uint8Array) =>
  editor.page.getByLabel("Strategy file").setInputFiles({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(content),
  });

/** What the dialog says is wrong; closes it. */
async function problems(editor: EditorPage, title: string): Promise<string[]> {
  const dialog = editor.page.getByRole("dialog", { name: title });
  await dialog.waitFor();
  await dialog.getByText("Your canvas is unchanged.").waitFor();
  const said = await dialog.getByRole("listitem").allInnerTexts();
  await editor.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  return said;
}

/** Pastes text as a person does, by the clipboard. */
async function paste(editor: EditorPage, text: string): Promise<void> {
  await editor.page.bringToFront();
  await editor.page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await editor.page.keyboard.press("Control+v");
}

testEditor(
  "files: a strategy is downloaded, and opened in another as one step that can be undone",
  async (visit) => {
    const editor = await visit.open(await visit.createFrom(RSI_WITH_STOPS));
    await editor.hasWires(RSI_WIRES);
    await editor.button("File").focus();
    await editor.page.keyboard.press("Enter");
    await editor.page.waitForFunction(() =>
      document.activeElement?.textContent === "Download as a file"
    );
    const [download] = await Promise.all([
      editor.page.waitForEvent("download"),
      editor.page.keyboard.press("Enter"),
    ]);
    assert.equal(download.suggestedFilename(), "rsi-rebound.json");
    const text = new TextDecoder().decode(await readDownload(download));
    assert.deepEqual(JSON.parse(text), RSI_WITH_STOPS);

    // Onto a canvas with work on it: the work is one Undo away, and the file comes as it was.
    const other = await visit.open(await visit.create({ template: "golden_cross" }));
    await other.block("golden").waitFor();
    await other.button("File").click();
    const [chooser] = await Promise.all([
      other.page.waitForEvent("filechooser"),
      other.button("Open a file…").click(),
    ]);
    await chooser.setFiles({ name: "mine.json", mimeType: "", buffer: Buffer.from(text) });
    await other.sees("mine.json is on the canvas. Undo brings back what was here.");
    await other.hasWires(RSI_WIRES);
    await other.button("Undo: Open mine.json").click();
    await other.block("golden").waitFor();
    await other.page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
    await other.page.keyboard.press("Control+y");
    await other.hasWires(RSI_WIRES);
    await other.page.keyboard.press("Control+s");
    await other.sees("Version 2 saved");
    assert.deepEqual((await other.saved()).definition, RSI_WITH_STOPS);
  },
);

testEditor(
  "files: what is no strategy is refused with everything that is wrong, and nothing changes",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await editor.hasWires(RSI_WIRES);
    await editor.select("rsi");
    await editor.param("period").fill("21");
    await page.keyboard.press("Escape");
    await editor.sees("Unsaved changes");

    const title = (name: string) => `“${name}” was not opened`;
    const refused = async (name: string, content: string | Uint8Array) => {
      await open(editor, name, content);
      return await problems(editor, title(name));
    };
    assert.deepEqual(await refused("empty.json", ""), ["It is empty."]);
    assert.match((await refused("candles.csv", "time,open\n1,2"))[0] ?? "", /read as JSON/);
    assert.match((await refused("image.json", new Uint8Array(5000).fill(255)))[0] ?? "", /JSON/);
    const other = '{"name":"My workflow","nodes":[],"connections":{}}';
    assert.match((await refused("n8n.json", other))[0] ?? "", /^This is not a strategy/);
    const second = JSON.stringify({ ...RSI_WITH_STOPS, version: 2 });
    assert.match((await refused("v2.json", second))[0] ?? "", /only version 1 can be read/);
    const huge = `"${"x".repeat(3 * 1024 ** 2)}"`;
    assert.deepEqual(await refused("huge.json", huge), [
      "It holds 3 MB. A strategy has at most 256 KB.",
    ]);
    const blocks = Array.from({ length: 201 }, (_, i) => ({ id: `b${i}`, type: "volume" }));
    const many = JSON.stringify({ version: 1, blocks, connections: [] });
    assert.deepEqual(await refused("many.json", many), [
      "A strategy has at most 200 blocks; this one has 201.",
    ]);
    // One wrong thing a block: all are said, as many as fit are seen, the others are scrolled to.
    const wrong = JSON.stringify({
      version: 1,
      blocks: Array.from({ length: 60 }, (_, i) => ({ id: `b${i}`, type: `magic_${i}` })),
      connections: [],
    });
    await open(editor, "wrong.json", wrong);
    await page.getByRole("dialog", { name: title("wrong.json") }).waitFor();
    await editor.sees("These 60 things are wrong:");
    const box = await page.locator("dialog[open]").boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 900, JSON.stringify(box));
    assert.deepEqual(await axe(page, { within: "dialog[open]" }), []);
    await page.keyboard.press("Tab");
    await page.keyboard.press("End");
    await editor.sees('There is no block of the type "magic_59".');
    await comesTo(async () => (await problems(editor, title("wrong.json"))).length, 60);

    // As it was: the blocks, the value that was not saved, and one step to undo.
    await editor.hasWires(RSI_WIRES);
    await editor.select("rsi");
    await comesTo(() => editor.param("period").inputValue(), "21");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+z");
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
  },
);

testEditor(
  "files: a draft with a circle is opened, says what is wrong with it, and is saved",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    await open(
      editor,
      "draft.json",
      JSON.stringify({
        version: 1,
        blocks: ["a", "b"].map((id) => ({ id, type: "sma" })),
        connections: [
          { from: { block: "a", port: "value" }, to: { block: "b", port: "source" } },
          { from: { block: "b", port: "value" }, to: { block: "a", port: "source" } },
        ],
      }),
    );
    await editor.hasWires(["a.value>b.source", "b.value>a.source"]);
    await editor.block("a").getByText(/[Dd]epends on itself/).waitFor();
    await editor.sees("3 things to fix");
    await editor.page.keyboard.press("Control+s");
    await editor.sees("Version 1 saved");
    assert.equal((await editor.saved()).definition.connections.length, 2);
  },
);

testEditor("files: a file dropped on the canvas is opened", async (visit) => {
  const editor = await visit.open(await visit.create());
  const { page } = editor;
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.json", { type: "application/json" }));
    return data;
  }, JSON.stringify(RSI_WITH_STOPS));
  await page.locator('[data-part="canvas"]').dispatchEvent("dragover", { dataTransfer: transfer });
  await page.locator('[data-part="canvas"]').dispatchEvent("drop", { dataTransfer: transfer });
  await editor.sees("dropped.json is on the canvas.");
  await editor.hasWires(RSI_WIRES);
});

testEditor(
  "files: a whole strategy is pasted as text, and text that is none changes nothing",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    // Onto an empty canvas it comes as it is, its notes too.
    await paste(editor, JSON.stringify({ ...RSI_WITH_STOPS, notes: "From a friend" }, null, 2));
    await editor.hasWires(RSI_WIRES);
    await page.keyboard.press("Control+s");
    await editor.sees("Version 1 saved");
    assert.deepEqual((await editor.saved()).definition, {
      ...RSI_WITH_STOPS,
      notes: "From a friend",
    });

    await paste(editor, "Buy low, sell high");
    await editor.sees("The clipboard holds no blocks.");
    await paste(
      editor,
      '{"version":1,"blocks":[{"id":"x","type":"magic"},{"id":"y"}],"connections":[]}',
    );
    await comesTo(() => problems(editor, "Nothing was pasted"), [
      'There is no block of the type "magic".',
      "There is no block of the type nothing.",
    ]);
    await editor.hasWires(RSI_WIRES);

    // Beside other blocks it joins them, in view, and more than there is room for is refused.
    const far = { id: "far", type: "ema", params: {}, position: { x: 9_000, y: 9_000 } };
    await paste(editor, JSON.stringify({ version: 1, blocks: [far], connections: [] }));
    await comesTo(() => editor.selected(), ["far"]);
    await comesTo(async () => {
      const [block, view] = [
        await editor.block("far").boundingBox(),
        await page.locator('[data-part="canvas"]').boundingBox(),
      ];
      return Boolean(
        block && view && block.x >= view.x && block.x + block.width <= view.x + view.width &&
          block.y >= view.y && block.y + block.height <= view.y + view.height,
      );
    }, true);
    const blocks = Array.from({ length: 195 }, (_, i) => ({ id: `b${i}`, type: "volume" }));
    await paste(editor, JSON.stringify({ version: 1, blocks, connections: [] }));
    await editor.sees("A strategy has at most 200 blocks; this would make 203.");
    await page.keyboard.press("Control+z");
    await editor.hasWires(RSI_WIRES);
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
  },
);
