/**
 * The main job as a new user does it, in Chromium, on real candles, in both ways to run the app: sign up, build RSI with stop
 * and target on the canvas, run 2021, watch it complete, read the result. The page's figures are those of the headless run.
 */
import { diskFolder } from "../support/disk_folder.ts";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { startApp } from "../support/app_process.ts";
import { type ProgramProcess, startProcess } from "../support/program.ts";
import { fillDataDir } from "../support/data_dir.ts";
import { freshPostgresUrl } from "../support/database.ts";
import { testEnv, testWith } from "../support/env.ts";
import { startFakeVendor } from "../support/vendor.ts";
import { EditorPage, openRunForm } from "./editor_page.ts";
import { launchBrowser } from "./browser_harness.ts";
import { comesTo } from "./waiting.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const CANDLES = "BTC-USDT_1h_binance.csv";

/** Metrics as the result's cards name them, and how the page writes them. */
const CARDS: Readonly<Record<string, (metrics: Metrics) => string>> = {
  total_return: (m) => percent(m.total_return),
  cagr: (m) => percent(m.cagr),
  max_drawdown: (m) => percent(m.max_drawdown),
  num_trades: (m) => String(m.num_trades),
  win_rate: (m) => `${(m.win_rate! * 100).toFixed(1)} %`,
};

testWith(
  ["chromium"],
  "main job: a run goes from pending over running to completed in front of the person",
  async () => {
    const vendor = startFakeVendor();
    await inFolder(async (folder) => {
      const env = {
        DATA_DIR: `${folder}/data`,
        VENDOR_URL: vendor.url,
        VENDOR_TIMEOUT_MS: "30000",
      };
      await fillDataDir(env.DATA_DIR);
      const app = await startApp(env);
      await withProcesses([app], async () => {
        const browser = await launchBrowser();
        try {
          const context = await browser.newContext({ baseURL: app.url });
          const page = await context.newPage();
          await signUpOnTheWayTo(page, "/strategies/new");
          await page.getByLabel("Timeframe").selectOption("1h");
          await page.getByRole("button", { name: "Create strategy" }).click();
          await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
          vendor.stall();
          const statuses = runYear2021(page, () => vendor.release());
          const seen = await statuses;
          assert.equal(seen.at(-1), "completed");
          assert.ok(seen.includes("running"), seen.join(" → "));
        } finally {
          vendor.release();
          await browser.close();
        }
      });
    });
    await vendor.close();
  },
  { sanitizeOps: false, sanitizeResources: false },
);

type Metrics = Readonly<Record<string, number | null>>;

testWith(
  ["chromium", "market-data"],
  "main job, embedded: from sign-up to the result of 2021 on real candles",
  async () => {
    await inFolder(async (folder) => {
      const app = await startApp({ DATA_DIR: `${folder}/data`, CANDLES_DIR: `${folder}/candles` });
      await withProcesses([app], () => mainJob(app.url, folder));
    });
  },
  { sanitizeOps: false, sanitizeResources: false },
);

