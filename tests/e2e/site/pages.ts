/** A test for each of some states of pages; the files that call it run side by side. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { FRAME_COOKIE } from "../../../studio/frame/frame_cookie.ts";
import { testWith } from "../../support/env.ts";
import { leave } from "../browser_profiles.ts";
import { audit, listen } from "./audit.ts";
import { focusEach, skipLink, walk } from "./focus_walk.ts";
import { openSite, type Person, type Site } from "./site.ts";
import { bringTo, type PageState, type Size, STATES } from "./states.ts";

const VIEWPORTS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** Each size opens its pages in one of the themes; the other one is put on in place. */
const THEMES = { desktop: "light", phone: "dark" } as const;

let opened: Promise<Site> | null = null;

/**
 * Pages that were used before and show nothing, by person and size. A new one is a new process of the browser, which reads
 * and compiles every script again, those of axe too: a third of what a state takes.
 */
const idle = new Map<string, Page[]>();

/** Looks at each state, in a site of its own that is closed at the end. */
export function testPages(states: readonly PageState[]): void {
  for (const state of states) {
    testWith(["chromium"], `pages: ${state.name}`, async () => {
      const sizes = (["desktop", "phone"] as const).filter((size) => (state.only ?? size) === size);
      // Side by side, each in a browser profile of its own: most of the time goes by within the page.
      const found = await Promise.all(
        sizes.map(async (size) => (await look(state, size)).map((line) => `${size}: ${line}`)),
      );
      assert.deepEqual(found.flat(), []);
    }, { sanitizeOps: false, sanitizeResources: false });
  }
  Deno.test.afterAll(async () => {
    await (await opened)?.close();
  });
}

async function look(state: PageState, size: Size): Promise<string[]> {
  const site = await (opened ??= openSite());
  const kind = `${state.as} ${size}`;
  const page = idle.get(kind)?.pop() ?? await openPage(site, state.as, size);
  let isUsable = false;
  try {
    await page.setViewportSize(VIEWPORTS[size]);
    const complaints = listen(page, state);
    await bringTo(page, state, site);
    const found = await audit(page, size);
    if (size === "desktop") {
      await page.setViewportSize(VIEWPORTS[size]);
      const covered = await page.locator("dialog:modal, [popover]:popover-open").count() > 0;
      // Tab walks through each page once, and through whatever lies over one; elsewhere it would meet the same again.
      const isFirst = STATES.find(({ route }) => route === state.route) === state;
      found.push(...await (isFirst || covered ? walk : focusEach)(page));
      if (!covered) found.push(...await skipLink(page));
    }
    isUsable = true;
    return [...found, ...complaints];
  } finally {
    if (isUsable) {
      await empty(page, site);
      idle.set(kind, [...idle.get(kind) ?? [], page]);
    } else await page.close();
  }
}

/** A page in a browser profile of its own, which has the size's theme. */
async function openPage(site: Site, person: Person, size: Size): Promise<Page> {
  const context = await site.context(person, { reducedMotion: "reduce" });
  await context.addCookies([{ name: "theme", value: THEMES[size], url: site.baseURL }]);
  return await context.newPage();
}

/** What one state left in the browser is no part of the next. */
async function empty(page: Page, { baseURL }: Site): Promise<void> {
  await page.evaluate(() => localStorage.clear());
  // Leaving keeps what was being worked on, and the frame of the editor; both are gone once that has happened.
  await leave(page, baseURL);
  await page.evaluate(() => localStorage.clear());
  await page.context().clearCookies({ name: FRAME_COOKIE });
}
