/** The inspector in Chromium: sliders and numbers, notes, and the way from the panel back to a block. */
import assert from "node:assert/strict";
import { BLOCKS } from "../../engine/mod.ts";
import { closeHarnessAtEnd, testEditor } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

testEditor(
  "inspector: a block out of view is chosen from the list, and Escape leads back to it, then to none",
  async (visit) => {
    const blocks = BLOCKS.map(({ type }, k) => ({
      id: type,
      type,
      params: {},
      position: { x: (k % 8) * 280, y: Math.floor(k / 8) * 280 },
    }));
    const editor = await visit.open(
      await visit.createFrom({ version: 1, blocks, connections: [] }),
    );
    const { page } = editor;
    await page.keyboard.press("i");
    for (const { type, name } of [BLOCKS[0]!, BLOCKS.at(-1)!]) {
      await page.getByRole("list", { name: "Blocks of this strategy" }).getByRole("button", {
        name,
      }).first().click();
      await comesTo(() => page.getByLabel("Name of this block").inputValue(), name);
      await comesTo(() => editor.selected(), [type]);
      await page.keyboard.press("Escape");
      await comesTo(() => editor.focused(), type);
      await page.keyboard.press("Escape");
      await comesTo(() => editor.selected(), []);
    }
  },
);

testEditor(
  "inspector: slider and number move each other, and a drag is one step to undo",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
    const { page } = editor;
    await editor.select("rsi");
    const slider = page.locator('[data-param="period"] input[type=range]');
    const number = editor.param("period");
    await number.fill("20");
    await comesTo(() => slider.inputValue(), "20");
    await page.locator('[data-param="period"] button[aria-label*=": reset to "]').click();
    await comesTo(() => slider.inputValue(), "14");

    const box = await slider.boundingBox();
    assert.ok(box);
    const [min, max] = [
      Number(await slider.getAttribute("min")),
      Number(await slider.getAttribute("max")),
    ];
    const at = (value: number) => box.x + 8 + (box.width - 16) * (value - min) / (max - min);
    await page.mouse.move(at(14), box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(at(max * 0.8), box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    const dragged = Number(await slider.inputValue());
    assert.ok(dragged > 20, `${dragged}`);
    await comesTo(() => number.inputValue(), String(dragged));
    await editor.block("rsi").getByText(`${dragged} · close`).waitFor();
    await comesToMatch(
      () => editor.sentence.innerText(),
      new RegExp(`RSI\\(${dragged}\\)`),
    );
    // From the keyboard it moves by its step, in the field too; with Shift by ten.
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await comesTo(() => number.inputValue(), String(dragged - 1));
    await number.focus();
    await page.keyboard.press("ArrowUp");
    await comesTo(() => slider.inputValue(), String(dragged));
    await page.keyboard.press("Shift+ArrowDown");
    await comesTo(() => slider.inputValue(), String(dragged - 10));
    // What is no number stays as it is typed, is said to be none, and changes nothing.
    await number.fill("ten");
    await page.locator('[data-param="period"] [data-part="problem"]').getByText("Enter a number.")
      .waitFor();
    await editor.block("rsi").getByText(`${dragged - 10} · close`).waitFor();
    await number.fill("7.5");
    await page.locator('[data-param="period"] [data-part="problem"]').getByText(
      "Enter a whole number.",
    ).waitFor();
    await page.keyboard.press("Escape");
    await editor.block("rsi").getByText(`${dragged - 10} · close`).waitFor();
  },
);

testEditor(
  "inspector: the strategy's notes are written, saved with the version, and a template's are there",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "golden_cross" }));
    const { page } = editor;
    // Open whatever is selected, also after the page is loaded again.
    await page.keyboard.press("i");
    const notes = page.getByLabel("Notes");
    await comesToMatch(
      () => notes.inputValue(),
      /average[\s\S]*Works when:[\s\S]*Fails when:/,
    );
    await notes.fill("Slower than I thought.\nTry 4h.");
    await editor.sees("Unsaved changes");
    await page.keyboard.press("Control+s");
    await editor.sees("Version 2 saved");
    await page.reload();
    await comesTo(() => notes.inputValue(), "Slower than I thought.\nTry 4h.");

    await editor.button("History").click();
    await editor.button("Compare version 2 with version 1").click();
    await editor.sees("The strategy's notes differ");
    await page.keyboard.press("Escape");
    // An earlier version is read, not written: its blocks, its settings and its notes.
    await editor.button("History").click();
    await page.locator('[data-part="version"] button[aria-current]', { hasText: "v1" }).click();
    await editor.sees(/You are looking at version 1/);
    await comesTo(() => notes.isEditable(), false);
    await editor.select("fast");
    await comesTo(() => editor.param("period").isDisabled(), true);
    await comesTo(
      async () =>
        await page.getByRole("navigation", { name: "Blocks" }).getAttribute("inert") !== null,
      true,
    );
    const place = await editor.place("fast");
    for (const key of ["ArrowRight", "Delete", "Control+d", "t", "Control+x"]) {
      await page.keyboard.press(key);
    }
    await editor.dragBlock("fast", 60, 60);
    await comesTo(() => editor.place("fast"), place);
    await comesTo(() => page.locator(".react-flow__node").count(), 6);
    await editor.button("Back to the newest").click();
    await comesTo(() => notes.isEditable(), true);
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
  },
);