testWith(
  ["chromium", "market-data", "postgres", "redis", "s3"],
  "main job, PostgreSQL + Redis + S3: from sign-up to the result of 2021 on real candles",
  async () => {
    const database = await freshPostgresUrl();
    try {
      await inFolder(async (folder) => {
        const env = {
          DATA_DIR: `${folder}/data`,
          CANDLES_DIR: `${folder}/candles`,
          DATABASE_URL: database.url,
          REDIS_URL: `${testEnv.redisUrl}/5`,
          S3_ENDPOINT: testEnv.s3Endpoint ?? "",
          S3_BUCKET: `main-job-${crypto.randomUUID().slice(0, 8)}`,
          S3_ACCESS_KEY_ID: testEnv.s3AccessKeyId,
          S3_SECRET_ACCESS_KEY: testEnv.s3SecretAccessKey,
        };
        const app = await startApp(env);
        const worker = startProcess(["deno", "run", "-A", "main.ts"], { ...env, WORKER: "1" });
        await withProcesses([app, worker], async () => {
          await worker.until(/worker is ready/);
          await mainJob(app.url, folder);
        });
      });
    } finally {
      await database.drop();
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

async function mainJob(url: string, folder: string): Promise<void> {
  await candlesAreThere(url);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));

    await signUpOnTheWayTo(page, "/strategies/new");
    await page.getByLabel("Name").fill("RSI with stops");
    await page.getByLabel("Timeframe").selectOption("1h");
    await page.getByText("Blank canvas").click();
    await page.getByRole("button", { name: "Create strategy" }).click();
    await page.getByRole("toolbar", { name: "Canvas" }).waitFor();
    await build(new EditorPage(page));

    const statuses = await runYear2021(page);
    assert.equal(statuses.at(-1), "completed");
    assert.deepEqual(statuses, [...statuses].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));

    const strategy = await savedDefinition(context);
    await Deno.writeTextFile(`${folder}/strategy.json`, JSON.stringify(strategy));
    const expected = await headlessRun(`${folder}/strategy.json`, `${folder}/candles/${CANDLES}`);
    const shown = await page.locator("main").innerText();
    assert.ok(shown.includes("Simulated performance. Not investment advice."));
    for (const [name, show] of Object.entries(CARDS)) {
      const card = page.locator(`[data-metric="${name}"]`);
      const text = plainSpaces(await card.innerText());
      assert.ok(
        text.includes(show(expected.metrics)),
        `${name}: "${text}" lacks ${show(expected.metrics)}`,
      );
    }
    const returnCard = plainSpaces(await page.locator('[data-metric="total_return"]').innerText());
    assert.ok(returnCard.includes(percent(expected.metrics.buy_and_hold_return)), returnCard);
    await page.locator(".uplot canvas").first().waitFor();

    const runId = new URL(page.url()).pathname.split("/").at(-1);
    const stored = await (await context.request.get(`/api/v1/backtests/${runId}/results`)).json();
    const { metrics, trades, equity, funnel, data, run_hash } = stored;
    assert.deepEqual({ metrics, trades, equity, funnel, data, run_hash }, {
      metrics: expected.metrics,
      trades: expected.trades,
      equity: expected.equity,
      funnel: expected.funnel,
      data: expected.data,
      run_hash: expected.run_hash,
    });
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}

async function signUpOnTheWayTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  assert.equal(new URL(page.url()).pathname, "/login");
  await page.getByRole("main").getByRole("link", { name: /sign up|create/i }).click();
  await page.getByLabel("Email").fill("new@example.com");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.locator("main button[type=submit]").click();
  await page.waitForURL(`**${path}`);
}

async function build(editor: EditorPage): Promise<void> {
  const { page } = editor;
  // Room for three rows of blocks: the canvas need not move under the hand.
  await page.getByRole("button", { name: "Live result", exact: true }).click();
  const types = [
    "rsi",
    "crossover",
    "crossover",
    "entry_signal",
    "exit_signal",
    "stop_loss",
    "take_profit",
  ];
  for (const [k, type] of types.entries()) {
    await page.locator(".react-flow__pane").click({ position: { x: 5, y: 5 } });
    await editor.dragFromPalette(type, 130 + (k % 3) * 330, 60 + Math.floor(k / 3) * 170);
    await page.waitForFunction(
      (n) => document.querySelectorAll(".react-flow__node").length === n,
      k + 1,
    );
  }
  await page.keyboard.press("Escape");
  await editor.pull(editor.port("rsi", "value"), editor.port("crossover", "a"));
  await editor.pull(editor.port("rsi", "value"), editor.port("crossover_2", "a"));
  await editor.pull(editor.port("crossover", "signal"), editor.port("entry_signal", "signal"));
  await editor.pull(editor.port("crossover_2", "signal"), editor.port("exit_signal", "signal"));
  const select = (id: string) => editor.head(id).click();
  const level = page.locator('[data-param="value"] input[type="text"]');
  await select("crossover");
  await level.fill("30");
  await select("crossover_2");
  await page.locator('[data-param="direction"] select').selectOption("below");
  await level.fill("70");
  await editor.sees(/^Ready/);
  await comesTo(
    async () => plainSpaces(await page.locator('[data-part="sentence"]').innerText()),
    "Buy when RSI(14) crosses above 30. Sell when RSI(14) crosses below 70, or at a loss of 3 %, or at a gain of 6 %. " +
      "Each trade uses all of the balance.",
  );
  await editor.button("Save version 1").click();
  await editor.sees("Version 1 saved");
}

