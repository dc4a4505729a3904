/** What suites that measure one page of the app in Chromium have in common. */
import { chromium, type Page } from "playwright-core";
import { startApp } from "../../tests/support/app_process.ts";
import { CHROMIUM_ARGS, testEnv } from "../../tests/support/env.ts";
import { type Report, rowOf } from "./report.ts";

/** Opens the app, empty, as a process of its own and a page of 1440 × 900 on it; says so where there is no Chromium. */
export async function measurePage(
  suite: string,
  report: Report,
  measure: (page: Page, url: string) => Promise<void>,
): Promise<void> {
  if (!testEnv.chromium) {
    report(rowOf(suite, "Chromium is not installed here", []));
    return;
  }
  const dataDir = await Deno.makeTempDir({ prefix: `bench-${suite}-` });
  try {
    const app = await startApp({ DATA_DIR: dataDir, LOG_LEVEL: "error" });
    try {
      const browser = await chromium.launch({
        executablePath: testEnv.chromium,
        args: [...CHROMIUM_ARGS],
      });
      try {
        const viewport = { width: 1440, height: 900 };
        const context = await browser.newContext({ baseURL: app.url, viewport });
        await measure(await context.newPage(), app.url);
      } finally {
        await browser.close();
      }
    } finally {
      app.kill("SIGTERM");
      await app.exited;
    }
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Signs up, and returns how the API is asked from there on. */
export async function signedUp(page: Page, url: string) {
  const { request } = page.context();
  const post = async (path: string, data: unknown) => {
    const response = await request.post(`/api/v1${path}`, { data, headers: { origin: url } });
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}`);
    return await response.json();
  };
  await post("/auth/signup", { email: "bench@example.com", password: "correct horse" });
  return post;
}
