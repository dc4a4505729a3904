/** The history of a strategy's backtests, in Chromium: compared, run again, deleted, by mouse and by keyboard. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { testWith } from "../support/env.ts";
import { openSite, type Site } from "./site/site.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

let opened: Promise<Site> | null = null;

Deno.test.afterAll(async () => {
  await (await opened)?.close();
});

function testHistory(name: string, fn: (page: Page, site: Site) => Promise<void>): void {
  testWith(["chromium"], `history: ${name}`, async () => {
    const site = await (opened ??= openSite());
    const context = await site.context("trader", { viewport: { width: 1440, height: 900 } });
    try {
      const page = await context.newPage();
      await page.goto(`/strategies/${site.things.strategies.usual}/runs`);
      await page.locator("table tbody tr").first().waitFor();
      await fn(page, site);
    } finally {
      await context.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

const row = (page: Page, id: string) => page.locator(`table tr[data-run="${id}"]`);

testHistory(
  "two runs are chosen by key and compared, what differs is marked",
  async (page, { things }) => {
    const { completed, again } = things.runs;
    await row(page, again).getByRole("checkbox").press("Space");
    await comesTo(() => page.getByRole("link", { name: "Compare", exact: true }).count(), 0);
    await row(page, completed).getByRole("checkbox").press("Space");
    await page.getByRole("link", { name: "Compare", exact: true }).press("Enter");
    await page.waitForURL(`**/compare?runs=${completed},${again}`);
    await page.locator('[data-chart="compare"] canvas').waitFor();
    const differing = await page.locator('tr[data-differs="true"] th').allInnerTexts();
    assert.deepEqual(differing.map((text) => text.split(/\s{1,}differs/)[0]), [
      "Fee per trade side",
    ]);
    await comesToMatch(
      () => page.locator("#settings").innerText(),
      /Different: fee\. Everything else is the same\./,
    );
    const change = page.locator('[data-figure="costs"] [data-part="difference"]');
    await comesToMatch(() => change.innerText(), /^\+[\d,.]+\sUSDT$/);
    await page.getByRole("slider", { name: /Selected (candle|time)$/ }).focus();
    await page.keyboard.press("End");
    await comesToMatch(
      async () =>
        await page.getByRole("slider", { name: /Selected (candle|time)$/ }).getAttribute(
          "aria-valuetext",
        ) ?? "",
      /2023.*, A [+−][\d.]+\s%, B [+−][\d.]+\s%$/,
    );
  },
);

testHistory(
  "on a phone figures, actions and a comparison of two are there without scrolling sideways",
  async (page, { things }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const beside = (cells: string) =>
      page.locator(cells).evaluateAll((all) =>
        all.map((cell) => {
          const words = document.createRange();
          words.selectNodeContents(cell);
          return { text: cell.textContent, right: words.getBoundingClientRect().right };
        }).filter(({ text, right }) => text !== "" && right > innerWidth - 12)
      );
    await comesTo(() => beside("table tbody tr > *"), []);
    const completed = row(page, things.runs.completed);
    await comesToMatch(() => completed.innerText(), /−\d/);
    for (const id of [things.runs.completed, things.runs.again]) {
      await row(page, id).getByRole("checkbox").check();
    }
    await page.getByRole("link", { name: "Compare" }).click();
    await page.waitForURL("**/compare?**");
    await page.locator("#figures td").first().waitFor();
    await comesTo(() => beside("table :is(th, td)"), []);
  },
);

testHistory("a run is deleted only after it was asked, by key", async (page, { things }) => {
  const target = row(page, things.runs.again);
  const ask = async () => {
    await target.locator("[popovertarget]").press("Enter");
    await page.locator("[popover]:popover-open").waitFor();
    await page.getByRole("button", { name: "Delete…" }).press("Enter");
    await page.locator("dialog[open] h2").waitFor();
  };
  await ask();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await target.waitFor();
  await ask();
  await page.getByRole("button", { name: "Keep it" }).press("Enter");
  await target.waitFor();
  await ask();
  await page.getByRole("button", { name: "Delete backtest" }).press("Enter");
  await target.waitFor({ state: "detached" });
  const gone = await page.context().request.get(`/api/v1/backtests/${things.runs.again}`);
  assert.equal(gone.status(), 404);
});

testHistory("running again with the latest data opens the new run", async (page, { things }) => {
  await row(page, things.runs.completed).locator("[popovertarget]").click();
  await page.getByRole("button", { name: "Re-run with latest data" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  assert.notEqual(new URL(page.url()).pathname, `/runs/${things.runs.completed}`);
  await page.locator('[data-run-status="pending"], [data-run-status="running"]').waitFor();
});
