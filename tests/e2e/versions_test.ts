/** Versions in Chromium: saved with a note, listed, compared in words and on the canvas, restored. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { axe } from "./axe.ts";
import { closeHarnessAtEnd, type EditorPage, testEditor, type Visit } from "./editor_page.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

/** A strategy with two versions; the second one, with a note: RSI over 21 bars that crosses an EMA, no stop. */
async function twoVersions(visit: Visit): Promise<EditorPage> {
  const id = await visit.create();
  const first = await visit.context.request.post(`/api/v1/strategies/${id}/versions`, {
    data: { definition: RSI_WITH_STOPS, base_version: 0 },
  });
  assert.equal(first.status(), 201);
  const editor = await visit.open(id);
  const { page } = editor;
  await editor.head("rsi").click();
  await editor.param("period").fill("21");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await editor.typeBlock("ema");
  await editor.block("ema").waitFor();
  await editor.head("rebound").click();
  await page.locator('select[data-port="b"]').selectOption({ label: "EMA" });
  await editor.head("stop").click();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+Shift+s");
  await page.getByLabel("Note for version 2").fill("Slower RSI, no stop");
  await page.keyboard.press("Enter");
  await editor.sees("Version 2 saved");
  return editor;
}

const lines = (page: Page) =>
  page.locator('aside[aria-label="Compare versions"] li button').allInnerTexts();
const mark = (editor: EditorPage, id: string) =>
  editor.block(id).locator('[data-part="block"]').getAttribute("data-change");

testEditor(
  "versions: saved with a note, compared in words and marks, and restored as a new one",
  async (visit) => {
    const editor = await twoVersions(visit);
    const { page } = editor;
    await editor.button("History").click();
    const newest = page.locator('[data-part="version"]').first();
    await comesToMatch(
      () => newest.innerText(),
      /^v2 – \d{1,2} [A-Z][a-z]{2,3} \d{4}, \d\d:\d\d\s+newest\s+Slower RSI, no stop\s+Return/,
    );
    // The newest version is what the live result is of.
    const live = await page.locator('[data-metric="total_return"] dd').first().innerText();
    const own = newest.locator('[data-part="version-result"]');
    await comesToMatch(() => own.innerText(), /Return\s+[+−]?\d.*\d+\strades/s);
    assert.ok((await own.innerText()).includes(live), live);
    const former = page.locator('[data-part="version"]').nth(1);
    await comesToMatch(
      () => former.locator('[data-part="version-result"]').innerText(),
      /Return\s+[+−]\d.*[1-9]\d*\strades/s,
    );
    await editor.button("Compare version 2 with version 1").click();

    await editor.sees(/Comparing version 1 with version 2/);
    await comesTo(() => page.locator('[data-part="compared-curve"]').count(), 2);
    await comesToMatch(
      () => page.locator('[data-figure="total_return"] td').last().innerText(),
      new RegExp(`^${live.replace(/[+.]/g, "\\$&")}`),
    );
    await editor.sees("1 block changed, 1 added, 1 removed");
    const said = (await lines(page)).map((line) => line.replace(/\s+/g, " "));
    assert.ok(said.some((line) => /^~ RSI: period 14 → 21 bars$/.test(line)), `${said}`);
    assert.ok(said.some((line) => /^\+ EMA \(20 · close\) added$/.test(line)), `${said}`);
    assert.ok(said.some((line) => /^− Stop loss \(.*\) removed$/.test(line)), `${said}`);
    assert.ok(
      said.some((line) => /^\+ added: EMA → RSI\(21\) crosses above EMA\(20\)$/.test(line)),
      `${said}`,
    );
    await comesTo(() => page.locator('path[data-change="added"]').count(), 1);
    await comesTo(() => mark(editor, "rsi"), "changed");
    await comesTo(() => mark(editor, "ema"), "added");
    const ghost = page.locator('[data-part="block"][data-change="removed"]');
    await comesToMatch(() => ghost.innerText(), /Stop loss/);
    const signs = await page.locator('[data-part="block"] > span[data-change]')
      .allInnerTexts();
    assert.deepEqual(signs.sort(), ["+", "~", "−"].sort());

    // The other way round: what was added is what is gone.
    await page.getByLabel("To", { exact: true }).selectOption("1");
    await editor.sees("Nothing differs");
    await page.getByLabel("From", { exact: true }).selectOption("2");
    await editor.sees("1 block changed, 1 added, 1 removed; 1 connection removed");
    await comesTo(() => mark(editor, "ema"), "removed");

    await editor.button("Restore v1 as version 3").click();
    await editor.sees("Version 3 saved");
    const { version, definition } = await editor.saved();
    assert.equal(version, 3);
    assert.equal(definition.blocks.find(({ id }) => id === "rsi")?.params.period, 14);
    await editor.button("History").click();
    await editor.sees("Version 1 restored");
  },
);

