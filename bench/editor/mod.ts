/**
 * The editor in Chromium: a slider is dragged over 1, 5 and 10 years of synthetic 1h candles, and a block among a hundred; the
 * page's frames and the engine's answers are timed as the person would see them.
 */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { TEMPLATES } from "../../engine/mod.ts";
import { startApp } from "../../tests/support/app_process.ts";
import { CHROMIUM_ARGS, testEnv } from "../../tests/support/env.ts";
import { type BenchSuite, percentile, type Report, rowOf } from "../reporting/report.ts";
import { BARS_A_YEAR, candlesThere, writeHours } from "./hours.ts";
import { manyBlocks } from "./many_blocks.ts";
import { type Notes, type NotingWindow, startNoting, watchEngine } from "./watch.ts";

const SUITE = "editor";
/** One frame of a screen that shows sixty a second. */
const FRAME_MS = 1000 / 60;

/** Blocks of a large strategy. */
const MANY = 100;
const WARM_UP = 20;

/** Years of candles, each an asset of its own, so that "All" is that many. */
const SERIES = [
  { asset: "SOL/USDT", years: 1 },
  { asset: "ETH/USDT", years: 5 },
  { asset: "BTC/USDT", years: 10 },
] as const;

export const editorSuite: BenchSuite = {
  name: SUITE,
  about:
    "a slider, and a block among 100, dragged in Chromium over 1, 5 and 10 years of 1h candles",
  async run(report, { quick }) {
    if (!testEnv.chromium) {
      report(rowOf(SUITE, "Chromium: not installed here", []));
      return;
    }
    const barsAYear = quick ? 1_000 : BARS_A_YEAR;
    const folder = await Deno.makeTempDir({ prefix: "bench-editor-" });
    await Deno.mkdir(`${folder}/candles`);
    for (const { asset, years } of SERIES) {
      await writeHours(`${folder}/candles`, asset, barsAYear * years, years);
    }
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
      await measure(browser, app.url, report, barsAYear, quick ? 8 : 240);
    } finally {
      await browser.close();
      app.kill("SIGTERM");
      await app.exited;
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function measure(
  browser: Browser,
  url: string,
  report: Report,
  barsAYear: number,
  moves: number,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    extraHTTPHeaders: { origin: url },
  });
  await context.addInitScript(watchEngine);
  const signedUp = await context.request.post("/api/v1/auth/signup", {
    data: { email: `${crypto.randomUUID()}@example.com`, password: "correct horse" },
  });
  if (!signedUp.ok()) throw new Error(`signing up answered ${signedUp.status()}`);
  await candlesThere(
    () => context.request.get("/api/v1/markets").then((answer) => answer.json()),
    SERIES.map(({ asset }) => asset),
  );
  const { document } = TEMPLATES.find(({ id }) => id === "rsi_rebound")!;
  const block = document.blocks.find(({ type }) => type === "rsi")!.id;
  for (const { asset, years } of SERIES) {
    const created = await context.request.post("/api/v1/strategies", {
      data: { name: `${years} years`, asset, timeframe: "1h", template: "rsi_rebound" },
    });
    const page = await context.newPage();
    await page.goto(`/strategies/${(await created.json()).id}`);
    await openAll(page, block, barsAYear * years);
    const { frames, answers, drawn } = await dragSlider(page, moves);
    const label = `${years} ${years === 1 ? "year" : "years"} of 1h, ${moves} moves`;
    report(rowOf(SUITE, `${label}: frame`, frames, {
      note: `p95 ${percentile(frames, 0.95).toFixed(1)} ms, ${late(frames)} % late`,
    }));
    report(rowOf(SUITE, `${label}: answer of the engine`, answers, {
      note: `p95 ${percentile(answers, 0.95).toFixed(1)} ms`,
    }));
    report(rowOf(SUITE, `${label}: from the answer to the frame that shows it`, drawn, {
      note: `p95 ${percentile(drawn, 0.95).toFixed(1)} ms`,
    }));
    await page.close();
  }
  const { frames } = await amongMany(context, moves);
  report(rowOf(SUITE, `a block dragged among ${MANY}, ${moves} moves: frame`, frames, {
    note: `p95 ${percentile(frames, 0.95).toFixed(1)} ms, ${late(frames)} % late`,
  }));
  await context.close();
}

