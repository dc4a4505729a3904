/** The live result as a person reads it. */
import type { Locator } from "playwright-core";
import { EditorPage, type Visit } from "./editor_page.ts";

/** A headline figure. */
export const figure = (editor: EditorPage, key: string): Locator =>
  editor.page.locator(`[data-metric="${key}"] dd`).first();

/** Waits for the first answer. */
export async function answered(editor: EditorPage): Promise<void> {
  await editor.page.waitForFunction(() =>
    /\d/.test(document.querySelector('[data-metric="total_return"] dd')?.textContent ?? "")
  );
  await editor.page.locator('[data-chart="price"] canvas').waitFor();
}

/** Waits until a figure reads differently than before, and returns what it reads. */
export async function changed(editor: EditorPage, key: string, before: string): Promise<string> {
  await editor.page.waitForFunction(
    ([selector, text]) => document.querySelector(selector!)?.textContent !== text,
    [`[data-metric="${key}"] dd`, before],
  );
  return await figure(editor, key).innerText();
}

/** The bar that the charts look at. */
export async function lookedAt(editor: EditorPage): Promise<number> {
  return Number(
    await editor.plots.getAttribute(
      "aria-valuenow",
    ),
  );
}

/** Windows up to this many pixels show the strategy as a list first. */
const NARROW = 820;

/** Opens the editor's canvas in a new tab of another size; `before` has the tab before the page is fetched. */
export async function openAt(
  visit: Visit,
  strategyId: string,
  { width = 1440, height = 900, before }: {
    width?: number;
    height?: number;
    before?: (page: EditorPage["page"]) => Promise<unknown>;
  },
): Promise<EditorPage> {
  const page = await visit.tab();
  await page.setViewportSize({ width, height });
  await before?.(page);
  await page.goto(`/strategies/${strategyId}`);
  const canvas = page.getByRole("toolbar", { name: "Canvas" });
  if (width <= NARROW) await page.getByRole("button", { name: "Canvas", exact: true }).click();
  await canvas.waitFor();
  return new EditorPage(page);
}
