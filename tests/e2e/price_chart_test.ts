/** The chart in Chromium: looked at, zoomed, moved and walked, by pointer and by key. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { untilEnded } from "../support/app.ts";
import { closeHarnessAtEnd as closeAppAtEnd, testInBrowser } from "./app_harness.ts";
import { closeHarnessAtEnd, type EditorPage, testEditor } from "./editor_page.ts";
import { answered } from "./live_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();
closeAppAtEnd();

const chartOf = (page: Page): Locator => page.locator('[data-part="price-chart"]');
const panesOf = (page: Page): Locator => chartOf(page).getByRole("slider");
const countOf = (page: Page): Locator => chartOf(page).locator('[data-part="trade-count"]');

/** Opens the editor's chart, with what the blocks draw on it. */
async function openChart(editor: EditorPage, legend: RegExp): Promise<void> {
  await answered(editor);
  await editor.page.getByRole("tab", { name: "Chart" }).click();
  await chartOf(editor.page).locator("canvas").first().waitFor();
  await comesToMatch(() => chartOf(editor.page).innerText(), legend);
}

testEditor("price chart: the wheel zooms, a drag moves, 0 goes back to all", async (visit) => {
  const editor = await visit.open(await visit.create({ template: "bollinger_rsi_dip" }));
  const { page } = editor;
  await openChart(editor, /Bollinger.*RSI\(14\)/s);
  const plot = await chartOf(page).locator('[data-pane="price"] .u-over').boundingBox();
  assert.ok(plot);
  const [x, y] = [plot.x + plot.width / 2, plot.y + plot.height / 2];
  const looked = async () => Number(await panesOf(page).getAttribute("aria-valuenow"));
  await page.mouse.move(x, y);
  await comesTo(
    async () => (await panesOf(page).getAttribute("aria-valuetext"))?.slice(0, 4) !== "None",
    true,
  );
  const middle = await looked();
  await page.mouse.wheel(0, -900);
  const reset = chartOf(page).getByRole("button", { name: "Reset zoom" });
  await reset.waitFor();
  assert.ok(Math.abs(await looked() - middle) <= 12, "what is under the pointer stays there");
  await page.mouse.down();
  await page.mouse.move(x + 200, y, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(x, y);
  await comesTo(async () => await looked() < middle, true);
  await panesOf(page).press("0");
  await reset.waitFor({ state: "detached" });
  await page.mouse.wheel(0, -900);
  await reset.waitFor();
  await page.mouse.dblclick(x, y);
  await reset.waitFor({ state: "detached" });
});

testEditor(
  "price chart: walks trades, fills the window, and X shows the blocks at the signal",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "bollinger_rsi_dip" }));
    const { page } = editor;
    await openChart(editor, /RSI\(14\)/);
    await panesOf(page).focus();
    await page.keyboard.press("f");
    await comesTo(
      async () => (await chartOf(page).boundingBox())?.height,
      page.viewportSize()?.height,
    );
    await page.keyboard.press("]");
    await comesToMatch(() => countOf(page).innerText(), /^1\/\d+$/);
    await page.keyboard.press("]");
    await comesToMatch(() => countOf(page).innerText(), /^2\/\d+$/);
    await comesToMatch(
      async () => await panesOf(page).getAttribute("aria-valuetext") ?? "",
      /Trade 2: bought at/,
    );
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("x");
    // The canvas is there again, with the values of the candle that gave the signal.
    await comesTo(() => chartOf(page).getAttribute("data-full"), null);
    const chip = page.locator('[data-part="canvas"] [data-part="chip"]', { hasText: "RSI" });
    await comesToMatch(
      () => chip.locator('[data-part="port-value"]').first().innerText(),
      /^\d\d(?:\.\d)?$/,
    );
  },
);

testEditor(
  "price chart: a click in the legend hides a curve, scales and ranges are buttons, two fingers zoom",
  async (visit) => {
    const editor = await visit.open(await visit.create({ template: "bollinger_rsi_dip" }));
    const { page } = editor;
    await openChart(editor, /Bollinger/);
    const pixels = () =>
      chartOf(page).locator('[data-pane="price"] canvas').evaluate((canvas) =>
        (canvas as HTMLCanvasElement).toDataURL()
      );
    const before = await pixels();
    await chartOf(page).getByRole("button", { name: /^Bollinger/ }).click();
    await comesTo(async () => await pixels() !== before, true);
    await chartOf(page).getByRole("button", { name: "Equity" }).click();
    await chartOf(page).locator('[data-pane="equity"] canvas').waitFor();
    // All there is may be a year to the hour.
    for (const name of ["Log", "Change in percent", "3M", "1Y", "3M", "All"]) {
      const earlier = await pixels();
      await chartOf(page).getByRole("button", { name, exact: true }).click();
      await comesTo(async () => await pixels() !== earlier, true);
    }

    const plot = await chartOf(page).locator('[data-pane="price"] .u-over').boundingBox();
    assert.ok(plot);
    const session = await page.context().newCDPSession(page);
    const [x, y] = [plot.x + plot.width / 2, plot.y + plot.height / 2];
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", apart: number | null) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: apart === null ? [] : [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }],
      });
    await touch("touchStart", 40);
    for (const apart of [60, 90, 120]) await touch("touchMove", apart);
    await touch("touchEnd", null);
    await chartOf(page).getByRole("button", { name: "Reset zoom" }).waitFor();
  },
);

