/** How far to trust a run, in Chromium: from its candles to the first answer and to the last, with two threads. */
import type { Page } from "playwright-core";
import { crossDocument } from "../engine/workloads.ts";
import { measurePage, signedUp } from "../reporting/browser_suite.ts";
import { type BenchSuite, type Report, rowOf } from "../reporting/report.ts";

const SUITE = "lab";
/** Milliseconds. */
const GOAL_FIRST_MS = 200;
const GOAL_LAST_MS = 1_000;
const THREADS = 2;

interface Measured {
  readonly first: number;
  readonly last: number;
}

export const labSuite: BenchSuite = {
  name: SUITE,
  about: "how far to trust a run of a year of 1h (workload W3), on its page with two threads",
  run: (report, { quick }) =>
    measurePage(SUITE, report, (page, url) => measure(page, url, quick ? 1 : 15, report)),
};

async function measure(page: Page, url: string, samples: number, report: Report): Promise<void> {
  const path = await runOfAYear(page, url);
  await page.addInitScript(watch, THREADS);
  const measured: Measured[] = [];
  for (let k = 0; k < samples + 1; k++) {
    await page.goto(path);
    await page.locator('#robustness ul[aria-busy="false"]').waitFor({ timeout: 60_000 });
    const times = await page.evaluate(() =>
      (globalThis as unknown as { labTimes: Measured }).labTimes
    );
    // The first visit fills the cache.
    if (k > 0) measured.push(times);
  }
  const row = (name: string, times: readonly number[], goal: number) =>
    report(rowOf(SUITE, name, times, { goal }));
  row("from the candles to the first row", measured.map(({ first }) => first), GOAL_FIRST_MS);
  row("from the candles to the last row", measured.map(({ last }) => last), GOAL_LAST_MS);
}

/** Runs the strategy of workload W3 over a year of made-up hours; returns the path of its page. */
async function runOfAYear(page: Page, url: string): Promise<string> {
  const post = await signedUp(page, url);
  const { id } = await post("/strategies", {
    name: "W3",
    asset: "DEMO/USDT",
    timeframe: "1h",
    definition: crossDocument(true),
  });
  const { run_id } = await post("/backtests", {
    strategy_id: id,
    date_from: "2022-01-01",
    date_to: "2023-01-01",
  });
  await page.goto(`/runs/${run_id}`);
  await page.locator('[data-part="verdict"]').waitFor({ timeout: 60_000 });
  return `/runs/${run_id}`;
}

/** In the page: notes when the threads get the candles, and when the first and the last row have their answer. */
function watch(threads: number): void {
  Object.defineProperty(navigator, "hardwareConcurrency", { get: () => threads });
  let started = NaN;
  const times = { first: NaN, last: NaN };
  Object.assign(globalThis, { labTimes: times });
  const Own = globalThis.Worker;
  globalThis.Worker = class extends Own {
    override postMessage(message: { readonly kind?: string }, ...rest: unknown[]): void {
      if (message.kind === "material" && Number.isNaN(started)) started = performance.now();
      (super.postMessage as (...all: unknown[]) => void)(message, ...rest);
    }
  };
  const look = () => {
    if (Number.isNaN(started)) return;
    const now = performance.now() - started;
    const answered = '#robustness [data-answer]:not([data-answer="waiting"])';
    if (Number.isNaN(times.first) && document.querySelector(answered)) times.first = now;
    if (Number.isNaN(times.last) && document.querySelector('#robustness ul[aria-busy="false"]')) {
      times.last = now;
    }
  };
  new MutationObserver(look).observe(document, {
    attributes: true,
    childList: true,
    subtree: true,
  });
}
