/** The paper desk in Chromium: a version is followed, and its signal, order, fill and trade come without loading the page again. */
import assert from "node:assert/strict";
import { type Parsed, testClock } from "../support/app.ts";
import { testWith } from "../support/env.ts";
import { openBrowserHarness, signIn } from "./browser_harness.ts";
import { listen } from "./site/audit.ts";

const HOUR = 3_600_000;

testWith(["chromium"], "desk: from following to a trade on a page that stays open", async () => {
  const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));
  const harness = await openBrowserHarness({ now: clock.now });
  const { app, url: baseURL, browser } = harness;
  const person = await app.person();
  const made = { name: "Dips", asset: "DEMO/USDT", timeframe: "1h", template: "rsi2_dip" };
  assert.equal((await person.post("/strategies", made)).status, 201);
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  try {
    await signIn(context, person, baseURL);
    const page = await context.newPage();
    const complaints = listen(page, {});
    let loaded = 0;
    page.on("load", () => loaded++);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto("/desk");
    await page.getByRole("button", { name: "Follow a strategy" }).click();
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    const card = page.getByRole("region", { name: "Dips v1" });
    await card.getByText("Waiting for its first candle").waitFor();

    /** Hours go by until the API has a row that `page` should show. */
    const until = async (list: "signals" | "trades", wanted: (row: Parsed) => boolean) => {
      for (let hours = 0; hours < 24 * 20; hours += 4) {
        const rows = (await person.get(`/${list}`)).json[list];
        if (rows.some(wanted)) return;
        clock.advance(4 * HOUR);
        await app.services.desk.sweep();
      }
      assert.fail(`no such row of ${list}`);
    };
    const rows = (name: string) => page.getByRole("table").filter({ hasText: name });
    asked.length = 0;
    await until("signals", ({ type, outcome }) => type === "entry" && outcome === "ordered");
    await rows("What came of it").getByText("Buy", { exact: true }).first().waitFor();
    await page.getByRole("tab", { name: "Orders" }).click();
    await rows("Filled at").getByText("Buy at the open").first().waitFor();

    await until("trades", ({ exit_at }) => exit_at !== null);
    await card.getByRole("img", { name: /^Equity since it began/ }).waitFor();
    await card.getByText(/^Judging by its past, /).waitFor();
    await rows("Filled at").getByText("Filled", { exact: true }).first().waitFor();
    await page.getByRole("tab", { name: "Trades" }).click();
    const { trades } = (await person.get("/trades")).json;
    await rows("Profit").locator("tbody tr").nth(trades.length - 1).waitFor();
    assert.equal(await rows("Profit").locator("tbody tr").count(), trades.length);
    await page.getByRole("tab", { name: "Events" }).click();
    await page.getByText("Version 1 is followed on DEMO/USDT 1h.").waitFor();

    // A pause from elsewhere is seen here.
    const [{ id }] = (await person.get("/follows")).json.follows;
    await person.patch(`/follows/${id}`, { action: "pause" });
    await card.getByText("Paused", { exact: true }).waitFor();
    await page.getByText("Paused. Nothing is bought").waitFor();
    assert.equal(loaded, 1);
    // All of it was told: no list was asked for.
    assert.deepEqual(
      asked.filter((path) => /^\/api\/v1\/(signals|orders|trades|events)$/.test(path)),
      [],
    );
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await harness.close();
  }
}, { sanitizeOps: false, sanitizeResources: false });