testEditor(
  "versions: compared and left without a mouse, and nothing changes meanwhile",
  async (visit) => {
    const editor = await twoVersions(visit);
    const { page } = editor;
    const before = (await editor.saved()).definition;
    await editor.button("History").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      document.activeElement?.closest('[data-part="version"]') !== null
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await editor.sees(/Comparing version 1 with version 2/);
    await page.waitForFunction(() =>
      document.activeElement?.matches('aside[aria-label="Compare versions"] select')
    );

    // A line of the list shows its block; focus stays in the list.
    await page.locator('aside[aria-label="Compare versions"] li button').first().focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-part="block"][data-change="changed"][data-selected="true"]')
      .waitFor();
    await page.keyboard.press("Delete");
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Compare versions" }).waitFor({
      state: "detached",
    });
    await page.waitForFunction(() =>
      document.activeElement?.matches('button[aria-label="History"]')
    );
    await comesTo(() => page.locator('[data-part="block"][data-change]').count(), 0);
    await page.locator('[data-part="save-state"]', { hasText: /^Saved/ }).waitFor();
    assert.deepEqual((await editor.saved()).definition, before);
  },
);

testEditor(
  "versions: unsaved work is compared with an earlier version, and kept",
  async (visit) => {
    const editor = await twoVersions(visit);
    const { page } = editor;
    await editor.head("ema").click();
    await editor.param("period").fill("50");
    await editor.button("History").click();
    await page.locator('[data-part="version"] button[aria-current]', { hasText: "v2" }).click();
    await editor.sees(/You are looking at version 2 .*“Slower RSI, no stop”/);
    await page.getByLabel("Notice").getByRole("button", { name: "Compare" }).click();
    await editor.sees("Comparing version 2 with your canvas");
    await editor.sees("period 20 → 50 bars");
    await editor.button("Back to your changes").click();
    await page.locator('[data-part="save-state"]', { hasText: "Unsaved changes" }).waitFor();
    await page.keyboard.press("Control+s");
    await editor.sees("Version 3 saved");
    const { definition } = await editor.saved();
    assert.equal(definition.blocks.find(({ id }) => id === "ema")?.params.period, 50);
  },
);

testEditor(
  "versions: axe finds nothing wrong, in either theme, and a phone shows it all",
  async (visit) => {
    const editor = await twoVersions(visit);
    const { page } = editor;
    const check = async (what: string) => {
      assert.deepEqual(await axe(page, { within: '[data-part="editor"]' }), [], what);
    };
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await editor.button("History").click();
      await page.locator('[data-part="version"]').first().waitFor();
      await check(`${colorScheme}, history`);
      await editor.button("Compare version 2 with version 1").click();
      await page.getByRole("complementary", { name: "Compare versions" }).waitFor();
      await check(`${colorScheme}, compared`);
      await page.keyboard.press("Escape");
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await editor.button(/^More$/).click();
    await editor.button("History").click();
    await page.locator('[data-part="version"]').first().waitFor();
    const menu = await page.locator('[role="group"][aria-label="Versions"]')
      .boundingBox();
    assert.ok(menu && menu.x >= 0 && menu.x + menu.width <= 390, JSON.stringify(menu));
    await editor.button("Compare version 2 with version 1").click();
    await page.locator('aside[aria-label="Compare versions"] li button').first().waitFor({
      state: "visible",
    });
    await check("phone, compared");
    await editor.button(/^Close$/).click();
    await editor.button("What differs").click();
    await page.locator('aside[aria-label="Compare versions"] li button').last()
      .scrollIntoViewIfNeeded();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(overflow, false);
  },
);