/** Drags a block of a strategy of many, beside its live result. */
async function amongMany(context: BrowserContext, moves: number): Promise<Measured> {
  const created = await context.request.post("/api/v1/strategies", {
    data: { name: "Many blocks", asset: "SOL/USDT", timeframe: "1h" },
  });
  const { id } = await created.json();
  const saved = await context.request.post(`/api/v1/strategies/${id}/versions`, {
    data: { definition: manyBlocks(MANY), base_version: 0 },
  });
  if (!saved.ok()) throw new Error(`saving many blocks answered ${saved.status()}`);
  const page = await context.newPage();
  await page.goto(`/strategies/${id}`);
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector('[data-metric="total_return"] dd')?.textContent ?? "")
  );
  const box = await page.locator('.react-flow__node[data-id="peak"]').boundingBox();
  if (!box) throw new Error("the block is not on screen");
  const at = (k: number) => {
    const turn = 2 * Math.PI * k / 60;
    return [box.x + box.width / 2 + 80 * Math.sin(turn), box.y + 6 + 40 * Math.cos(turn)] as const;
  };
  await page.mouse.move(box.x + box.width / 2, box.y + 6);
  await page.mouse.down();
  const measured = await whileMoving(page, moves, at);
  await page.mouse.up();
  await page.close();
  return measured;
}

/** Share of frames that missed at least one turn of the screen, percent. */
function late(frames: readonly number[]): string {
  return (100 * frames.filter((ms) => ms > 1.5 * FRAME_MS).length / frames.length).toFixed(0);
}

/** Chooses all candles there are, and the block whose number is going to be dragged. */
async function openAll(page: Page, block: string, bars: number): Promise<void> {
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector('[data-metric="total_return"] dd')?.textContent ?? "")
  );
  await page.locator('[data-setting="period"]').click();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.waitForFunction(
    (last) =>
      document.querySelector('[role="slider"][aria-label="Selected candle"]')?.getAttribute(
        "aria-valuemax",
      ) === last,
    String(bars - 1),
  );
  await page.keyboard.press("Escape");
  await page.locator(`.react-flow__node[data-id="${block}"]`).click();
}

/** Durations in milliseconds. */
type Measured = Pick<Notes, "frames" | "answers" | "drawn">;

/** Drags the period's slider to and fro. */
async function dragSlider(page: Page, moves: number): Promise<Measured> {
  const slider = page.locator('[data-param="period"] input[type="range"]');
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on screen");
  const y = box.y + box.height / 2;
  const at = (k: number) =>
    [box.x + box.width * (0.1 + 0.3 * (1 - Math.abs(k % 60 - 30) / 30)), y] as const;
  await page.mouse.move(...at(0));
  await page.mouse.down();
  const measured = await whileMoving(page, moves, at);
  await page.mouse.up();
  if (measured.answers.length === 0) {
    throw new Error("the engine answered nothing while it was dragged");
  }
  return measured;
}

/** Moves the pointer, one move a frame or so, and times what the page does meanwhile. */
async function whileMoving(
  page: Page,
  moves: number,
  at: (move: number) => readonly [x: number, y: number],
): Promise<Measured> {
  // The first moves warm the page's code up and are not counted.
  for (let k = 0; k < WARM_UP; k++) await page.mouse.move(...at(k));
  await page.evaluate(startNoting);
  for (let k = WARM_UP; k < WARM_UP + moves; k++) {
    await page.mouse.move(...at(k));
    await page.waitForTimeout(FRAME_MS);
  }
  return await page.evaluate(() => {
    const { frames, answers, drawn } = (globalThis as NotingWindow).notes;
    return { frames: frames.slice(1), answers, drawn };
  });
}
