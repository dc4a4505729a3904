/** The app on a loopback port with a browser, for tests that need an account and the services behind it. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type TestApp, type TestClient, untilEnded } from "../support/app.ts";
import { testWith } from "../support/env.ts";
import { listen } from "./site/audit.ts";
import { type BrowserHarness, openBrowserHarness, signIn } from "./browser_harness.ts";

export interface BrowserVisit {
  readonly page: Page;
  /** The account that the page is signed in to, over the API. */
  readonly person: TestClient;
  readonly app: TestApp;
}

let harness: Promise<BrowserHarness> | null = null;

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly touch?: boolean;
  /** Failures that requests of the page answer with because the test is about them. */
  readonly refusal?: number;
}

/** Registers a test with a new account in a browser profile of its own; a page that complains fails it. */
export function testInBrowser(
  name: string,
  fn: (visit: BrowserVisit) => Promise<void>,
  { width = 1440, height = 900, touch = false, refusal = 0 }: VisitOptions = {},
): void {
  testWith(["chromium"], name, async () => {
    const { app, url, browser } = await (harness ??= openBrowserHarness());
    const person = await app.person();
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width, height },
      hasTouch: touch,
    });
    try {
      await signIn(context, person, url);
      const page = await context.newPage();
      const complaints = listen(page, { refusal });
      await fn({ page, person, app });
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }, { sanitizeOps: false, sanitizeResources: false });
}

/** Runs a strategy that buys and holds over five months of synthetic candles; answers the run's id once it has ended. */
export async function heldRun(person: TestClient): Promise<string> {
  const made = await person.post("/strategies", {
    name: "Held",
    asset: "DEMO/USDT",
    timeframe: "4h",
    template: "buy_and_hold",
  });
  assert.equal(made.status, 201, made.text);
  const started = await person.post("/backtests", {
    strategy_id: made.json.id,
    date_from: "2021-01-01",
    date_to: "2021-06-01",
  });
  assert.equal(started.status, 202, started.text);
  const run = await untilEnded(person, started.json.run_id);
  assert.equal(run.status, "completed", run.error_message);
  return run.run_id;
}

/** Closes the harness after the last test of a file, or of several that share it; call it once in each. */
export function closeHarnessAtEnd(): void {
  Deno.test.afterAll(async () => {
    const open = harness;
    harness = null;
    await (await open)?.close();
  });
}
