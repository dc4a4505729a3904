/**
 * The one list of pages: every page of the app in each of its main states. What is checked on all pages, and the
 * screenshots, go through it; a page that is missing here fails `pages_test.ts`.
 */
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { click, openTool, type PageState } from "./page_state.ts";
import { ADMIN_STATES } from "./admin_states.ts";
import { BAR_STATES } from "./bar_states.ts";
import { CHART_STATES } from "./chart_states.ts";
import { LIST_STATES } from "./list_states.ts";
import { PANEL_STATES } from "./panel_states.ts";
import { READING_STATES } from "./reading_states.ts";
import { RUN_STATES } from "./run_states.ts";
import { SAY_STATES } from "./say_states.ts";
import { SETTINGS_STATES } from "./settings_states.ts";
import type { Site } from "./site.ts";
import { VERSION_STATES } from "./version_states.ts";

export type { PageState, Size } from "./page_state.ts";

const EDITOR = "/strategies/:id";
const TRY = "/try";
/** The canvas and the answer below it have been drawn. */
const LIVE = 'section[aria-label="Live result"] [data-outcome]';
/** The canvas, or the list of rules of a phone. */
const BLANK = '[role="toolbar"][aria-label="Canvas"], [data-part="rules"]';
/** The same on the first page. */
const PLAY = '[data-island="playground"] [data-outcome]';

const editor = (which: keyof Site["things"]["strategies"]) => ({ things: { strategies } }: Site) =>
  `/strategies/${strategies[which]}`;
const press = (...keys: string[]) => async (page: Page) => {
  for (const key of keys) await page.keyboard.press(key);
};
const dialog = "dialog[open] h2";
/** What opens in a moment is waited for. */
const keysTo = (then: string, ...keys: string[]) => async (page: Page) => {
  await press(...keys)(page);
  await page.locator(then).first().waitFor();
};

/** On a phone the live result is folded away at first. */
const openResult = async (page: Page) => {
  const folded = page.locator(
    'section[aria-label="Live result"][data-open="false"] button[aria-describedby$="-brief"]',
  );
  if (await folded.count() > 0) await folded.click();
};

