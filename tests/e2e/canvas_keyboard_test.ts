/** The canvas in Chromium without a mouse: blocks added on either side, wires gone through, moved and deleted, the view moved. */
import assert from "node:assert/strict";
import { closeHarnessAtEnd, testEditor } from "./editor_page.ts";
import { comesTo } from "./waiting.ts";

closeHarnessAtEnd();

testEditor(
  "canvas: a block that is just being drawn does not take focus from who types on",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    await editor.page.keyboard.press("/");
    await editor.page.keyboard.type("rsi");
    const stays = await editor.page.evaluate(async () => {
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      const search = document.activeElement as HTMLInputElement;
      search.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      // One frame on, the block has been asked for and cannot take focus yet.
      await frame();
      search.focus();
      for (let k = 0; k < 30; k++) await frame();
      return document.activeElement === search;
    });
    await editor.block("rsi").waitFor();
    assert.equal(stays, true);
  },
);

const RSI_WIRES = [
  "fade.signal>sell.signal",
  "rebound.signal>buy.signal",
  "rsi.value>fade.a",
  "rsi.value>rebound.a",
];

testEditor("keyboard: blocks are added after and before the selected one, wired", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  const { page } = editor;
  await editor.hasWires(RSI_WIRES);
  await editor.block("rebound").focus();
  await page.keyboard.press("a");
  await editor.sees("And");
  await page.keyboard.type("sustained");
  await page.keyboard.press("Enter");
  await editor.hasWires([...RSI_WIRES, "rebound.signal>sustained.in"]);
  await comesTo(() => editor.focused(), "sustained");

  await editor.block("rsi").focus();
  await page.keyboard.press("Shift+A");
  await page.keyboard.type("previous");
  await page.keyboard.press("Enter");
  await editor.hasWires([...RSI_WIRES, "previous.value>rsi.source", "rebound.signal>sustained.in"]);
  // The new block covers no other.
  const [rsi, previous] = [await editor.place("rsi"), await editor.place("previous")];
  assert.ok(previous.x + 210 <= rsi.x, `${previous.x} is left of ${rsi.x}`);

  await comesTo(() => editor.focused(), "previous");
  await editor.block("buy").focus();
  await page.keyboard.press("a");
  await editor.sees("Entry signal has no output: it is the end of a rule.");
  await editor.block("rsi").focus();
  await page.keyboard.press("a");
  await page.locator('[data-part="pulled-wire-menu"]').waitFor();
  await page.keyboard.press("Escape");
  await comesTo(() => editor.focused(), "rsi");
});

testEditor("keyboard: a block's wires are gone through, moved and deleted", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  const { page } = editor;
  await editor.hasWires(RSI_WIRES);
  await editor.block("fade").focus();
  await comesTo(() => editor.selected(), ["fade"]);
  await page.keyboard.press("w");
  await comesTo(() => editor.focused(), "rsi.value>fade.a");
  await page.keyboard.press("w");
  await comesTo(() => editor.focused(), "fade.signal>sell.signal");
  await editor.sees("Connection 2 of 2: RSI(14) crosses below 70 → Exit signal");
  await page.keyboard.press("Escape");
  await comesTo(() => editor.focused(), "fade");
  await comesTo(() => editor.selected(), ["fade"]);

  // Moved: the exit reads the other condition.
  await page.keyboard.press("w");
  await page.keyboard.press("w");
  await comesTo(() => editor.focused(), "fade.signal>sell.signal");
  await page.keyboard.press("c");
  await editor.sees("Choose an input for Exit signal");
  await page.keyboard.type("above 30");
  await page.keyboard.press("Enter");
  await editor.hasWires([
    "rebound.signal>buy.signal",
    "rebound.signal>sell.signal",
    "rsi.value>fade.a",
    "rsi.value>rebound.a",
  ]);
  await comesTo(() => editor.focused(), "rebound.signal>sell.signal");
  await page.keyboard.press("Delete");
  await editor.hasWires(["rebound.signal>buy.signal", "rsi.value>fade.a", "rsi.value>rebound.a"]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await editor.hasWires(RSI_WIRES);
});

testEditor(
  "keyboard: blocks are kept selected while Tab goes on, and moved together",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await editor.hasWires(RSI_WIRES);
    await editor.block("rsi").focus();
    await page.keyboard.press("Shift+Space");
    await page.keyboard.press("Tab");
    await comesTo(() => editor.selected(), ["rebound", "rsi"]);
    await page.keyboard.press("Tab");
    await comesTo(() => editor.selected(), ["fade", "rsi"]);
    const before = [await editor.place("rsi"), await editor.place("fade")];
    await page.keyboard.press("ArrowUp");
    await comesTo(
      async () => [await editor.place("rsi"), await editor.place("fade")],
      before.map(({ x, y }) => ({ x, y: y - 10 })),
    );
    await page.keyboard.press("Escape");
    await comesTo(() => editor.selected(), []);
    await page.keyboard.press("Tab");
    await comesTo(async () => (await editor.selected()).length, 1);
  },
);

testEditor("keyboard: arrows move the view while nothing is selected", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  const { page } = editor;
  await editor.hasWires(RSI_WIRES);
  const left = async () => Math.round((await editor.block("rsi").boundingBox())?.x ?? NaN);
  const place = await editor.place("rsi");
  const before = await left();
  await page.keyboard.press("ArrowRight");
  await comesTo(left, before - 80);
  await page.keyboard.press("ArrowLeft");
  await comesTo(left, before);
  await comesTo(() => editor.place("rsi"), place);
});

testEditor("keyboard: the sheet lists every key once", async (visit) => {
  const editor = await visit.open(await visit.create());
  const { page } = editor;
  await page.keyboard.press("?");
  const rows = page.locator("dialog[open] dl > div");
  await rows.first().waitFor();
  const words = await rows.locator("dt").allInnerTexts();
  assert.equal(new Set(words).size, words.length);
  for (
    const word of [
      "Go through the block's connections",
      "Undo",
      "Save a version",
      "Next thing to fix",
    ]
  ) {
    assert.ok(words.includes(word), word);
  }
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
});
