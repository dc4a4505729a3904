/**
 * The journeys that the product is for, gone in Chromium by mouse and by keyboard, in both themes, on a desktop and a phone.
 * What the first one takes is printed, and written down in docs/stories.md.
 */
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";
import { createApp } from "../../routes/app.tsx";
import { openTestApp, type TestApp } from "../support/app.ts";
import { CHROMIUM_ARGS, testEnv, testWith } from "../support/env.ts";
import { buildIslands } from "./editor_page.ts";
import { JourneyPerson, WAYS } from "./journey_person.ts";

/** The app's clock: the real one, which the last journey sets forward. */
let laterMs = 0;

interface Stage {
  readonly app: TestApp;
  readonly url: string;
  readonly browser: Browser;
}
let stage: Promise<Stage> | null = null;

async function openStage(): Promise<Stage> {
  await buildIslands();
  const app = await openTestApp({ now: () => Date.now() + laterMs });
  await app.services.runner.start({ alone: true });
  const web = createApp(app.services);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
  const browser = await chromium.launch({
    executablePath: testEnv.chromium ?? "",
    args: [...CHROMIUM_ARGS],
  });
  Deno.test.afterAll(async () => {
    await browser.close();
    await server.shutdown();
    await app.close();
  });
  return { app, url: `http://127.0.0.1:${server.addr.port}`, browser };
}

/** Goes a journey in each of the ways; a page that logs an error or a warning fails it. */
function journey(name: string, go: (person: JourneyPerson, stage: Stage) => Promise<void>): void {
  for (const way of WAYS) {
    testWith(["chromium"], `journey: ${name} (${way.name})`, async () => {
      const current = await (stage ??= openStage());
      const context = await current.browser.newContext({
        baseURL: current.url,
        viewport: { width: way.width, height: way.height },
        hasTouch: way.width < 600,
      });
      await context.addCookies([{ name: "theme", value: way.theme, url: current.url }]);
      try {
        const page = await context.newPage();
        const complaints = complaintsOf(page);
        await go(new JourneyPerson(page, way), current);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    }, { sanitizeOps: false, sanitizeResources: false });
  }
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
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
  await person.press(page.getByRole("dialog").getByRole("button", { name: "Run backtest" }));
  await page.waitForURL(/\/runs\//);
  await person.sees(/would have turned/);
  const { presses, seconds } = person;
  console.log(`${person.way.name}: ${presses} presses, ${seconds.toFixed(1)} s`);
  assert.ok(presses <= 8, `${presses} presses`);
  await person.sees("Simulated performance. Not investment advice.");
  await person.pageIsSound();
});

journey("tweak and compare", async (person, { url }) => {
  const { page } = person;
  const strategyId = await strategyOf(page);
  const started = await page.context().request.post("/api/v1/backtests", {
    headers: { origin: url },
    data: { strategy_id: strategyId, date_from: "2025-01-01", date_to: "2026-01-01" },
  });
  assert.equal(started.status(), 202);
  await runsHaveEnded(page, strategyId);

  await page.goto(`/strategies/${strategyId}`);
  const figures = page.locator(".live-figures dd, .live-brief b").filter({ visible: true });
  await figures.filter({ hasText: /\d/ }).first().waitFor();
  const before = await figures.allInnerTexts();
  await selectFast(person);
  await person.write(page.locator('.ed-field[data-param="period"] input[type="text"]'), "21");
  await page.keyboard.press("Enter");
  if (person.way.hand === "keyboard") await page.keyboard.press("Escape");
  else if (person.onPhone) {
    await person.press(page.getByRole("button", { name: "Close" }).filter({ visible: true }));
  }
  // The answer follows the change at once; nothing was saved for it.
  while (String(await figures.allInnerTexts()) === String(before)) await page.waitForTimeout(20);
  await person.press(page.getByRole("button", { name: /^Run/ }).first());
  await person.press(page.getByRole("dialog").getByRole("button", { name: "Run backtest" }));
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
  assert.match(await total.innerText(), /[+−]\d[\d.,]*\s%\s+[+−]\d[\d.,]*\s%/);
  const version = page.locator('[data-differs="true"]').filter({ hasText: "Version" });
  assert.match(await version.innerText(), /v?1[^]*v?2|v?2[^]*v?1/);
  await person.pageIsSound();
});

journey("come back tomorrow", async (person, { app }) => {
  const { page } = person;
  const strategyId = await strategyOf(page);
  await page.goto(`/strategies/${strategyId}`);
  await person.press(page.getByRole("button", { name: "Auto-update: off" }));
  await person.press(page.getByRole("switch", { name: /Auto-update daily/ }));
  await page.getByRole("button", { name: "Auto-update: on" }).waitFor();
  await person.sees(/v1 was sealed on/);
  await runsHaveEnded(page, strategyId);

  laterMs += 26 * 3_600_000;
  await app.services.schedules.sweep();
  const newest = await runsHaveEnded(page, strategyId);

  await page.goto("/strategies");
  await person.sees("New result");
  await person.pageIsSound();
  await person.press(
    page.locator(`table a[href="/runs/${newest}"]`).filter({ visible: true }).first(),
  );
  await page.waitForURL(`**/runs/${newest}`);
  await person.sees("Since you sealed it");
  await person.sees(/would have turned/);
  await person.sees(/in 1 day/);
  await person.pageIsSound();
  await page.goto("/strategies");
  await person.sees("Updated today");
  assert.equal(await page.getByText("New result").filter({ visible: true }).count(), 0);
});

/** Brings the settings of the faster average up. */
async function selectFast(person: JourneyPerson): Promise<void> {
  const { page, way } = person;
  const panels = page.getByRole("toolbar", { name: "Panels" });
  const block = page.locator('.react-flow__node[data-id="fast"]');
  if (way.hand === "keyboard") {
    await person.press(block);
  } else if (person.onPhone) {
    await person.press(panels.getByRole("button", { name: "All blocks" }));
    const blocks = page.getByRole("list", { name: "Blocks of this strategy" });
    await person.press(blocks.getByRole("button").first());
  } else {
    await person.press(block.locator(".ed-block-head"));
  }
}

/** An account of its own, logged in, with a strategy that trades; answers the strategy's id. */
async function strategyOf(page: Page): Promise<string> {
  const { request } = page.context();
  const headers = { origin: (await stage)!.url };
  const signedUp = await request.post("/api/v1/auth/signup", {
    headers,
    data: { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" },
  });
  assert.equal(signedUp.status(), 201);
  const created = await request.post("/api/v1/strategies", {
    headers,
    data: { name: "My first", asset: "DEMO/USDT", timeframe: "1h", template: "ema_trend" },
  });
  assert.equal(created.status(), 201, await created.text());
  return (await created.json()).id;
}

/** Waits until no run of the strategy is under way; answers the newest one's id. */
async function runsHaveEnded(page: Page, strategyId: string): Promise<string> {
  for (;;) {
    const answer = await page.context().request.get(`/api/v1/backtests?strategy_id=${strategyId}`);
    const { runs } = await answer.json();
    const newest = runs[0];
    assert.notEqual(newest?.status, "failed", newest?.error_message);
    if (newest?.status === "completed") return newest.run_id;
    await page.waitForTimeout(50);
  }
}
