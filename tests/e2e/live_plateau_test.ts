/** The bars below a number: what they show, and that they agree with the live result. */
import assert from "node:assert/strict";
import { closeStageAtEnd, testEditor } from "./editor_page.ts";
import { answered, figure, lookedAt } from "./live_page.ts";
import { comesTo } from "./waiting.ts";

closeStageAtEnd();

testEditor("live plateau: the newest of many edits is the one that is answered", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "rsi_rebound" }));
  await answered(editor);
  await editor.select("rsi");
  const slider = editor.page.locator('.ed-field[data-param="period"] input[type="range"]');
  await slider.focus();
  for (let k = 0; k < 30; k++) {
    await editor.page.keyboard.press(k % 7 === 6 ? "ArrowLeft" : "ArrowRight");
  }
  await editor.page.locator('.live-body[data-stale="false"]').waitFor();
  const value = await editor.param("period").inputValue();
  // The bar of the value is computed apart, when all is quiet: it is the same number.
  const own = editor.page.locator(`.live-strip button[aria-pressed="true"][title^="${value}: "] i`);
  await own.waitFor();
  const [, result] = (await editor.page.locator(`.live-strip button[aria-pressed="true"]`)
    .getAttribute("title"))!.split(": ");
  await comesTo(() => figure(editor, "total_return").innerText(), result!);
  await editor.page.locator(".live-plots").focus();
  await editor.page.keyboard.press("End");
  await comesTo(
    () => lookedAt(editor),
    Number(await editor.page.locator(".live-plots").getAttribute("aria-valuemax")),
  );
});

testEditor(
  "live plateau: bars of another metric, remembered, and what they mean in words",
  async (visit) => {
    const id = await visit.create({ template: "rsi_rebound" });
    const editor = await visit.open(id);
    await answered(editor);
    await editor.select("rsi");
    const pressed = editor.page.locator('[data-param="period"] .live-strip [aria-pressed="true"]');
    await pressed.waitFor();
    await editor.sees(/^(Flat|Plateau|Slope|Lonely peak):$/);
    await editor.page.getByLabel("Bars show").selectOption({ label: "Max drawdown" });
    const fall = await figure(editor, "max_drawdown").innerText();
    await comesTo(async () => (await pressed.getAttribute("title"))!.split(": ")[1], fall);
    // The field itself tells it to a screen reader.
    const told = await editor.param("period").evaluate((field) =>
      field.getAttribute("aria-describedby")!.split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "").join(" ")
    );
    assert.match(told, /Max drawdown from \d+ to \d+: (Flat|Plateau|Slope|Lonely peak): /);
    await editor.page.reload();
    await answered(editor);
    await editor.select("rsi");
    await comesTo(async () => (await pressed.getAttribute("title"))!.split(": ")[1], fall);
  },
);
