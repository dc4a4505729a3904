/** How far a run can be trusted, by the API: computed once, kept with the run, and the same as the headless command's. */
import assert from "node:assert/strict";
import { engineSettings } from "../../contracts/engine_settings.ts";
import { type CandleSeries, compileStrategy, type StrategyDocument } from "../../engine/mod.ts";
import { robustnessHistory } from "../../engine/robustness.ts";
import { robustnessKey } from "../../server/backtests/results_key.ts";
import { MarketDataError } from "../../server/market_data/errors.ts";
import type { BlobStorage } from "../../server/storage/storage.ts";
import { encodeCandlesCsv } from "../../bench/service/candles_csv.ts";
import {
  type Answer,
  type TestApp,
  testApp,
  type TestClient,
  untilEnded,
} from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { runTool } from "../../tests/support/tool.ts";
import { unzip } from "../../tests/support/zip.ts";

const RANGE = { date_from: "2021-02-01", date_to: "2021-06-01" };

async function started(person: TestClient, range = RANGE): Promise<string> {
  const body = { name: "RSI", asset: "DEMO/USDT", timeframe: "1h", definition: RSI_WITH_STOPS };
  const { json } = await person.post("/strategies", body);
  const run = await person.post("/backtests", { strategy_id: json.id, ...range });
  assert.equal(run.status, 202);
  return run.json.run_id;
}

async function completed(app: TestApp, person: TestClient): Promise<string> {
  const id = await started(person);
  await app.services.runner.start({ alone: true });
  assert.equal((await untilEnded(person, id)).status, "completed");
  return id;
}

