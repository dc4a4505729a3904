/** The app on a loopback port with a browser beside it: what every test in Chromium stands on. */
import assert from "node:assert/strict";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Download,
} from "playwright-core";
import { createApp } from "../../routes/app.tsx";
import type { Services } from "../../server/services.ts";
import { openTestApp, type TestApp, type TestAppOptions, type TestClient } from "../support/app.ts";
import { CHROMIUM_ARGS, testEnv } from "../support/env.ts";
import { reuseProfiles } from "./browser_profiles.ts";

export interface BrowserHarness {
  readonly app: TestApp;
  /** Where the app is served, without a slash at the end. */
  readonly url: string;
  /** Its profiles were used before and are empty, unless pages are made late. */
  readonly browser: Browser;
  /** Makes a profile that has loaded nothing yet. */
  newFresh(options: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/**
 * Builds the islands, starts the app with its runner, and opens a browser; close it at the end.
 *
 * @param isRunning whether backtests are run at once; otherwise they wait until the test starts the runner
 */
export async function openBrowserHarness(
  options: TestAppOptions = {},
  { isRunning = true } = {},
): Promise<BrowserHarness> {
  await buildIslands();
  const app = await openTestApp(options);
  if (isRunning) await app.services.runner.start({ alone: true });
  const server = serve(app.services);
  const browser = await launchBrowser();
  const { newFresh } = isLate
    ? { newFresh: browser.newContext.bind(browser) }
    : reuseProfiles(browser);
  return {
    app,
    url: `http://127.0.0.1:${server.addr.port}`,
    browser,
    newFresh,
    async close() {
      await browser.close();
      app.services.announceClosing();
      await server.shutdown();
      await app.close();
    },
  };
}

/** Serves the app on a port of loopback that was free. */
export function serve(services: Services): Deno.HttpServer<Deno.NetAddr> {
  const web = createApp(services);
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
}

const lateness = Number(Deno.env.get("TEST_LATE_PAGES") ?? 0);
/** Whether pages are made late, to find tests that do not wait. */
export const isLate = lateness > 0;

/**
 * Opens a browser: one of its own, or a connection to the one of the test run, which sees no other's profiles. With TEST_LATE_PAGES=100 the pages' frames, timers, workers and answers are 100 ms late: a test that takes for
 * granted what a busy machine would show a moment later fails every time, not now and then.
 */
export async function launchBrowser(): Promise<Browser> {
  const browser = testEnv.chromiumEndpoint === null
    ? await chromium.launch({ executablePath: testEnv.chromium ?? "", args: [...CHROMIUM_ARGS] })
    : await chromium.connect(testEnv.chromiumEndpoint);
  if (isLate) {
    const newContext = browser.newContext.bind(browser);
    browser.newContext = async (options) => {
      const context = await newContext(options);
      await delayPages(context, lateness);
      return context;
    };
  }
  return browser;
}

async function delayPages(context: BrowserContext, ms: number): Promise<void> {
  await context.addInitScript((late) => {
    const { requestAnimationFrame: frame, setTimeout: timer } = globalThis;
    globalThis.requestAnimationFrame = (draw) => Number(timer(() => frame(draw), late));
    globalThis.cancelAnimationFrame = (id) => clearTimeout(id);
    globalThis.setTimeout = ((task: TimerHandler, wait = 0, ...args: unknown[]) =>
      timer(task, wait + late, ...args)) as typeof setTimeout;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message: unknown[]) {
      timer(() =>
        Reflect.apply(post, this, message), late);
    };
  }, ms);
  await context.route(() => true, async (route) => {
    await new Promise((elapsed) => setTimeout(elapsed, ms));
    await route.continue().catch(() => {});
  });
}

/** Gives a browser profile the session that a client of the API has. */
export async function signIn(
  context: BrowserContext,
  { cookie }: Pick<TestClient, "cookie">,
  url: string,
): Promise<void> {
  const [name = "", value = ""] = (cookie ?? "").split("=");
  await context.addCookies([{ name, value, url }]);
}

/** Builds what the pages load, where the sources are newer. */
export async function buildIslands(): Promise<void> {
  const root = new URL("../..", import.meta.url);
  const build = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/build.ts", "--if-stale"],
    cwd: root,
    stdout: "null",
  }).output();
  assert.ok(build.success, new TextDecoder().decode(build.stderr));
}

/** What was downloaded. The browser is another process, whose own file cannot be read: it is saved first. */
export async function readDownload(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  const path = await Deno.makeTempFile({ prefix: "download-" });
  try {
    await download.saveAs(path);
    return await Deno.readFile(path);
  } finally {
    await Deno.remove(path);
  }
}
