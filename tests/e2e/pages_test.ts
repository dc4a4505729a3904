/** Every page in Chromium: nothing in the console, nothing that axe finds serious, nothing wider than the window. */
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { closeStageAtEnd, testEditor, type Visit } from "./editor_page.ts";

closeStageAtEnd();

const WIDTHS = [1440, 1024, 390] as const;

testEditor("pages: each one is clean for somebody who is not signed in", async (visit) => {
  await visit.context.clearCookies();
  const page = await visit.tab();
  await lookAt(page, [
    ["/", "h1"],
    ["/login", "main form"],
    ["/signup", "main form"],
    ["/how-backtests-work", "h1"],
    ["/health", "h1"],
  ]);
  await notFound(visit, page, "/nothing-here");
});

testEditor("pages: each one is clean for somebody with strategies and runs", async (visit) => {
  const strategy = await visit.create({ template: "rsi_rebound" });
  const run = await visit.run(strategy);
  const page = await visit.tab();
  await lookAt(page, [
    ["/strategies", "main table"],
    ["/strategies?archived=1", "h1"],
    ["/strategies/new", "main form"],
    [`/strategies/${strategy}/runs`, "main table"],
    [`/runs/${run}`, '[data-metric="total_return"]'],
    ["/settings", "main form"],
    ["/", "h1"],
    [`/strategies/${strategy}`, ".ed-controls"],
  ]);
  await notFound(visit, page, "/strategies/nobody's");
});

testEditor("pages: each one is clean for somebody who has nothing yet", async (visit) => {
  const page = await visit.tab();
  const strategy = await visit.create();
  await lookAt(page, [
    [`/strategies/${strategy}/runs`, "h1"],
    [`/strategies/${strategy}`, ".ed-controls"],
  ]);
  await visit.context.request.delete(`/api/v1/strategies/${strategy}`);
  await lookAt(page, [["/strategies", "h1"]]);
});

/** Opens each path and looks at it in both themes and three widths. */
async function lookAt(page: Page, paths: readonly (readonly [string, string])[]): Promise<void> {
  for (const [path, landmark] of paths) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(path);
    await settled(page, landmark);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      assert.deepEqual(await seriousFindings(page), [], `${path}, ${colorScheme}`);
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      await page.waitForFunction((w) => innerWidth === w, width);
      const over = await page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth
      );
      assert.ok(over <= 0, `${path} is ${over} px wider than a window of ${width}`);
    }
  }
}

/** A page that is not there is a page too; the browser's own line about the status is expected. */
async function notFound(visit: Visit, page: Page, path: string): Promise<void> {
  const before = visit.complaints.length;
  await page.goto(path);
  await settled(page, "h1");
  assert.deepEqual(await seriousFindings(page), [], path);
  const logged = visit.complaints.splice(before);
  assert.deepEqual(logged.filter((text) => !/404/.test(text)), []);
}

async function settled(page: Page, landmark: string): Promise<void> {
  await page.locator(landmark).first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
}

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
