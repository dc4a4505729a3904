/** Numbers typed in Chromium: a decimal comma in every place that takes one, and what a field says of two readings. */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { closeStageAtEnd, testEditor } from "./editor_page.ts";
import { answered, changed, figure } from "./live_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeStageAtEnd();

/** The words that are read out with a field. */
function describedBy(field: Locator): Promise<string> {
  return field.evaluate((input) =>
    (input.getAttribute("aria-describedby") ?? "").split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim()
  );
}

testEditor("typed numbers: a decimal comma in the live settings", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "ema_trend" }));
  const { page } = editor;
  await answered(editor);
  const assumes = page.locator('[data-part="assumptions"]');
  await assumes.click();
  const panel = page.locator('[data-part="result-panel"]');
  const fee = panel.getByLabel(/^Fee/);
  const before = await figure(editor, "total_return").innerText();
  await fee.fill("0,001");
  await changed(editor, "total_return", before);
  await comesToMatch(() => assumes.innerText(), /fee 0\.001\s%/);
  await panel.getByLabel(/^Slippage/).fill("0,075");
  await comesToMatch(() => assumes.innerText(), /slippage 0\.075\s%/);
  const capital = panel.getByLabel("Starting capital");
  await capital.fill("25,000");
  await comesToMatch(() => describedBy(capital), /Read as 25000, not 25\./);
  await comesToMatch(() => assumes.innerText(), /25,000\sUSDT/);
  await capital.fill("1.2.3");
  await comesToMatch(() => describedBy(capital), /Enter a number\./);
  // What cannot be taken stays as it was typed.
  await fee.focus();
  await comesTo(() => capital.inputValue(), "1.2.3");
  await comesToMatch(() => assumes.innerText(), /25,000\sUSDT/);
});

testEditor("typed numbers: a decimal comma in the run form", async (visit) => {
  const id = await visit.create({ template: "ema_trend" });
  const editor = await visit.open(id);
  const { page } = editor;
  await editor.button("Run backtest").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Fee per trade side").fill("0,001");
  await dialog.getByLabel("Slippage per fill").fill("0,005 %");
  const capital = dialog.getByLabel("Starting capital");
  assert.equal(await dialog.locator('[data-part="remark"]').count(), 0, "nothing is typed yet");
  await capital.fill("12,500");
  await comesToMatch(() => describedBy(capital), /Read as 12500, not 12\.5\./);
  await capital.fill("12.500,50");
  await comesTo(() => dialog.locator('[data-part="remark"]').count(), 0);
  await dialog.getByRole("button", { name: "Run backtest" }).click();
  await page.waitForURL("**/runs/*");
  const runId = new URL(page.url()).pathname.split("/").at(-1);
  const run = await (await visit.context.request.get(`/api/v1/backtests/${runId}`)).json();
  assert.deepEqual(
    [run.fee_percent, run.slippage_percent, run.initial_capital],
    [0.001, 0.005, 12_500.5],
  );
});
