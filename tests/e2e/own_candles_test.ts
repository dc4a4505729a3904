/** Candles of one's own, from a file to figures that are those of the command line on the same file. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { runTool } from "../support/tool.ts";
import { closeHarnessAtEnd, EditorPage, settingOf, testEditor } from "./editor_page.ts";
import { comesTo, comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

const HOUR = 3_600_000;
const START = Date.UTC(2022, 0, 1);

/** An export of TradingView: Unix seconds, and an indicator behind the volume. */
function tradingViewFile(bars: number): string {
  const priceAt = (i: number) => 70 + 9 * Math.sin(i / 11) + 4 * Math.sin(i / 37) + i / 500;
  const rows = Array.from({ length: bars }, (_, i) => {
    const [open, close] = [priceAt(i), priceAt(i + 1)];
    const prices = [open, Math.max(open, close) + 0.4, Math.min(open, close) - 0.4, close];
    return [(START + i * HOUR) / 1000, ...prices.map((value) => value.toFixed(3)), 120 + i % 7, ""]
      .join(",");
  });
  return `time,open,high,low,close,Volume,Volume MA\n${rows.join("\n")}\n`;
}

testEditor(
  "own candles: a TradingView file of an unlisted pair is imported, built on and run, with the figures of the command line",
  async (visit) => {
    const text = tradingViewFile(24 * 120);
    const page = await visit.tab();
    await page.goto("/strategies");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Data" })
      .click();
    await page.getByText("Nothing imported yet.").waitFor();
    await page.getByLabel("Drop a file here, or choose one").setInputFiles({
      name: "BINANCE_LTCEUR, 60.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
    await page.getByText("Looks like a file of TradingView, times are Unix seconds.").waitFor();
    assert.deepEqual(
      [
        await page.getByLabel("Pair").inputValue(),
        await page.getByLabel("Timeframe").inputValue(),
        await page.getByLabel("Name", { exact: true }).inputValue(),
      ],
      ["LTC/EUR", "1h", "tradingview"],
    );
    await page.getByRole("group", { name: "First candles" }).getByText("1 Jan 2022, 00:00")
      .waitFor();
    await page.getByRole("button", { name: "Import candles" }).click();
    await page.getByText("Imported LTC/EUR 1h as “tradingview”: 2,880 new candles.").waitFor();
    await page.getByRole("button", { name: "Show it below" }).click();
    await page.getByText("2,880 of 500,000 candles used, 1 of 20 imports.").waitFor();
    await page.getByRole("img", { name: /^LTC\/EUR 1h from .* no gaps$/ }).waitFor();
    await page.getByRole("link", { name: "New strategy" }).click();
    await comesTo(
      () => page.getByLabel("Asset").inputValue(),
      "LTC/EUR@tradingview 1h",
      "it is chosen in the form",
    );
    await page.getByRole("button", { name: "Create strategy" }).click();
    await page.waitForURL(/\/strategies\/[0-9a-f-]{36}$/);
    const id = new URL(page.url()).pathname.split("/")[2];
    const editor = new EditorPage(page);
    await comesToMatch(() => settingOf(page, "market"), /^LTC\/EUR · 1h yours/);
    // The live result is of the same candles.
    await page.locator('section[aria-label="Live result"] [data-outcome]').first().waitFor();
    await editor.button("Run backtest").click();
    await page.waitForURL("**/runs/*");
    await page.locator("#receipt").waitFor();
    await comesToMatch(
      () => page.locator("#receipt").innerText(),
      /LTC\/EUR 1h, your import tradingview/,
    );
    // Recomputed in the browser, from the candles as they come to it.
    await comesToMatch(() => page.locator("#receipt").innerText(), /Verified: recomputed/);
    const runId = new URL(page.url()).pathname.split("/").at(-1);
    const ask = async (path: string) =>
      await (await visit.context.request.get(`/api/v1${path}`)).json();
    const run = await ask(`/backtests/${runId}`);
    assert.equal(run.status, "completed");
    assert.equal(run.import, "tradingview");
    const { latest_version } = await ask(`/strategies/${id}`);
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/s.json`, JSON.stringify(latest_version.definition));
      await Deno.writeTextFile(`${folder}/c.csv`, text);
      const range = ["--from", run.date_from, "--to", run.date_to];
      const { code, out, err } = await runTool(
        folder,
        "backtest",
        ...["--strategy", "s.json", "--candles", "c.csv", ...range],
      );
      assert.equal(code, 0, err);
      const expected = JSON.parse(out);
      assert.ok(expected.metrics.num_trades > 0, "it traded");
      assert.deepEqual(
        [run.run_hash, run.total_return, run.max_drawdown, run.num_trades],
        [
          expected.run_hash,
          expected.metrics.total_return,
          expected.metrics.max_drawdown,
          expected.metrics.num_trades,
        ],
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    // Before it is deleted, it is told who needs it.
    await page.goto("/data");
    await page.getByText("Delete…").click();
    await page.getByText("A strategy is tested on it and cannot run without it:").waitFor();
    await page.getByRole("button", { name: "Delete permanently" }).click();
    await page.getByText("Import deleted.").waitFor();
  },
);
