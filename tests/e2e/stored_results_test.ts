/** Results that an earlier version stored, and broken ones, on their pages in Chromium. */
import assert from "node:assert/strict";
import { resultsKey } from "../../server/backtests/results_key.ts";
import { AMBIGUOUS } from "../../tools/corpus/documents.ts";
import { type TestApp, type TestClient, untilEnded } from "../support/app.ts";
import { readState } from "../support/corpus.ts";
import { closeHarnessAtEnd, testInBrowser } from "./app_harness.ts";
import { comesToMatch } from "./waiting.ts";

closeHarnessAtEnd();

/** Runs of the strategy that the corpus ran, on the same candles. */
async function ranAmbiguous(person: TestClient, count = 1): Promise<readonly string[]> {
  const { json } = await person.post("/strategies", {
    name: "Stop and target",
    asset: "DEMO/USDT",
    timeframe: "1d",
    definition: AMBIGUOUS,
  });
  const ids: string[] = [];
  for (let k = 0; k < count; k++) {
    const started = await person.post("/backtests", {
      strategy_id: json.id,
      date_from: "2021-01-01",
      date_to: "2021-06-01",
    });
    assert.equal(started.status, 202, started.text);
    const run = await untilEnded(person, started.json.run_id);
    assert.equal(run.status, "completed", run.error_message);
    ids.push(run.run_id);
  }
  return ids;
}

async function store(app: TestApp, runId: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  await app.services.storage.put(resultsKey(runId), bytes, "application/json");
}

/** A result of the first format, with trades whose candle held both stop and target. */
async function firstFormat(): Promise<string> {
  const { blobs } = await readState("0001_core_tables");
  return Object.values(blobs).find((text) => text.includes('"ambiguous":true'))!;
}

testInBrowser("a result of the first format is drawn, and says what it lacks", async (visit) => {
  const { page, person, app } = visit;
  const [id = ""] = await ranAmbiguous(person);
  await store(app, id, await firstFormat());
  await page.goto(`/runs/${id}`);
  await page.locator('[data-chart="equity"] canvas').waitFor();
  await page.locator("#trades tbody tr").first().waitFor();
  const months = page.locator("#monthly table tbody tr").first();
  await comesToMatch(() => months.innerText(), /2021.*[+−][\d.]+\s%/s);
  const ambiguity = page.locator("#ambiguity");
  await comesToMatch(() => ambiguity.innerText(), /In 26 trades.*not recorded by the version/s);
  await comesToMatch(() => ambiguity.locator("tbody").innerText(), /–/);
  await comesToMatch(
    () => page.locator("[data-not-recorded]").innerText(),
    /other assumptions about stop and target\. Run again/,
  );
});

testInBrowser("results of the first format are compared", async ({ page, person, app }) => {
  const ids = await ranAmbiguous(person, 2);
  await store(app, ids[0]!, await firstFormat());
  const { json } = await person.get(`/backtests/${ids[0]}`);
  await page.goto(`/strategies/${json.strategy_id}/compare?runs=${ids.join(",")}`);
  await page.locator('[data-chart="compare"] canvas').waitFor();
});

testInBrowser("a broken result is said to be one, and made again by key", async (visit) => {
  const { page, person, app } = visit;
  const [id = ""] = await ranAmbiguous(person);
  await store(app, id, (await firstFormat()).slice(0, 5_000));
  await page.goto(`/runs/${id}`);
  const problem = page.locator("[data-result-problem]");
  await comesToMatch(() => problem.innerText(), /The stored result cannot be read\. Run again\./);
  await comesToMatch(() => problem.innerText(), /Total return [+−][\d.]+\s%/);
  await page.getByRole("button", { name: "Run again" }).press("Enter");
  await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(id));
  await page.locator('[data-part="verdict"]').waitFor();
});
