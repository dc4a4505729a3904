/** Palette, canvas and inspector in Chromium: looking things up, laying them out, setting them. */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { axe } from "./axe.ts";
import { closeHarnessAtEnd, testEditor } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

testEditor(
  "palette: every block has its picture, and explains itself by keyboard",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    const entries = page.locator("button[data-type]");
    await comesTo(
      () => page.locator("button[data-type] svg path[data-weight=strong]").first().isVisible(),
      true,
    );
    const drawn = await entries.evaluateAll((all) =>
      all.filter((entry) => entry.querySelector("path[data-weight=strong]")).length
    );
    assert.equal(drawn, await entries.count());

    // Tab passes through the list in two steps, however long it is; arrow keys walk it.
    await page.keyboard.press("/");
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-type"));
    await comesTo(() => focused(), "price");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    await comesTo(() => focused(), "sma");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await editor.sees("The mean of the last closes");
    await page.keyboard.press("Shift+Tab");
    await comesTo(() => focused(), "sma");
    await page.keyboard.press("ArrowLeft");
    await comesTo(() => page.locator('nav[aria-label="Blocks"] li > div:visible').count(), 0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await axe(page, { within: 'nav[aria-label="Blocks"]' }), []);
    await comesToMatch(
      () => page.locator('nav[aria-label="Blocks"] li > div:visible').innerText(),
      /weighs recent candles/,
    );
    await page.keyboard.press("Enter");
    await editor.block("ema").waitFor();
  },
);

testEditor(
  "canvas: a dragged block is pulled level with another, with a line that says so",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    await editor.dragFromPalette("price", 240, 160);
    await editor.dragFromPalette("rsi", 560, 320);
    const lines = page.locator("path[data-axis]");
    await comesTo(() => lines.count(), 0);
    await editor.still();

    // Off the middle by less than one pulls, and the grid alone could not meet it.
    const [price, rsi] = [await boxOf(editor.block("price")), await boxOf(editor.block("rsi"))];
    const level = price.y + price.height / 2 - rsi.height / 2;
    const grip = { x: rsi.x + 100, y: rsi.y + 20 };
    await page.mouse.move(grip.x, grip.y);
    await page.mouse.down();
    await page.mouse.move(grip.x + 2, grip.y);
    await page.mouse.move(grip.x + 5, grip.y + (level - rsi.y) + 2, { steps: 6 });
    await page.locator("path[data-axis=y]").waitFor({
      state: "attached",
    });
    await page.mouse.up();
    await lines.first().waitFor({ state: "detached" });
    const [still, moved] = [await boxOf(editor.block("price")), await boxOf(editor.block("rsi"))];
    const off = moved.y + moved.height / 2 - (still.y + still.height / 2);
    // The browser gives places on screen in single precision.
    assert.ok(Math.abs(off) < 1e-3, `${off} px off`);

    await page.keyboard.press("Control+s");
    await editor.sees("Version 1 saved");
    const { definition } = await editor.saved();
    const place = definition.blocks.find((block) => block.id === "rsi")?.position;
    assert.ok(place && place.y % 10 !== 0, "the level place is kept, not the grid's");
    await page.keyboard.press("Control+z");
    await comesTo(async () => (await boxOf(editor.block("rsi"))).y, rsi.y);
  },
);

testEditor(
  "canvas: arrow keys move what is selected, with Shift ten steps, and undo brings it back",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await editor.block("rsi").waitFor();
    const ids = (await editor.saved()).definition.blocks.map((block) => block.id);
    // As it is opened: a template gets its places then.
    const before = new Map<string, { x: number; y: number }>();
    for (const id of ids) before.set(id, await editor.place(id));
    const moved = ids.slice(0, 2);
    await editor.head(moved[0]!).click();
    await page.keyboard.down("Shift");
    await page.locator(".react-flow__pane.selection").waitFor();
    await editor.head(moved[1]!).click();
    await page.keyboard.up("Shift");
    await editor.sees("2 blocks selected");
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowDown", "ArrowUp"]) {
      await page.keyboard.press(key);
    }
    await page.keyboard.press("Control+s");
    await editor.sees("Version 2 saved");
    const placesSaved = async () =>
      (await editor.saved()).definition.blocks.map(({ id, position }) => [id, position]);
    assert.deepEqual(
      await placesSaved(),
      ids.map((id) => {
        const { x, y } = before.get(id)!;
        return [id, moved.includes(id) ? { x: x + 20, y: y + 90 } : { x, y }];
      }),
    );
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+s");
    await editor.sees("Version 3 saved");
    assert.deepEqual(await placesSaved(), [...before]);
  },
);

testEditor(
  "canvas: the map comes by key and button, moves the view, and stays away on a phone",
  async (visit) => {
    const id = await visit.create({ template: "turtle" });
    const editor = await visit.open(id);
    const { page } = editor;
    const map = page.getByRole("img", { name: "Map of the canvas" });
    const wasShown = await map.isVisible();
    if (wasShown) await page.keyboard.press("m");
    await map.waitFor({ state: "hidden" });
    await page.keyboard.press("m");
    await map.waitFor();
    const drawn = page.locator(".react-flow__minimap .react-flow__minimap-node");
    await comesTo(() => drawn.count(), await page.locator(".react-flow__node").count());
    await comesTo(() => editor.button("Map").getAttribute("aria-pressed"), "true");

    const view = () => page.locator(".react-flow__viewport").getAttribute("style");
    const before = await view();
    const box = await boxOf(map);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2 + 10, { steps: 4 });
    await page.mouse.up();
    assert.notEqual(await view(), before);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Canvas", exact: true }).click();
    await page.locator(".react-flow__node").first().waitFor();
    await map.waitFor({ state: "hidden" });
    await page.setViewportSize({ width: 1440, height: 900 });
    await map.waitFor();
    // The choice holds for the next visit.
    await page.reload();
    await map.waitFor();
    await editor.button("Map").click();
    await map.waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    await editor.sees("Show or hide the map");
    await editor.sees("Move ten steps at once");
  },
);

testEditor(
  "inspector: who reads a block and what it reads are links, and a new name is used everywhere",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await editor.head("rsi").click();
    await page.getByLabel("Name of this block").waitFor();
    await page.keyboard.press("F2");
    await page.keyboard.type("Mood");
    await page.keyboard.press("Enter");
    await editor.block("rsi").getByText("Mood").waitFor();
    await page.getByRole("listitem").filter({ hasText: "RSI(14) crosses above" }).getByRole(
      "button",
    )
      .click();
    await comesToMatch(
      () => page.getByLabel("Name of this block").inputValue(),
      /^RSI\(14\) crosses above/,
    );
    await page.getByRole("button", { name: "Go to Mood" }).click();
    await comesTo(() => page.getByLabel("Name of this block").inputValue(), "Mood");

    // Escape leaves the name as it was; an empty one is the block's own.
    await page.keyboard.press("F2");
    await page.keyboard.type("Nothing");
    await page.keyboard.press("Escape");
    await editor.block("rsi").getByText("Mood").waitFor();
    await page.keyboard.press("F2");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Enter");
    await editor.block("rsi").getByText("RSI", { exact: true }).first().waitFor();
    await editor.block("rsi").getByText("Mood").first().waitFor({ state: "detached" });
    assert.deepEqual(await axe(page, { within: 'aside[aria-label="Settings"]' }), []);
  },
);

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  assert.ok(box, "it is not on screen");
  return box;
}
