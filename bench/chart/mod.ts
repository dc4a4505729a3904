/**
 * The chart in Chromium: five years of 1h candles with six overlays and some 500 trades fill the screen, and are panned and
 * zoomed while the page's frames are timed.
 */
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { startApp } from "../../tests/support/app_process.ts";
import { CHROMIUM_ARGS, testEnv } from "../../tests/support/env.ts";
import { BARS_A_YEAR, candlesThere, writeHours } from "../editor/hours.ts";
import { type BenchSuite, percentile, type Report, rowOf } from "../reporting/report.ts";

const SUITE = "chart";
const ASSET = "BTC/USDT";
const YEARS = 5;
/** One frame of a screen that shows sixty a second. */
const FRAME_MS = 1000 / 60;
/** What 95 of 100 frames may take at the most, milliseconds. */
const GOAL_P95_MS = 20;

export const chartSuite: BenchSuite = {
  name: SUITE,
  about: "the chart panned and zoomed in Chromium over five years of 1h candles",
  async run(report, { quick }) {
    if (!testEnv.chromium) {
      report(rowOf(SUITE, "Chromium: not installed here", []));
      return;
    }
    const folder = await Deno.makeTempDir({ prefix: "bench-chart-" });
    await Deno.mkdir(`${folder}/candles`);
    await writeHours(`${folder}/candles`, ASSET, quick ? 5_000 : YEARS * BARS_A_YEAR, YEARS);
    const app = await startApp({
      DATA_DIR: `${folder}/data`,
      CANDLES_DIR: `${folder}/candles`,
      LOG_LEVEL: "error",
    });
    const browser = await chromium.launch({
      executablePath: testEnv.chromium,
      args: [...CHROMIUM_ARGS],
    });
    try {
      const context = await browser.newContext({
        baseURL: app.url,
        viewport: { width: 1440, height: 900 },
        extraHTTPHeaders: { origin: app.url },
      });
      await measure(await openChart(context), report, quick ? 8 : 240);
    } finally {
      await browser.close();
      app.kill("SIGTERM");
      await app.exited;
      await Deno.remove(folder, { recursive: true });
    }
  },
};

/** Six lines on the price: two averages whose crossings trade, a third, and a band; what never is true uses them. */
const DOCUMENT = {
  version: 1,
  blocks: [
    { id: "fast", type: "sma", params: { period: 20 } },
    { id: "slow", type: "sma", params: { period: 50 } },
    { id: "ema", type: "ema", params: { period: 100 } },
    { id: "band", type: "bollinger", params: {} },
    { id: "up", type: "crossover", params: { direction: "above" } },
    { id: "down", type: "crossover", params: { direction: "below" } },
    { id: "turned", type: "compare", params: { operator: "<" } },
    { id: "broken", type: "compare", params: { operator: "<", value: 0 } },
    { id: "any", type: "or" },
    { id: "buy", type: "entry_signal" },
    { id: "sell", type: "exit_signal" },
    { id: "stop", type: "stop_loss", params: { value: 5 } },
  ],
  connections: [
    "fast.value > up.a",
    "slow.value > up.b",
    "fast.value > down.a",
    "slow.value > down.b",
    "band.upper > turned.a",
    "band.lower > turned.b",
    "ema.value > broken.a",
    "up.signal > any.in1",
    "turned.signal > any.in2",
    "broken.signal > any.in3",
    "any.signal > buy.signal",
    "down.signal > sell.signal",
  ].map((wire) => {
    const [from = "", to = ""] = wire.split(" > ");
    const end = (text: string) => ({ block: text.split(".")[0], port: text.split(".")[1] });
    return { from: end(from), to: end(to) };
  }),
};

