/** The heat map of two numbers, in Chromium: from the press of the button to the frame that shows all cells, with two threads. */
import type { Page } from "playwright-core";
import { crossDocument } from "../engine/workloads.ts";
import { measurePage, signedUp } from "../reporting/browser_suite.ts";
import { type BenchSuite, type Report, rowOf } from "../reporting/report.ts";

const SUITE = "explore";
/** Milliseconds. */
const GOAL_MS = 1_000;
const THREADS = 2;
const COUNTED_MS = 2_000;
/** What is typed for each number: 50 values each. */
const RANGES = { x: ["2", "51", "1"], y: ["52", "101", "1"] } as const;

export const exploreSuite: BenchSuite = {
  name: SUITE,
  about: "50 × 50 pairs of averages over a year of 1h in the editor, with two threads",
  run: (report, { quick }) =>
    measurePage(SUITE, report, (page, url) => measure(page, url, quick ? 1 : 15, report)),
};

async function measure(page: Page, url: string, samples: number, report: Report): Promise<void> {
  await page.addInitScript((threads) => {
    Object.defineProperty(navigator, "hardwareConcurrency", { get: () => threads });
  }, THREADS);
  await openMap(page, url);
  const times: number[] = [];
  for (let k = 0; k < samples + 1; k++) {
    const ms = await page.evaluate(tryAll);
    // What was tried is counted after it is shown; the next one does not wait for that, and is not measured beside it.
    await page.waitForTimeout(COUNTED_MS);
    // The first one loads and warms up what the others use.
    if (k > 0) times.push(ms);
  }
  report(rowOf(SUITE, "2,500 combinations, drawn", times, { goal: GOAL_MS }));
}

/** Opens the editor on workload W1 with both ranges typed. */
async function openMap(page: Page, url: string): Promise<void> {
  const post = await signedUp(page, url);
  const { id } = await post("/strategies", {
    name: "W1",
    asset: "DEMO/USDT",
    timeframe: "1h",
    definition: crossDocument(false),
  });
  await page.goto(`/strategies/${id}`);
  await page.locator('[data-metric="total_return"] [data-outcome]').waitFor({ timeout: 60_000 });
  await page.getByRole("tab", { name: "Explore" }).click();
  for (const [axis, values] of Object.entries(RANGES)) {
    const fields = page.locator(`[data-axis="${axis}"] input[type="text"]`);
    for (const [k, value] of values.entries()) await fields.nth(k).fill(value);
  }
  await page.getByRole("button", { name: "Try 2,500 combinations" }).waitFor();
}

/** In the page: presses the button, and waits for the frame in which it is there again. */
async function tryAll(): Promise<number> {
  const button = () =>
    [...document.querySelectorAll<HTMLButtonElement>('[data-part="explore"] button')]
      .find(({ textContent }) => /^Try /.test(textContent ?? ""));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const started = performance.now();
  button()!.click();
  await frame();
  while (!button()) await frame();
  // The map is drawn in the frame after its values have come.
  await frame();
  return performance.now() - started;
}