const ORDER = ["pending", "running", "completed", "failed"];

/** Runs 2021 and returns the statuses that the page showed, without it ever being loaded again. */
async function runYear2021(page: Page, onRunning: () => void = () => {}): Promise<string[]> {
  const dialog = await openRunForm(page);
  await dialog.getByLabel("First day").fill("2021-01-01");
  await dialog.getByLabel("Last day").fill("2021-12-31");
  await dialog.getByRole("button", { name: "Run backtest" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  const statuses: string[] = [];
  const status = page.locator("[data-run-status]").first();
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const now = await status.getAttribute("data-run-status");
    if (now && statuses.at(-1) !== now) {
      statuses.push(now);
      if (now === "running") onRunning();
    }
    if (now === "completed" || now === "failed") break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await page.locator('[data-metric="total_return"]').waitFor();
  const same = await page.evaluate(() => "sameDocument" in globalThis);
  assert.ok(same, "the page was loaded again");
  return statuses;
}

async function savedDefinition(context: BrowserContext): Promise<unknown> {
  const { strategies } = await (await context.request.get("/api/v1/strategies")).json();
  assert.equal(strategies.length, 1);
  const detail = await (await context.request.get(`/api/v1/strategies/${strategies[0].id}`)).json();
  return detail.latest_version.definition;
}

async function headlessRun(strategy: string, candles: string) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: [
      "task",
      "-q",
      "backtest",
      "--venue",
      "binance",
      "--strategy",
      strategy,
      "--candles",
      candles,
      "--from",
      "2021-01-01",
      "--to",
      "2022-01-01",
    ],
    cwd: root,
  }).output();
  assert.ok(output.success, new TextDecoder().decode(output.stderr));
  return JSON.parse(new TextDecoder().decode(output.stdout));
}

/** Waits until the candle file has been imported. */
async function candlesAreThere(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/api/v1/markets`);
    const { markets = [] } = await response.json();
    const bitcoin = markets.find((market: { asset: string }) => market.asset === "BTC/USDT");
    const hours = bitcoin?.timeframes.find((t: { timeframe: string }) => t.timeframe === "1h");
    if (hours?.candles >= 35_005) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the candles were not imported");
}

/** A folder with the one candle file of the run, linked and not copied. */
async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await diskFolder("main-job-");
  try {
    await Deno.mkdir(`${folder}/candles`);
    if (testEnv.marketDataDir !== null) {
      const source = await Deno.realPath(`${testEnv.marketDataDir}/${CANDLES}`);
      await Deno.symlink(source, `${folder}/candles/${CANDLES}`);
    }
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function withProcesses(
  processes: readonly ProgramProcess[],
  fn: () => Promise<void>,
): Promise<void> {
  try {
    await fn();
  } finally {
    for (const process of processes) process.kill("SIGTERM");
    await Promise.all(processes.map((process) => process.exited));
  }
}

/** As the page writes a fraction: a sign, one decimal, a space before %. */
function percent(fraction: number | null | undefined): string {
  const value = (fraction ?? NaN) * 100;
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)} %`;
}

function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f\s]+/g, " ").trim();
}
