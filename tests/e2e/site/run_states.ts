/** Backtests: the history, one of them, several side by side. */
import { click, type PageState } from "./page_state.ts";
import type { Site } from "./site.ts";

const HISTORY = "/strategies/:id/runs";
const RUN = "/runs/:id";
const COMPARE = "/strategies/:id/compare";

type Strategies = Site["things"]["strategies"];
type Runs = Site["things"]["runs"];

const history = (which: keyof Strategies) => ({ things: { strategies } }: Site) =>
  `/strategies/${strategies[which]}/runs`;
const run = (which: keyof Runs) => ({ things: { runs } }: Site) => `/runs/${runs[which]}`;
const compare = (...which: (keyof Runs)[]) => ({ things: { strategies, runs } }: Site) =>
  `/strategies/${strategies.usual}/compare?runs=${which.map((name) => runs[name]).join(",")}`;

/** Every test of how far to trust the result has answered. */
const TESTED = '#robustness ul[aria-busy="false"]';
/** The page's own run of the engine has answered. */
const CHECKED = '[data-check="same"]';

export const RUN_STATES: readonly PageState[] = [
  {
    name: "backtests, none yet",
    route: HISTORY,
    as: "trader",
    path: history("blank"),
    ready: "#backtests",
  },
  {
    name: "backtests",
    route: HISTORY,
    as: "trader",
    path: history("usual"),
    ready: "#backtests table",
  },
  {
    name: "backtests, a period that cannot be",
    route: HISTORY,
    as: "trader",
    path: history("usual"),
    ready: "#backtests table",
    act: async (page) => {
      await page.getByLabel("First day").fill("2031-01-01");
      await click('[data-part="run-form"] summary', "#run-intrabar")(page);
      await click('[data-part="run-form"] button[type=submit]', "[aria-invalid=true]")(page);
    },
  },
  {
    name: "backtests, two chosen",
    route: HISTORY,
    as: "trader",
    path: history("usual"),
    ready: "#backtests table",
    act: async (page) => {
      const boxes = page.locator("#backtests input[type=checkbox]:not(:disabled)");
      await boxes.nth(0).check();
      await boxes.nth(1).check();
      await page.getByRole("link", { name: "Compare", exact: true }).waitFor();
    },
  },
  {
    name: "backtests, asking before one is deleted",
    route: HISTORY,
    as: "trader",
    path: history("usual"),
    ready: "#backtests table",
    act: async (page) => {
      await click("#backtests [popovertarget]", "[popover]:popover-open")(page);
      await page.getByRole("button", { name: "Delete…" }).click();
      await page.locator("dialog[open] h2").waitFor();
    },
  },
  {
    name: "run, pending",
    route: RUN,
    as: "trader",
    path: run("pending"),
    ready: '[data-run-status="pending"] ol[aria-label="Progress of the backtest"]',
  },
  {
    name: "run, running",
    route: RUN,
    as: "trader",
    path: run("running"),
    ready: '[data-run-status="running"] ol[aria-label="Progress of the backtest"]',
  },
  { name: "run, failed", route: RUN, as: "trader", path: run("failed"), ready: "[data-failure]" },
  {
    name: "run, completed",
    route: RUN,
    as: "trader",
    path: run("completed"),
    ready: ".uplot canvas",
    act: (page) => page.locator(CHECKED).waitFor(),
  },
  {
    name: "run, how far to trust it",
    route: RUN,
    as: "trader",
    path: run("overfit"),
    ready: ".uplot canvas",
    act: async (page) => {
      await page.locator(TESTED).waitFor();
      for (const test of ["order", "late", "parameters", "starts", "walk_forward", "skill"]) {
        await page.locator(`[data-test="${test}"] button`).press("Enter");
      }
      await page.locator('[data-test="walk_forward"] [data-part="out-of-sample"]').first()
        .waitFor();
    },
  },
  {
    name: "run, a trade looked at",
    route: RUN,
    as: "trader",
    path: run("completed"),
    ready: ".uplot canvas",
    act: async (page) => {
      await page.locator(CHECKED).waitFor();
      await click("#trades tbody tr", '[data-selected="true"]')(page);
      await page.getByRole("slider", { name: /Selected (candle|time)$/ }).focus();
      await page.keyboard.press("ArrowLeft");
      await page.locator('[data-part="chart-tooltip"]').waitFor();
    },
  },
  {
    name: "run, ways to run it again",
    route: RUN,
    as: "trader",
    path: run("again"),
    ready: ".uplot canvas",
    act: async (page) => {
      await page.locator(CHECKED).waitFor();
      await click("[popovertarget=run-again]", "#run-again:popover-open")(page);
    },
  },
  {
    name: "run, another market",
    route: RUN,
    as: "trader",
    path: run("again"),
    ready: ".uplot canvas",
    act: async (page) => {
      await page.locator(CHECKED).waitFor();
      await click("[popovertarget=run-again]", "#run-again:popover-open")(page);
      await page.getByRole("button", { name: "On another market…" }).click();
      await page.locator("dialog[open] #run-asset").waitFor();
    },
  },
  {
    name: "run, note and tags",
    route: RUN,
    as: "trader",
    path: run("completed"),
    ready: ".uplot canvas",
    act: async (page) => {
      await page.locator(CHECKED).waitFor();
      await click('[data-part="run-words"] button', "dialog[open] #run-note")(page);
    },
  },
  {
    name: "two runs compared",
    route: COMPARE,
    as: "trader",
    path: compare("completed", "again"),
    ready: ".uplot canvas",
  },
  {
    name: "two strategies compared",
    route: "/compare",
    as: "trader",
    path: ({ things: { runs } }) => `/compare?runs=${runs.completed},${runs.long}`,
    ready: ".uplot canvas",
  },
  {
    name: "no strategies to compare",
    route: "/compare",
    as: "trader",
    path: ({ things: { runs } }) => `/compare?runs=${runs.pending},${runs.failed}`,
    ready: '[data-part="empty"]',
    status: 422,
  },
  {
    name: "nothing to compare",
    route: COMPARE,
    as: "trader",
    path: compare("pending", "failed"),
    ready: '[data-part="empty"]',
    status: 422,
  },
];
