/** The app on a loopback port with a browser beside it: what every test in Chromium stands on. */
import assert from "node:assert/strict";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { createApp } from "../../routes/app.tsx";
import type { Services } from "../../server/services.ts";
import { openTestApp, type TestApp, type TestAppOptions, type TestClient } from "../support/app.ts";
import { CHROMIUM_ARGS, testEnv } from "../support/env.ts";

export interface Stage {
  readonly app: TestApp;
  /** Where the app is served, without a slash at the end. */
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Builds the islands, starts the app with its runner, and opens a browser; close it at the end. */
export async function openStage(options: TestAppOptions = {}): Promise<Stage> {
  await buildIslands();
  const app = await openTestApp(options);
  await app.services.runner.start({ alone: true });
  const server = serve(app.services);
  const browser = await launchBrowser();
  return {
    app,
    url: `http://127.0.0.1:${server.addr.port}`,
    browser,
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

export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: testEnv.chromium ?? "",
    args: [...CHROMIUM_ARGS],
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