/** Asks until the report, or a refusal, is there. */
async function untilReported(person: TestClient, id: string): Promise<Answer> {
  for (;;) {
    const answer = await person.get(`/backtests/${id}/robustness`);
    if (answer.status !== 202) return answer;
    assert.equal(answer.headers.get("retry-after"), "2");
    assert.equal(answer.json.run_id, id);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const db = (app: TestApp) => app.services.database.db;

testApp("robustness: the report is the headless command's, to the last digit", async (app) => {
  const person = await app.person();
  const id = await started(person);
  assert.equal((await person.get(`/backtests/${id}/robustness`)).json.error.code, "not_completed");
  await app.services.runner.start({ alone: true });
  const run = await untilEnded(person, id);
  // Tried since, and none of this run's business.
  const others = [1, 2, 3].map((n) => ({ hash: `${n}`.repeat(16), sharpe_daily: n / 10 }));
  await person.post(`/strategies/${run.strategy_id}/trials`, { trials: others });
  const asked = await Promise.all([1, 2, 3].map(() => person.get(`/backtests/${id}/robustness`)));
  assert.deepEqual(asked.map(({ status }) => status), [202, 202, 202]);
  const report = await untilReported(person, id);
  assert.equal(report.status, 200, report.text);
  assert.equal(report.json.run_hash, run.run_hash);
  assert.equal(report.json.skill.trials, 1);
  const { attempts } = await db(app).selectFrom("robustness_reports").select("attempts")
    .executeTakeFirstOrThrow();
  assert.equal(attempts, 1, "computed once, however many asked");

  const folder = await Deno.makeTempDir();
  try {
    const { candles, settings } = await candlesOf(app, run);
    await Deno.writeTextFile(`${folder}/s.json`, JSON.stringify(RSI_WITH_STOPS));
    await Deno.writeTextFile(`${folder}/c.csv`, encodeCandlesCsv(candles));
    // The other series of the same kind: of made-up prices those of the other timeframes.
    const also: string[] = [];
    for (const timeframe of ["15m", "4h", "1d"]) {
      const other = await candlesOf(app, run, timeframe);
      also.push("--also", `DEMO-USDT_${timeframe}.csv`);
      await Deno.writeTextFile(`${folder}/${also.at(-1)}`, encodeCandlesCsv(other.candles));
    }
    assert.equal(report.json.markets.length, 3);
    const args = (...more: string[]) =>
      [
        folder,
        "robustness",
        ...["--strategy", "s.json", "--candles", "c.csv", "--timeframe", "1h"],
        ...["--from", RANGE.date_from, "--to", RANGE.date_to],
        ...["--fee-percent", `${settings.fee_percent}`],
        ...["--slippage-percent", `${settings.slippage_percent}`],
        ...also,
        ...["--trials", "1", ...more],
      ] as [string, string, ...string[]];
    const whole = await runTool(...args());
    assert.equal(whole.code, 0, whole.err);
    assert.equal(report.text, whole.out.trim());

    const some = "timing,luck,walk_forward";
    const part = await person.get(`/backtests/${id}/robustness?tests=${some}`);
    const command = await runTool(...args("--tests", some));
    assert.equal(part.text, command.out.trim());
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const unknown = await person.get(`/backtests/${id}/robustness?tests=luck,astrology`);
  assert.equal(unknown.status, 422);
  assert.match(unknown.json.error.message, /no test astrology\. There are order, luck/);
  assert.equal((await person.get(`/backtests/${id}/robustness?tests=`)).status, 422);
});

/** The candles that a run's report is made from, and the run's choices. */
async function candlesOf(
  app: TestApp,
  run: Record<string, never>,
  timeframe = "1h",
): Promise<{ candles: CandleSeries; settings: Parameters<typeof engineSettings>[0] }> {
  const compiled = compileStrategy(RSI_WITH_STOPS as unknown as StrategyDocument);
  assert.ok(compiled.ok);
  const candles = await app.services.marketData.candles({
    asset: "DEMO/USDT",
    timeframe,
    fromMs: Date.parse(RANGE.date_from),
    toMs: Date.parse(RANGE.date_to),
    historyBars: robustnessHistory(compiled.plan),
  });
  return { candles, settings: run as never };
}

testApp(
  "robustness: it is its owner's, kept beside the result, exported, and removed with the run",
  async (app) => {
    const person = await app.person();
    const id = await completed(app, person);
    const { storage } = app.services;
    const stranger = await app.person();
    assert.equal((await stranger.get(`/backtests/${id}/robustness`)).status, 404);
    assert.equal((await person.get(`/backtests/${crypto.randomUUID()}/robustness`)).status, 404);
    const exported = async () => {
      const response = await person.raw("GET", "/users/me/export");
      return await unzip(new Uint8Array(await response.arrayBuffer()));
    };
    const nothing = Object.keys(await exported()).filter((path) => /robustness/.test(path));
    assert.deepEqual(nothing, [], "an export computes none");
    const report = await untilReported(person, id);
    const files = await exported();
    const [path = ""] = Object.keys(files).filter((name) => name.endsWith(`${id}/robustness.json`));
    assert.equal(files[path], report.text);
    assert.match(files["backtests.csv"] ?? "", /,trials,trials_variance\r\n.*,1,\r\n$/s);
    const [trials = ""] = Object.keys(files).filter((name) => name.endsWith("/trials.json"));
    const told = JSON.parse(files[trials] ?? "");
    assert.deepEqual([told.trials, told.variance, told.hashes.length], [1, null, 1]);

    assert.equal((await person.delete(`/backtests/${id}`)).status, 204);
    assert.equal(await storage.get(robustnessKey(id)), null);
    assert.equal((await person.get(`/backtests/${id}/robustness`)).status, 404);
  },
);

testApp("robustness: it goes with the account", async (app) => {
  const person = await app.person();
  const id = await completed(app, person);
  await untilReported(person, id);
  const { storage, blobDeletions } = app.services;
  assert.notEqual(await storage.get(robustnessKey(id)), null);
  assert.equal(
    (await person.send("DELETE", "/users/me", { password: "correct horse" })).status,
    204,
  );
  await blobDeletions.sweep();
  assert.equal(await storage.get(robustnessKey(id)), null);
});

testApp("robustness: a report that is gone, or is none, is computed again", async (app) => {
  const person = await app.person();
  const id = await completed(app, person);
  const report = await untilReported(person, id);
  const { storage } = app.services;
  const bytes = new TextEncoder().encode('{"verdict":"survives"}');
  await storage.put(robustnessKey(id), bytes, "application/json");
  assert.equal((await person.get(`/backtests/${id}/robustness`)).status, 202);
  assert.equal((await untilReported(person, id)).text, report.text);
  await storage.delete(robustnessKey(id));
  assert.equal((await untilReported(person, id)).text, report.text);
});

testApp(
  "robustness: a run of another engine is tested while today's gives its result, else it says so",
  async (app) => {
    const person = await app.person();
    const id = await completed(app, person);
    const set = (values: object) => db(app).updateTable("backtest_runs").set(values).execute();
    await set({ engine_version: "0.9.0", run_hash: "of another engine" });
    const report = await untilReported(person, id);
    assert.equal(report.status, 200, report.text);

    await db(app).deleteFrom("robustness_reports").execute();
    // The same run with other costs stands for a result that today's engine does not give.
    await set({ fee_percent: 0.3 });
    const older = await untilReported(person, id);
    assert.deepEqual([older.status, older.json.error.code], [409, "not_reproducible"]);
    assert.match(older.json.error.message, /earlier version of the engine/);

    await db(app).deleteFrom("robustness_reports").execute();
    await set({ engine_version: report.json.engine_version });
    const changed = await untilReported(person, id);
    assert.deepEqual([changed.status, changed.json.error.code], [409, "not_reproducible"]);
    assert.match(changed.json.error.message, /candles of this backtest have changed/);
    // What has been refused is not computed for each who asks.
    const attempts = async () =>
      (await db(app).selectFrom("robustness_reports").select("attempts").executeTakeFirstOrThrow())
        .attempts;
    const before = await attempts();
    assert.equal((await person.get(`/backtests/${id}/robustness`)).status, 409);
    assert.equal(await attempts(), before);
  },
);

testApp("robustness: candles that are gone are said to be", async (app) => {
  const person = await app.person();
  const id = await completed(app, person);
  app.services.marketData.candles = () =>
    Promise.reject(new MarketDataError("no_candles", "There are no 1h candles of DEMO/USDT."));
  const { status, json } = await untilReported(person, id);
  assert.deepEqual([status, json.error.code], [409, "candles_missing"]);
  assert.match(json.error.message, /candles of this backtest are gone\. There are no 1h candles/);
});

testApp("robustness: a process that is asked to stop puts the report back", async (app) => {
  const person = await app.person();
  const id = await completed(app, person);
  const begun = Promise.withResolvers<void>();
  app.services.marketData.candles = ({ signal }) => {
    begun.resolve();
    return new Promise((_, reject) =>
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true })
    );
  };
  assert.equal((await person.get(`/backtests/${id}/robustness`)).status, 202);
  await begun.promise;
  const running = await person.get(`/backtests/${id}/robustness`);
  assert.deepEqual([running.status, running.json.status], [202, "running"]);
  await app.services.runner.stop(0);
  const row = await db(app).selectFrom("robustness_reports").selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([row.status, row.attempts, row.claimed_by], ["pending", 0, null]);
});

/** A storage in memory that refuses some writes of reports. */
function failingStorage(failures: number): BlobStorage {
  const blobs = new Map<string, Uint8Array>();
  return {
    put(key, bytes) {
      if (key.endsWith("/robustness.json") && failures-- > 0) {
        return Promise.reject(new Error("the bucket is away"));
      }
      blobs.set(key, bytes);
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(blobs.get(key) ?? null),
    delete: (key) => Promise.resolve(void blobs.delete(key)),
    async *list() {},
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

testApp(
  "robustness: a storage that is away for a moment delays it",
  async (app) => {
    const person = await app.person();
    const id = await completed(app, person);
    assert.equal((await untilReported(person, id)).status, 200);
    const { attempts } = await db(app).selectFrom("robustness_reports").select("attempts")
      .executeTakeFirstOrThrow();
    assert.equal(attempts, 2);
  },
  () => ({ storage: failingStorage(1) }),
);
