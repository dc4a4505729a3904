/**
 * The journeys that the product is for, gone in Chromium by mouse and by keyboard, in both themes, on a desktop and a phone.
 * What the first one takes is printed, and written down in docs/stories.md.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type TestClient, untilEnded } from "../support/app.ts";
import { testWith } from "../support/env.ts";
import { JourneyPerson, WAYS } from "./journey_person.ts";
import { listen } from "./site/audit.ts";
import { type BrowserHarness, openBrowserHarness, signIn } from "./browser_harness.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far the app's clock is ahead of the real one. */
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
/** Goes on to the next noon: how many days and candles have passed by tomorrow is the same at any hour of the real day. */
const goOnToNoon = () => {
  aheadMs += (1.5 * DAY_MS - now() % DAY_MS) % DAY_MS;
};

let harness: Promise<BrowserHarness> | null = null;

Deno.test.afterAll(async () => {
  await (await harness)?.close();
});

/** Goes a journey in each of the ways; a page that logs an error or a warning fails it. */
function journey(
  name: string,
  go: (person: JourneyPerson, harness: BrowserHarness) => Promise<void>,
): void {
  for (const way of WAYS) {
    testWith(["chromium"], `journey: ${name} (${way.name})`, async () => {
      const current = await (harness ??= openBrowserHarness({ now }));
      const context = await current.browser.newContext({
        baseURL: current.url,
        viewport: { width: way.width, height: way.height },
        hasTouch: way.width < 600,
      });
      await context.addCookies([{ name: "theme", value: way.theme, url: current.url }]);
      try {
        const page = await context.newPage();
        const complaints = listen(page);
        await go(new JourneyPerson(page, way), current);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });
  }
}

journey("new user → first understood result", async (person) => {
  const { page } = person;
  await page.goto("/");
  // A result is there before anything is pressed.
  await page.locator("[data-metric=total_return]").first()
    .waitFor();
  await person.press(page.getByRole("button", { name: "Save", exact: true }));
  await person.press(page.getByRole("link", { name: "Sign up and save" }));
  await person.write(page.getByLabel("Email"), `${crypto.randomUUID()}@example.com`);
  await person.write(page.getByLabel("Password"), "correct horse");
  await person.press(page.getByRole("button", { name: "Sign up", exact: true }));
  await page.waitForURL(/\/strategies\/[0-9a-f-]+/);
  await person.press(page.getByRole("button", { name: /^Run/ }).first());
  await page.waitForURL(/\/runs\//);
  await person.sees(/would have turned/);
  const { presses, seconds } = person;
  console.log(`${person.way.name}: ${presses} presses, ${seconds.toFixed(1)} s`);
  assert.ok(presses <= 8, `${presses} presses`);
  await person.sees("Simulated performance. Not investment advice.");
  await person.pageIsSound();
});

journey("tweak and compare", async (person, harness) => {
  const { page } = person;
  const { client, strategyId } = await strategyOf(page, harness);
  const started = await client.post("/backtests", {
    strategy_id: strategyId,
    date_from: "2025-01-01",
    date_to: "2026-01-01",
  });
  assert.equal(started.status, 202, started.text);
  await newestRun(client, strategyId);

  await page.goto(`/strategies/${strategyId}`);
  const figures = page.locator('[data-metric] dd, [id$="-brief"] b').filter({ visible: true });
  await figures.filter({ hasText: /\d/ }).first().waitFor();
  const before = await figures.allInnerTexts();
  // On a phone the strategy is a list of rules with their fields.
  if (!person.onPhone) await selectFast(person);
  await person.write(page.locator('[data-param="period"] input[type="text"]').first(), "21");
  await page.keyboard.press("Enter");
  if (person.way.hand === "keyboard" && !person.onPhone) await page.keyboard.press("Escape");
  // The answer follows the change at once; nothing was saved for it.
  await comesTo(async () => String(await figures.allInnerTexts()) !== String(before), true);
  await person.press(page.getByRole("button", { name: /^Run/ }).first());
  await page.waitForURL(/\/runs\//);
  await person.sees(/would have turned/);
  await person.press(page.getByRole("link", { name: "All backtests" }));
  await page.waitForURL(/\/strategies\/[0-9a-f-]+\/runs/);
  const choices = page.getByRole("checkbox", { name: /^Compare / });
  await person.press(choices.nth(0));
  await person.press(choices.nth(1));
  await person.press(page.getByRole("link", { name: "Compare", exact: true }));
  await page.waitForURL(/\/compare/);
  const total = page.locator('[data-figure="total_return"]');
  await total.waitFor();
  await comesToMatch(() => total.innerText(), /[+−]\d[\d.,]*\s%\s+[+−]\d[\d.,]*\s%/);
  const version = page.locator('[data-differs="true"]').filter({ hasText: "Version" });
  await comesToMatch(() => version.innerText(), /v?1[^]*v?2|v?2[^]*v?1/);
  await person.pageIsSound();
});

journey("come back tomorrow", async (person, harness) => {
  const { page } = person;
  goOnToNoon();
  const { client, strategyId } = await strategyOf(page, harness);
  await page.goto(`/strategies/${strategyId}`);
  if (person.onPhone) await person.press(page.getByRole("button", { name: "More", exact: true }));
  await person.press(page.getByRole("button", { name: "Auto-update: off" }));
  await person.press(page.getByRole("switch", { name: /Auto-update daily/ }));
  await page.getByRole("button", { name: "Auto-update: on" }).waitFor();
  await person.sees(/Version 1 was locked on/);
  await newestRun(client, strategyId);

  aheadMs += 28 * HOUR_MS;
  await harness.app.services.schedules.sweep();
  const newest = await newestRun(client, strategyId);

  await page.goto("/strategies");
  await person.sees("New result");
  await person.pageIsSound();
  await person.press(
    page.locator(`table a[href="/runs/${newest}"]`).filter({ visible: true }).first(),
  );
  await page.waitForURL(`**/runs/${newest}`);
  await person.sees("Track record");
  await person.sees(/would have turned/);
  await person.sees(/in 1 day/);
  await person.pageIsSound();
  await page.goto("/strategies");
  await person.sees("Updated today");
  await comesTo(() => page.getByText("New result").filter({ visible: true }).count(), 0);
});

/** Brings the settings of the faster average up. */
async function selectFast(person: JourneyPerson): Promise<void> {
  const { page, way } = person;
  const block = page.locator('.react-flow__node[data-id="fast"]');
  if (way.hand === "keyboard") {
    await person.press(block);
  } else {
    await person.press(block.locator('[data-part="block-head"]'));
  }
}

/** Logs a new account in, with a strategy that trades. */
async function strategyOf(
  page: Page,
  { app, url }: BrowserHarness,
): Promise<{ client: TestClient; strategyId: string }> {
  const client = await app.person();
  await signIn(page.context(), client, url);
  const { status, text, json } = await client.post("/strategies", {
    name: "My first",
    asset: "DEMO/USDT",
    timeframe: "1h",
    template: "ema_trend",
  });
  assert.equal(status, 201, text);
  return { client, strategyId: json.id };
}

/** Waits until the newest run of the strategy has ended; answers its id. */
async function newestRun(client: TestClient, strategyId: string): Promise<string> {
  for (;;) {
    const [newest] = (await client.get(`/backtests?strategy_id=${strategyId}`)).json.runs;
    if (newest) {
      const { status, error_message } = await untilEnded(client, newest.run_id);
      assert.equal(status, "completed", error_message);
      return newest.run_id;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
