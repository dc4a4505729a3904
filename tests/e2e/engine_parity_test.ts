/** The engine in a browser: the same results to the last bit, in a small file. */
import assert from "node:assert/strict";
import { parityLines } from "../../engine/testing/parity.ts";
import { bundleForBrowser } from "../support/browser_bundle.ts";
import { testEnv, testWith } from "../support/env.ts";
import { launchBrowser } from "./browser_harness.ts";

const MOST_GZIP_BYTES = 45_000;

testWith(
  ["chromium"],
  "engine: a browser and the server agree on every run to the last bit",
  async () => {
    await compare(null);
  },
  { sanitizeOps: false, sanitizeResources: false },
);

testWith(
  ["chromium", "market-data"],
  "engine: a browser and the server agree on every template over four years of BTC hours",
  async () => {
    await compare(await Deno.readTextFile(`${testEnv.marketDataDir}/BTC-USDT_1h_binance.csv`));
  },
  { sanitizeOps: false, sanitizeResources: false },
);

Deno.test("engine: its bundle for browsers is at most 45 KB compressed", async () => {
  const { gzipBytes } = await bundleForBrowser("engine/mod.ts");
  assert.ok(gzipBytes <= MOST_GZIP_BYTES, `the engine is ${gzipBytes} bytes compressed`);
});

async function compare(csv: string | null): Promise<void> {
  const { code } = await bundleForBrowser("engine/testing/parity.ts");
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const inBrowser = await page.evaluate(async ({ code, csv }) => {
      const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      const { parityLines } = await import(url);
      return await parityLines(csv) as string[];
    }, { code, csv });
    const here = await parityLines(csv);
    assert.ok(
      here.some((line) => / [1-9]\d* [0-9a-f]{64}$/.test(line)),
      "there are trades to compare",
    );
    assert.deepEqual(inBrowser, here);
  } finally {
    await browser.close();
  }
}