testInBrowser(
  "price chart: all candles of a long run come once it is drawn, for what tests and checks it",
  async (visit) => {
    const { page, person } = visit;
    const { json } = await person.post("/strategies", {
      name: "Two years",
      asset: "DEMO/USDT",
      timeframe: "1h",
      template: "rsi_rebound",
    });
    const started = await person.post("/backtests", {
      strategy_id: json.id,
      date_from: "2020-01-01",
      date_to: "2022-01-01",
    });
    const run = await untilEnded(person, started.json.run_id);
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      // Candles of other markets, on which the rules are tried as well, are no part of this.
      if ((searchParams.get("timeframe") ?? "1h") === "1h") asked.push(pathname);
    });
    await page.goto(`/runs/${run.run_id}`);
    await comesToMatch(() => page.locator("main").innerText(), /Verified/);
    const at = (part: string) => asked.findIndex((path) => path.endsWith(part));
    assert.ok(at("/overview") >= 0 && at("/overview") < at("/results"));
    assert.ok(at("/results") < at("/candles"), asked.join(" "));
    assert.equal(asked.filter((path) => path.endsWith("/candles")).length, 1);
  },
);

testInBrowser(
  "price chart: three years of hours send at most 500 KB before it is drawn, and then what is looked at",
  async (visit) => {
    const { page, person } = visit;
    const { json } = await person.post("/strategies", {
      name: "Three years",
      asset: "DEMO/USDT",
      timeframe: "1h",
      template: "bollinger_rsi_dip",
    });
    const started = await person.post("/backtests", {
      strategy_id: json.id,
      date_from: "2020-01-01",
      date_to: "2023-01-01",
    });
    assert.equal(started.status, 202, started.text);
    const run = await untilEnded(person, started.json.run_id);
    assert.equal(run.status, "completed", run.error_message);
    let bytes = 0;
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      // Candles of other markets, on which the rules are tried as well, are no part of this.
      if ((searchParams.get("timeframe") ?? "1h") === "1h") asked.push(pathname);
    });
    const askedFor = (part: string) => asked.filter((path) => path.endsWith(part)).length;
    // All candles, which the tests of the run want, take their time.
    let release = () => {};
    const held = new Promise<void>((resolve) => release = resolve);
    await page.route(/\/candles\?/, async (route) => {
      await held;
      await route.continue();
    });
    // The whole result is asked for once the chart is drawn (`load_result_test`): what has come until then.
    let before: number | null = null;
    session.on("Network.requestWillBeSent", ({ request }) => {
      if (new URL(request.url).pathname.endsWith("/results")) before ??= bytes;
    });
    await page.goto(`/runs/${run.run_id}`);
    await chartOf(page).locator("canvas").first().waitFor();
    await comesToMatch(() => chartOf(page).innerText(), /Bollinger.*RSI\(14\)/s);
    await comesTo(() => Promise.resolve(askedFor("/candles")), 1);
    assert.ok(before !== null && before > 0 && before <= 500_000, `${before} bytes`);
    const overview = asked.findIndex((path) => path.endsWith("/overview"));
    const whole = asked.findIndex((path) => path.endsWith("/results"));
    assert.ok(overview >= 0 && overview < whole, "the overview comes first");
    assert.ok(whole < asked.findIndex((path) => path.endsWith("/candles")));
    assert.equal(askedFor("/bars"), 0);
    await comesToMatch(() => chartOf(page).innerText(), /1\sday 3\sh candles · zoom in for 1h/);

    // A trade from near: its candles come, and no others.
    await panesOf(page).focus();
    await page.keyboard.press("]");
    await comesToMatch(() => countOf(page).innerText(), /^1\/\d+$/);
    await comesTo(async () => /zoom in for 1h/.test(await chartOf(page).innerText()), false);
    const near = askedFor("/bars");
    assert.ok(near >= 1 && near <= 2, `${near}`);
    const result = (await person.get(`/backtests/${run.run_id}/results`)).json;
    const [first] = result.trades;
    const at = Number(await panesOf(page).getAttribute("aria-valuenow"));
    assert.equal(at, first.entry_bar);
    await comesToMatch(
      async () => await panesOf(page).getAttribute("aria-valuetext") ?? "",
      /Trade 1: bought at [\d.,]+ · .*RSI\(14\)/,
    );
    await page.locator('tr[data-trade="1"][data-selected="true"]').waitFor();

    // What decided it, which the whole of the candles tells.
    await page.keyboard.press("x");
    const xray = page.locator('[data-part="signal-xray"]');
    release();
    await comesToMatch(() => xray.innerText(), /✓ true\s+.*RSI\(14\)/s);
    assert.equal(askedFor("/candles"), 1);
    await page.keyboard.press("]");
    await comesToMatch(() => page.locator("#xray").innerText(), /^Why trade 2 · signal candle /);
    await page.keyboard.press("x");
    await xray.waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await comesToMatch(
      () => page.locator("dialog[open]").innerText(),
      /On the chart.*Show what decided the trade/s,
    );
  },
);
