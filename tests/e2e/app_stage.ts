/** The app on a loopback port with a browser, for tests that need an account and the services behind it. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { TestApp, TestClient } from "../support/app.ts";
import { testWith } from "../support/env.ts";
import { listen } from "./site/audit.ts";
import { openStage, signIn, type Stage } from "./stage.ts";

export interface StageVisit {
  readonly page: Page;
  /** The account that the page is signed in to, over the API. */
  readonly person: TestClient;
  readonly app: TestApp;
}

let stage: Promise<Stage> | null = null;

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly touch?: boolean;
  /** Failures that requests of the page answer with because the test is about them. */
  readonly refusal?: number;
}

/** Registers a test with a new account in a browser profile of its own; a page that complains fails it. */
export function testStage(
  name: string,
  fn: (visit: StageVisit) => Promise<void>,
  { width = 1440, height = 900, touch = false, refusal = 0 }: VisitOptions = {},
): void {
  testWith(["chromium"], name, async () => {
    const { app, url, browser } = await (stage ??= openStage());
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

/** Closes the stage after the last test of a file; call it once. */
export function closeStageAtEnd(): void {
  Deno.test.afterAll(async () => {
    await (await stage)?.close();
  });
}
