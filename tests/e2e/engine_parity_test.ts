/** The engine in a browser: the same results to the last bit, in a small file. */
import assert from "node:assert/strict";
import { parityLines } from "../../engine/testing/parity.ts";
import { bundleForBrowser } from "../support/browser_bundle.ts";
import { testEnv, testWith } from "../support/env.ts";
import { launchBrowser } from "./browser_harness.ts";

/** By door. Sweeps come with a kernel of WebAssembly. */
const MOST_GZIP_BYTES = { "engine/mod.ts": 45_000, "engine/sweep.ts": 40_000 };

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

Deno.test("engine: its bundles for browsers are at most 45 KB compressed, and that of sweeps at most 40 KB", async () => {
  for (const [door, most] of Object.entries(MOST_GZIP_BYTES)) {
    const { gzipBytes } = await bundleForBrowser(door);
    assert.ok(gzipBytes <= most, `${door} is ${gzipBytes} bytes compressed`);
  }
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
