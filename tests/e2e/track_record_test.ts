/** Daily updates in Chromium: switched on in the editor, and days later a new result and what the sealed version has done. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type TestApp, type TestClient, testClock, untilEnded } from "../support/app.ts";
import { testWith } from "../support/env.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { audit, listen } from "./site/audit.ts";
import { openBrowserHarness, signIn } from "./browser_harness.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

const DAY = 86_400_000;

interface Scene {
  readonly app: TestApp;
  readonly person: TestClient;
  readonly clock: ReturnType<typeof testClock>;
  /** A tab of the person's; what it complains about fails the test. */
  tab(size: "desktop" | "phone"): Promise<Page>;
  /** The daily runs of now, brought to their end. */
  runDay(): Promise<void>;
}

function check(name: string, fn: (scene: Scene) => Promise<void>): void {
  testWith(["chromium"], name, async () => {
    const clock = testClock(Date.UTC(2026, 4, 4, 9, 20));
    const harness = await openBrowserHarness({ now: clock.now });
    const { app, url: baseURL, browser } = harness;
    const { schedules } = app.services;
    const complaints: string[][] = [];
    try {
      const person = await app.person();
      await fn({
        app,
        person,
        clock,
        async tab(size) {
          const context = await browser.newContext({
            baseURL,
            reducedMotion: "reduce",
            viewport: size === "desktop"
              ? { width: 1440, height: 900 }
              : { width: 390, height: 844 },
          });
          await signIn(context, person, baseURL);
          const page = await context.newPage();
          complaints.push(listen(page));
          return page;
        },
        async runDay() {
          await schedules.sweep();
          for (const { run_id } of (await person.get("/backtests")).json.runs) {
            await untilEnded(person, run_id);
          }
          await schedules.sweep();
        },
      });
      assert.deepEqual(complaints.flat(), []);
    } finally {
      await harness.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

async function strategy(person: TestClient): Promise<string> {
  const { json } = await person.post("/strategies", {
    name: "RSI rebound",
    asset: "DEMO/USDT",
    timeframe: "1h",
  });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  assert.equal((await person.post(`/strategies/${json.id}/versions`, version)).status, 201);
  return json.id;
}

check(
  "auto-update: switched on by keyboard, and days later its result is new until it is opened",
  async ({ person, clock, tab, runDay }) => {
    const id = await strategy(person);
    const page = await tab("desktop");
    await page.goto(`/strategies/${id}`);
    await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
    const button = page.getByRole("button", { name: /Auto-update:/ });
    await button.focus();
    await page.keyboard.press("Enter");
    const box = page.getByRole("group", { name: "Track record" });
    await box.getByText("Turning this on locks version 1").waitFor();
    const toggle = box.getByRole("switch", { name: /Auto-update daily/ });
    await box.getByLabel("Period").selectOption("6m");
    await toggle.focus();
    await page.keyboard.press("Space");
    await box.getByText(/Version 1 was locked on 4.May.2026/).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("button[data-auto=on]:focus").waitFor();
    const { auto_update } = (await person.get(`/strategies/${id}`)).json;
    assert.deepEqual([auto_update.enabled, auto_update.horizon], [true, "6m"]);

    await runDay();
    clock.advance(14 * DAY);
    await runDay();
    await page.goto("/strategies");
    const row = page.locator("tbody tr").first();
    await row.getByText("New result").waitFor();
    const { since } = (await person.get("/strategies")).json.strategies[0].forward_record;
    await comesToMatch(
      () => row.locator('[data-column="auto_update"]').innerText(),
      /On\s+18.May.2026\s+.* in 13 days/,
    );
    await row.getByRole("link", { name: /New result/ }).click();
    const card = page.locator("#forward");
    await card.getByText(/in 13 days/).first().waitFor();
    await card.getByText(/was likely in 13 days/).waitFor();
    await card.getByText(/resampled in blocks of a week into 2,000 simulated futures/)
      .waitFor();
    const [before, after] = await card.locator("tbody tr").all();
    await comesToMatch(async () => await before?.innerText() ?? "", /^Before/);
    await comesToMatch(
      async () => await after?.innerText() ?? "",
      new RegExp(`^Since\\s.*\\s${since.trades}\\s+13$`),
    );
    await page.locator('[data-chart="equity"] canvas').waitFor();
    assert.deepEqual(await audit(page, "desktop"), []);
    await page.goto("/strategies");
    await row.getByText("Updated today").waitFor();
    await comesTo(() => page.getByText("New result").count(), 0, "it has been looked at");
    clock.advance(DAY);
    await page.reload();
    await row.getByText("Needs update").waitFor();
    await row.getByText(/ – 18.May.2026/).waitFor();
  },
);

check(
  "auto-update: a later version is not the locked one, until a restart; the old track record stays listed",
  async ({ person, clock, tab, runDay }) => {
    const id = await strategy(person);
    await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
    await runDay();
    clock.advance(3 * DAY);
    await runDay();
    const definition = structuredClone(RSI_WITH_STOPS);
    definition.blocks[0]!.params = { period: 21 };
    await person.post(`/strategies/${id}/versions`, { definition, base_version: 1 });
    const page = await tab("phone");
    await page.goto(`/strategies/${id}`);
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("button", { name: "Auto-update: on" }).click();
    const box = page.getByRole("group", { name: "Track record" });
    await box.getByText(/Track record: .* in 2 days/).waitFor();
    await box.getByText(/Version 1 was locked on 4.May.2026\. You are editing version 2/).waitFor();
    await box.getByRole("button", { name: "Restart with version 2" }).click();
    await box.getByText(/Version 2 was locked on 7.May.2026/).waitFor();
    await box.getByText(/Version 1, 4.May.2026/).waitFor();
    assert.deepEqual(await audit(page, "phone"), []);
  },
);

check(
  "auto-update: what fails, and what was turned off, says why and what to do in list and editor",
  async ({ app, person, tab, runDay }) => {
    const id = await strategy(person);
    await person.patch(`/strategies/${id}`, { auto_update_enabled: true });
    await runDay();
    const { db } = app.services.database;
    const reason = "Auto-update was turned off after 5 failed days in a row. It was away.";
    await db.updateTable("strategies").set({ auto_update_failure: "It was away." }).execute();
    const page = await tab("phone");
    await page.goto("/strategies");
    await page.getByText("It was away. It is tried again automatically.").waitFor();
    await page.locator('[data-part="about"]').getByText("daily update failed · retrying").waitFor();
    assert.deepEqual(await audit(page, "phone"), []);
    await db.updateTable("strategies")
      .set({ auto_update_enabled: false, auto_update_off_reason: reason }).execute();
    await page.reload();
    await page.getByText(reason).waitFor();
    await page.goto(`/strategies/${id}`);
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("button", { name: "Auto-update: turned off" }).click();
    const box = page.getByRole("group", { name: "Track record" });
    await box.getByText(reason).waitFor();
    await box.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Auto-update: off" }).waitFor();
    await page.goto("/strategies");
    await page.locator("tbody tr").first().waitFor();
    await comesTo(() => page.getByText(reason).count(), 0);
  },
);
