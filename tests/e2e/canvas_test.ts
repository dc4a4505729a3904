/** Palette, canvas and inspector in Chromium: looking things up, laying them out, setting them. */
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { closeStageAtEnd, testEditor } from "./editor_page.ts";

closeStageAtEnd();

testEditor(
  "palette: every block has its picture, and explains itself by keyboard",
  async (visit) => {
    const editor = await visit.open(await visit.create());
    const { page } = editor;
    const entries = page.locator(".ed-entry");
    assert.equal(
      await page.locator(".ed-entry .ed-picture path[data-weight=strong]").first().isVisible(),
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
    assert.equal(await focused(), "price");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "sma");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await editor.sees("The mean of the last closes");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await focused(), "sma");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.locator(".ed-entry-help:visible").count(), 0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const { violations } = await new AxeBuilder({ page }).include(".ed-palette").analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), []);
    assert.match(await page.locator(".ed-entry-help:visible").innerText(), /weighs recent candles/);
    await page.keyboard.press("Enter");
    await editor.block("ema").waitFor();
  },
);