export const STATES: readonly PageState[] = [
  { name: "landing", route: "/", as: "visitor", path: () => "/", ready: PLAY },
  {
    name: "landing, another template, signed in",
    route: "/",
    as: "trader",
    path: () => "/?template=golden_cross",
    ready: PLAY,
  },
  {
    name: "landing, a block selected",
    route: "/",
    as: "visitor",
    path: () => "/",
    ready: PLAY,
    only: "desktop",
    act: click(
      '.react-flow__node :is([data-part="block-head"], [data-part="block-sentence"]):visible',
      'input[aria-label="Name of this block"]',
    ),
  },
  {
    name: "landing, palette open",
    route: "/",
    as: "visitor",
    path: () => "/",
    ready: PLAY,
    only: "desktop",
    act: click('role=button[name="Add a block"]', 'nav[aria-label="Blocks"] button[data-type]'),
  },
  {
    name: "landing, saving asks for an account",
    route: "/",
    as: "visitor",
    path: () => "/",
    ready: PLAY,
    act: click('role=button[name="Save"]', dialog),
  },
  {
    name: "landing, menu open",
    route: "/",
    as: "visitor",
    path: () => "/",
    ready: "h1",
    only: "phone",
    act: click('summary[aria-label="Menu"]', "details[data-menu][open] a"),
  },
  { name: "sign-up", route: "/signup", as: "visitor", path: () => "/signup", ready: "form" },
  {
    name: "sign-up, with errors",
    route: "/signup",
    as: "visitor",
    path: () => "/signup",
    ready: "form",
    // The form is sent in the background, so that what was typed stays.
    refusal: 422,
    act: async (page) => {
      await page.getByLabel("Email").fill("nobody");
      await page.getByLabel("Password").fill("short");
      await click("main button[type=submit]", "[aria-invalid=true]")(page);
    },
  },
  { name: "log-in", route: "/login", as: "visitor", path: () => "/login", ready: "form" },
  {
    name: "log-in, refused",
    route: "/login",
    as: "visitor",
    path: () => "/login?next=%2Fsettings",
    ready: "form",
    refusal: 401,
    act: async (page) => {
      await page.getByLabel("Email").fill("nobody@example.com");
      await page.getByLabel("Password").fill("not the password");
      await click("main button[type=submit]", "[aria-invalid=true]")(page);
    },
  },
  ...LIST_STATES,
  ...SAY_STATES,
  { name: "editor, blank", route: EDITOR, as: "trader", path: editor("blank"), ready: BLANK },
  { name: "editor", route: EDITOR, as: "trader", path: editor("usual"), ready: LIVE },
  { name: "editor, a long name", route: EDITOR, as: "trader", path: editor("long"), ready: LIVE },
  {
    name: "editor, with faults",
    route: EDITOR,
    as: "trader",
    path: editor("faulty"),
    ready: '[data-part="checks"][data-tone=bad]',
  },
  {
    name: "editor, candles that cannot be had",
    route: EDITOR,
    as: "trader",
    path: editor("away"),
    ready: 'section[aria-label="Live result"] [role="status"][data-tone=bad]',
    refusal: 503,
  },
  {
    name: "editor, a block selected",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    only: "desktop",
    act: click(
      '.react-flow__node[data-id="rsi"] :is([data-part="block-head"], [data-part="block-sentence"]):visible',
      '[data-param="period"]',
    ),
  },
  {
    name: "editor, settings of a block on a phone",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    only: "phone",
    act: async (page) => {
      await click('role=button[name="Canvas"]', '.react-flow__node[data-id="rsi"]')(page);
      await click(
        // Far cards show their sentence alone.
        '.react-flow__node[data-id="rsi"]',
        '[role="toolbar"][aria-label="Panels"]',
      )(page);
      await click(
        '[role="toolbar"][aria-label="Panels"] > button:last-child',
        'aside[aria-label="Settings"] [data-param="period"]',
      )(page);
    },
  },
  {
    name: "editor, palette on a phone",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    only: "phone",
    act: click(
      'role=button[name="Add a block"]',
      'nav[aria-label="Blocks"][data-open=true] button[data-type]',
    ),
  },
  {
    name: "editor, palette searched",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    only: "desktop",
    act: async (page) => {
      await page.getByLabel("Find a block").fill("oversold");
      await page.locator('button[data-type="rsi"]').waitFor();
    },
  },
  {
    name: "editor, palette without a match",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    only: "desktop",
    act: (page) => page.getByLabel("Find a block").fill("nothing is called so"),
  },
  {
    name: "editor, run dialog",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    act: keysTo(dialog, "Control+Shift+Enter"),
  },
  {
    name: "editor, run dialog with faults",
    route: EDITOR,
    as: "trader",
    path: editor("faulty"),
    ready: '[data-part="checks"][data-tone=bad]',
    act: click('role=button[name="Run backtest"]', dialog),
  },
  {
    name: "editor, shortcuts",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    act: keysTo(dialog, "?"),
  },
  {
    name: "editor, connect dialog",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    only: "desktop",
    act: async (page) => {
      await page.locator(
        '.react-flow__node[data-id="rsi"] :is([data-part="block-head"], [data-part="block-sentence"]):visible',
      ).click();
      await page.locator('.react-flow__node[data-id="rsi"]').focus();
      await keysTo(dialog, "c")(page);
    },
  },
  ...VERSION_STATES,
  {
    name: "editor, file menu",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    act: openTool('role=button[name="File"]', '[role="group"][aria-label="File"]'),
  },
  {
    name: "editor, a file that cannot be read",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    act: async (page) => {
      const buffer = Buffer.from('{"version": 1, "blocks": [{"id": "x", "type": "magic"}]}');
      const file = { name: "notes.json", mimeType: "application/json", buffer };
      await page.getByLabel("Strategy file").setInputFiles(file);
      await page.locator(dialog).waitFor();
    },
  },
  {
    name: "editor, a note for a version",
    route: EDITOR,
    as: "trader",
    path: editor("long"),
    ready: LIVE,
    act: keysTo('form[aria-label^="Save version"]', "Control+a", "ArrowRight", "Control+Shift+s"),
  },
  {
    name: "editor, why these trades",
    route: EDITOR,
    as: "trader",
    path: editor("usual"),
    ready: LIVE,
    act: async (page) => {
      await openResult(page);
      await page.getByRole("button", { name: /Why these trades|Why no trade/ }).click();
      await page.locator('section[aria-label="Live result"] aside').waitFor();
    },
  },
  { name: "editor to try", route: TRY, as: "visitor", path: () => TRY, ready: LIVE },
  {
    name: "editor to try, saving asks for an account",
    route: TRY,
    as: "visitor",
    path: () => TRY,
    ready: LIVE,
    act: async (page) => {
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.locator(dialog).waitFor();
    },
  },
  {
    name: "saving what was tried, when it cannot be",
    route: "/try/keep",
    as: "trader",
    path: () => TRY,
    ready: LIVE,
    refusal: 503,
    act: async (page) => {
      await page.route("**/api/v1/strategies", (route) =>
        route.fulfill({
          status: 503,
          json: { error: { code: "database_unavailable", message: "The database is away." } },
        }));
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("link", { name: "Save version 1" }).click();
      await page.getByRole("button", { name: "Try again" }).waitFor();
    },
  },
  ...BAR_STATES,
  ...CHART_STATES,
  ...PANEL_STATES,
  ...RUN_STATES,
  ...SETTINGS_STATES,
  ...ADMIN_STATES,
  ...READING_STATES,
  { name: "health", route: "/health", as: "visitor", path: () => "/health", ready: "h1" },
  { name: "trust", route: "/trust", as: "visitor", path: () => "/trust", ready: "h1" },
  { name: "status", route: "/status", as: "visitor", path: () => "/status", ready: "h1" },
  {
    name: "health, parts that do not answer",
    route: "/health",
    as: "visitor",
    path: ({ brokenURL }) => `${brokenURL}/health`,
    ready: "h1",
    status: 503,
  },
  {
    name: "not found",
    route: "*",
    as: "visitor",
    path: () => "/nothing-is-here",
    ready: "h1",
    status: 404,
  },
  {
    name: "not found, signed in",
    route: "*",
    as: "trader",
    path: () => `/runs/${crypto.randomUUID()}`,
    ready: "h1",
    status: 404,
  },
  {
    name: "something went wrong",
    route: "*",
    as: "trader",
    path: ({ brokenURL }) => `${brokenURL}/strategies`,
    ready: "h1",
    status: 500,
  },
];

/** Opens a page in its state. Listeners have been added to the page before. */
export async function bringTo(page: Page, state: PageState, site: Site): Promise<void> {
  await page.goto(state.path(site));
  await page.locator(state.ready).first().waitFor({ state: "attached" });
  // Scripts have run, so that a press is heard.
  await page.waitForLoadState("load");
  await state.act?.(page);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await frames(page, 2);
}

/** Lets the page draw so many times. */
export async function frames(page: Page, count: number): Promise<void> {
  for (let k = 0; k < count; k++) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => drawn(null))));
  }
}

/** Whether a state shows the editor, or the playground. */
export function hasCanvas({ route }: PageState): boolean {
  return ["/", "/try", "/strategies/:id"].includes(route);
}
