/**
 * How much JavaScript pages load, compressed, in Chromium: before the first paint at most 40 KB on every page without the
 * editor, and 220 KB in the editor with React Flow and charts. What draws charts, computes and lays out comes after.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { testWith } from "../support/env.ts";
import { openSite, type Site } from "./site/site.ts";
import { bringTo, type PageState, STATES } from "./site/states.ts";
import { type LoadedScript, overweight, weigh, type Weighed } from "./site/weights.ts";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Bytes; 1 KB is 1,000 of them. */
const MOST_BEFORE_PAINT = 40_000;
const MOST_IN_EDITOR = 220_000;
/** Modules whose place is after the first paint, by what their source is called in the build's manifest. */
const LATER = /\/draw_(?:live_)?charts?\.ts$|\/live_engine\.ts$|\/layout\.ts$|uplot/;

let opened: Promise<Site> | null = null;

/** One state of each page: the one that loads the most, else the first of the list. */
const FULL = new Map([["/strategies/:id", "editor"], ["/runs/:id", "run, completed"]]);
const PAGES = STATES.filter(({ route, name }, at) =>
  FULL.has(route)
    ? FULL.get(route) === name
    : STATES.findIndex((other) => other.route === route) === at
);

for (const state of PAGES) {
  const inEditor = state.route === "/strategies/:id" || state.route === "/try";
  testWith(["chromium"], `page sizes: ${state.route}`, async () => {
    const scripts = await load(state);
    const before = scripts.filter(({ beforePaint }) => beforePaint);
    assert.deepEqual(
      overweight(`${state.route} before the first paint`, before, {
        most: inEditor ? MOST_IN_EDITOR : MOST_BEFORE_PAINT,
      }),
      null,
    );
    assert.deepEqual(early(before), [], `${state.route} loads before the first paint`);
    if (state.route === "/runs/:id") {
      assert.ok(scripts.some(({ source }) => LATER.test(source)), "no charts were seen");
    }
    if (!inEditor) return;
    // React Flow and charts, and everything else that this thread ever loads.
    const page = scripts.filter(({ worker }) => !worker);
    assert.deepEqual(overweight("the editor", page, { most: MOST_IN_EDITOR }), null);
    assert.ok(scripts.some(({ worker }) => worker), "the engine's worker was not seen");
    assert.ok(page.some(({ source }) => LATER.test(source)), "no charts were seen");
  }, { sanitizeOps: false, sanitizeResources: false });
}

Deno.test("page sizes: what is too heavy is told by page, file and size", () => {
  const script = (file: string, bytes: number) => ({
    file,
    source: file,
    bytes,
    beforePaint: true,
    worker: false,
  });
  const scripts = [script("a.js", 1_200), script("b.js", 39_000)];
  assert.equal(overweight("/runs", scripts, { most: 40_200 }), null);
  assert.equal(
    overweight("/runs", scripts, { most: 40_000 }),
    "/runs: 40.2 KB of JavaScript, at most 40.0 KB: b.js 39.0 KB, a.js 1.2 KB",
  );
});

Deno.test.afterAll(async () => {
  await (await opened)?.close();
});

/** Loads a page into an empty cache; every script that came, in the order of asking. */
async function load(state: PageState): Promise<readonly Weighed[]> {
  const site = await (opened ??= openSite());
  const context = await site.context(state.as, { isFresh: true });
  try {
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await bringTo(page, state, site);
    await page.waitForLoadState("networkidle");
    const named =
      await (await context.request.get(page.url(), { headers: { accept: "text/html" } })).text();
    return await weigh(dist, await scriptsOf(page, asked, named));
  } finally {
    await context.close();
  }
}

/**
 * Scripts with when they were asked for. What the page itself names counts as asked for at once, however fast the first
 * paint was; a worker and what it loads are no resources of the page, and come later.
 */
async function scriptsOf(
  page: Page,
  asked: readonly string[],
  html: string,
): Promise<LoadedScript[]> {
  const timed = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    if (paint === undefined) throw new Error("nothing was painted");
    const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return resources.map(({ name, startTime }) => ({ name, beforePaint: startTime <= paint }));
  });
  const early = new Map(timed.map(({ name, beforePaint }) => [name, beforePaint]));
  return [...new Set(asked)].filter((url) => url.includes("/assets/") && url.endsWith(".js"))
    .map((url) => ({
      file: url.slice(url.lastIndexOf("/") + 1),
      beforePaint: html.includes(new URL(url).pathname) || (early.get(url) ?? false),
      worker: /worker/.test(url),
    }));
}

function early(scripts: readonly Weighed[]): string[] {
  return scripts.filter(({ source, worker }) => worker || LATER.test(source))
    .map(({ file }) => file);
}
