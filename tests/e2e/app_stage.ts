/** The app on a loopback port with a browser, for tests that need an account and the services behind it. */
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";
import { createApp } from "../../routes/app.tsx";
import { openTestApp, type TestApp, type TestClient } from "../support/app.ts";
import { CHROMIUM_ARGS, testEnv, testWith } from "../support/env.ts";
import { buildIslands } from "./editor_page.ts";
import { listen } from "./site/audit.ts";

export interface StageVisit {
  readonly page: Page;
  /** The account that the page is signed in to, over the API. */
  readonly person: TestClient;
  readonly app: TestApp;
}

interface Stage {
  readonly app: TestApp;
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

let stage: Promise<Stage> | null = null;

async function openStage(): Promise<Stage> {
  await buildIslands();
  const base = await openTestApp();
  await base.services.runner.start({ alone: true });
  const web = createApp(base.services);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
  const browser = await chromium.launch({
    executablePath: testEnv.chromium ?? "",
    args: [...CHROMIUM_ARGS],
  });
  return {
    app: base,
    url: `http://127.0.0.1:${server.addr.port}`,
    browser,
    async close() {
      await browser.close();
      base.services.announceClosing();
      await server.shutdown();
      await base.close();
    },
  };
}

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
      const [cookie = "", value = ""] = (person.cookie ?? "").split("=");
      await context.addCookies([{ name: cookie, value, url }]);
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