async function openChart(context: BrowserContext): Promise<Page> {
  const signedUp = await context.request.post("/api/v1/auth/signup", {
    data: { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" },
  });
  if (!signedUp.ok()) throw new Error(`signing up answered ${signedUp.status()}`);
  await candlesThere(
    () => context.request.get("/api/v1/markets").then((answer) => answer.json()),
    [ASSET],
  );
  const created = await context.request.post("/api/v1/strategies", {
    data: { name: "Five years", asset: ASSET, timeframe: "1h" },
  });
  const { id } = await created.json();
  const saved = await context.request.post(`/api/v1/strategies/${id}/versions`, {
    data: { definition: DOCUMENT, base_version: 0 },
  });
  if (!saved.ok()) throw new Error(`saving answered ${saved.status()}`);
  const all = await context.request.patch(`/api/v1/strategies/${id}`, {
    data: { context: { period: "all" } },
  });
  if (!all.ok()) throw new Error(`choosing the period answered ${all.status()}`);
  const page = await context.newPage();
  await page.goto(`/strategies/${id}`);
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector('[data-metric="total_return"] dd')?.textContent ?? "")
  );
  await page.getByRole("tab", { name: "Chart" }).click();
  // The legend names the overlays once the engine has sent them.
  await page.locator("[data-legend=price] button").filter({ hasText: "EMA(100)" }).waitFor();
  await page.getByRole("button", { name: "Full screen" }).click();
  await page.waitForTimeout(500);
  return page;
}

async function measure(page: Page, report: Report, moves: number): Promise<void> {
  const panes = page.locator('[data-part="price-chart"] [role="slider"]');
  const box = await panes.boundingBox();
  if (!box) throw new Error("the chart is not on screen");
  const words = await panes.getAttribute("aria-label") ?? "";
  const about = `${/[\d,]+ candles/.exec(words)?.[0]}, ${/[\d,]+ trades/.exec(words)?.[0]}`;
  const y = box.y + box.height / 3;
  const middle = box.x + box.width / 2;
  await page.mouse.move(middle, y);

  /** Steps of the wheel in and out again, from all candles to some days. */
  const zoom = await timed(page, moves, async (k) => {
    await page.mouse.wheel(0, Math.floor(k / 30) % 2 === 0 ? -120 : 120);
  });
  report(frameRow(`${about}: zoom by wheel, in and out`, zoom));
  for (
    const [share, label] of [[0.9, "nearly all"], [0.25, "a quarter"], [0.01, "two weeks"]] as const
  ) {
    await page.keyboard.press("0");
    await page.mouse.move(middle, y);
    // The wheel zooms by e^(0.0018 × pixels).
    await page.mouse.wheel(0, Math.log(share) / 0.0018);
    await page.waitForTimeout(200);
    await page.mouse.down();
    const pan = await timed(page, moves, async (k) => {
      await page.mouse.move(middle + 300 * Math.sin(k / 15), y);
    });
    await page.mouse.up();
    report(frameRow(`${about}: pan with ${label} in view`, pan));
  }
}

function frameRow(name: string, frames: readonly number[]) {
  const late = frames.filter((ms) => ms > 1.5 * FRAME_MS).length;
  return rowOf(SUITE, name, frames, {
    note: `p95 ${percentile(frames, 0.95).toFixed(1)} ms (goal ${GOAL_P95_MS}), ${
      (100 * late / frames.length).toFixed(0)
    } % late`,
  });
}

/** The page's frames, milliseconds, while something is done once a frame. */
async function timed(
  page: Page,
  moves: number,
  act: (k: number) => Promise<void>,
): Promise<readonly number[]> {
  await page.evaluate(() => {
    const noted: number[] = [];
    (globalThis as { chartFrames?: number[] }).chartFrames = noted;
    let before = performance.now();
    const frame = (now: number) => {
      if ((globalThis as { chartFrames?: number[] }).chartFrames !== noted) return;
      noted.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let k = 0; k < moves; k++) {
    await act(k);
    await page.waitForTimeout(FRAME_MS);
  }
  return await page.evaluate(() => {
    const noted = (globalThis as { chartFrames?: number[] }).chartFrames ?? [];
    delete (globalThis as { chartFrames?: number[] }).chartFrames;
    return noted.slice(2);
  });
}
