/** From a result to the next question, in Chromium: again with other settings, beside the one before, older and newer. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { testWith } from "../support/env.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { openBrowserHarness, signIn } from "./browser_harness.ts";
import { openSite, type Site } from "./site/site.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

let opened: Promise<Site> | null = null;

Deno.test.afterAll(async () => {
  await (await opened)?.close();
});

function testSite(name: string, fn: (page: Page, site: Site) => Promise<void>): void {
  testWith(["chromium"], name, async () => {
    const site = await (opened ??= openSite());
    const context = await site.context("trader", { viewport: { width: 1440, height: 900 } });
    try {
      await fn(await context.newPage(), site);
    } finally {
      await context.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

const pathOf = (page: Page) => new URL(page.url()).pathname;

testSite(
  "next question: a result leads to its neighbours, the comparison and another run by key",
  async (page, site) => {
    const { runs, strategies } = site.things;
    const ready = () => page.locator('[data-run-status] [data-part="verdict"]').waitFor();
    await page.goto(`/runs/${runs.again}`);
    await ready();
    await page.locator('[data-check="same"]').waitFor();
    await page.keyboard.press("o");
    await page.waitForURL(`**/runs/${runs.completed}`);
    await ready();
    await page.locator('[data-check="same"]').waitFor();
    await page.keyboard.press("n");
    await page.waitForURL(`**/runs/${runs.again}`);
    await ready();
    await page.getByRole("link", { name: "Compare with the one before" }).click();
    await page.waitForURL(`**/strategies/${strategies.usual}/compare?runs=*`);
    await page.getByText("2 side by side").waitFor();
    await page.goBack();
    await ready();
    await page.locator('[data-check="same"]').waitFor();

    // The menu by key: its second and third items, then the form of the third.
    await page.keyboard.press("r");
    const period = page.getByRole("button", { name: "On another period…" });
    await period.waitFor();
    await page.keyboard.press("ArrowDown");
    await comesTo(() => period.evaluate((item) => item === document.activeElement), true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const fee = page.getByLabel("Fee per trade side");
    await comesTo(() => fee.evaluate((field) => field === document.activeElement), true);
    assert.equal(await fee.inputValue(), "0.3");
    assert.equal(await page.getByLabel("First day").inputValue(), "2023-01-01");
    await fee.fill("0");
    await page.keyboard.press("Enter");
    await page.locator('[data-run-status="pending"]').waitFor();
    const run = await (await page.context().request.get(
      `/api/v1/backtests/${pathOf(page).split("/").at(-1)}`,
    )).json();
    assert.deepEqual(
      [run.fee_percent, run.date_from.slice(0, 10), run.version_number, run.asset],
      [0, "2023-01-01", 1, "DEMO/USDT"],
    );
    await page.getByRole("button", { name: "Compare with the one before" }).waitFor();
  },
);

testSite(
  "next question: a note stays with its backtest, and shortcuts are told",
  async (page, site) => {
    await page.goto(`/runs/${site.things.runs.completed}`);
    await page.locator('[data-check="same"]').waitFor();
    await page.keyboard.press("e");
    await comesTo(
      () =>
        page.getByLabel("Note", { exact: true }).evaluate((one) => one === document.activeElement),
      true,
    );
    await page.keyboard.type("Orders filled late");
    await page.getByRole("textbox", { name: "Tags" }).fill("late, 2023");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.reload();
    await comesToMatch(
      () => page.locator('[data-part="run-words"]').innerText(),
      /late\s*2023\s*Orders filled late/,
    );
    await page.locator('[data-check="same"]').waitFor();
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
    await page.getByText("Older backtest").waitFor();
  },
);

testSite("next question: a dot selects its trade in the table", async (page, site) => {
  await page.goto(`/runs/${site.things.runs.completed}`);
  const dots = page.getByRole("slider", { name: /^Lows and highs/ });
  await dots.scrollIntoViewIfNeeded();
  await dots.focus();
  await page.keyboard.press("End");
  await comesToMatch(() => page.locator('[data-part="excursion"]').innerText(), /^Trade \d+ fell/);
  const [, number] = /^Trade (\d+)/.exec(
    await page.locator('[data-part="excursion"]').innerText(),
  )!;
  await page.keyboard.press("Enter");
  await page.locator(`#trades tr[data-trade="${number}"][data-selected="true"]`).waitFor();
});

/** How much of the page moves by itself while it loads on a slow line; 0.1 is where it begins to be felt. */
const MOST_SHIFT = 0.02;
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 100_000,
};

const STILL: readonly {
  readonly name: string;
  readonly path: (site: Site) => string;
  readonly ready: string;
}[] = [
  {
    name: "a result",
    path: ({ things }) => `/runs/${things.runs.completed}`,
    ready: '[data-check="same"]',
  },
  { name: "the list of strategies", path: () => "/strategies", ready: "table tbody tr" },
  {
    name: "the history",
    path: ({ things }) => `/strategies/${things.strategies.usual}/runs`,
    ready: "#backtests table",
  },
  {
    name: "the editor",
    path: ({ things }) => `/strategies/${things.strategies.usual}`,
    ready: '[data-metric="total_return"]',
  },
];

interface Shift {
  readonly value: number;
  /** What moved. */
  readonly nodes: readonly string[];
}

/** Notes what moves by itself, from the page's first moment on. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as ShiftEntry[]) {
        if (entry.hadRecentInput) continue;
        // An empty box over the canvas of a plot takes its place with the axes, before anything is painted.
        const sources = entry.sources.filter(({ node }) =>
          !(node instanceof Element && node.parentElement?.querySelector(":scope > canvas"))
        );
        if (sources.length === 0) continue;
        const nodes = sources.map(({ node }) =>
          node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.nodeName)
        );
        shifts.push({ value: entry.value, nodes });
      }
    }).observe({ type: "layout-shift", buffered: true });
    interface ShiftEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly { readonly node: Node | null }[];
    }
  });
}

async function isStill(page: Page): Promise<void> {
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts);
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  assert.ok(total <= MOST_SHIFT, `${total}: ${JSON.stringify(shifts, null, 1)}`);
}

for (const { name, path, ready } of STILL) {
  testSite(
    `next question: nothing jumps while ${name} loads on a slow line`,
    async (page, site) => {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Network.emulateNetworkConditions", SLOW);
      await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
      await watchShifts(page);
      await page.goto(path(site));
      await page.locator(ready).first().waitFor({ timeout: 60_000 });
      await page.waitForLoadState("networkidle");
      await isStill(page);
    },
  );
}

testWith(
  ["chromium"],
  "next question: nothing jumps when a backtest ends on its page",
  async () => {
    const { app, url, browser, close } = await openBrowserHarness({}, { isRunning: false });
    try {
      const person = await app.person();
      const body = { name: "RSI", asset: "DEMO/USDT", timeframe: "1h" };
      const { json: { id: strategy_id } } = await person.post("/strategies", body);
      await person.post(`/strategies/${strategy_id}/versions`, {
        definition: RSI_WITH_STOPS,
        base_version: 0,
      });
      const year = { date_from: "2023-01-01", date_to: "2024-01-01" };
      const { json: run } = await person.post("/backtests", { strategy_id, ...year });
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await signIn(context, person, url);
      const page = await context.newPage();
      await watchShifts(page);
      await page.goto(`${url}/runs/${run.run_id}`);
      await page.locator('[data-run-status="pending"]').waitFor();
      await app.services.runner.start({ alone: true });
      await page.locator('[data-check="same"]').waitFor({ timeout: 60_000 });
      await isStill(page);
      await context.close();
    } finally {
      await close();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);
