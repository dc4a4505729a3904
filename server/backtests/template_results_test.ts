import assert from "node:assert/strict";
import { compileStrategy, runBacktest, TEMPLATES } from "../../engine/mod.ts";
import { testApp, testClock } from "../../tests/support/app.ts";
import { templateResults } from "./template_results.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 15, 12, 20);

testApp(
  "template results: of the newest two years, as a run of the engine has them",
  async (app) => {
    const { services } = app;
    const { from, to, byId } = await templateResults(services, {
      asset: "DEMO/USDT",
      timeframe: "1d",
    });
    assert.deepEqual([from, to], ["2024-01-16T00:00:00.000Z", "2026-01-15T00:00:00.000Z"]);
    assert.deepEqual([...byId.keys()], TEMPLATES.map(({ id }) => id));
    const [fromMs, toMs] = [Date.parse(from!), Date.parse(to!)];
    for (const { id, document } of TEMPLATES) {
      const compiled = compileStrategy(document);
      assert.ok(compiled.ok);
      const { plan } = compiled;
      const candles = await services.marketData.load({
        asset: "DEMO/USDT",
        timeframe: "1d",
        fromMs,
        toMs,
        historyBars: plan.historyBars,
      });
      const { metrics, equity } = runBacktest(candles, plan, {
        initialCapital: 10_000,
        feeRate: 0.001,
        slippageRate: 0.0005,
        intrabar: "stop_first",
        fromMs,
        toMs,
      });
      const result = byId.get(id);
      assert.equal(result?.total_return, metrics.total_return, id);
      assert.equal(result?.num_trades, metrics.num_trades, id);
      assert.equal(result?.buy_and_hold_return, metrics.buy_and_hold_return, id);
      assert.equal(result?.sparkline.at(-1), Number((equity.at(-1)! / 10_000).toPrecision(5)), id);
    }
  },
  { now: () => NOW },
);

testApp("template results: without candles there are none, and nothing is fetched", async (app) => {
  const { services } = app;
  const nothing = await templateResults(services, { asset: "BTC/USDT", timeframe: "1h" });
  assert.deepEqual([nothing.from, nothing.to, nothing.byId.size], [null, null, 0]);
  const csv = ["timestamp,open,high,low,close,volume"];
  for (let day = 0; day < 30; day++) csv.push(`${Date.UTC(2021, 0, 1 + day)},100,101,99,100,1`);
  const imported = await services.marketData.importCsv({
    asset: "BTC/USDT",
    timeframe: "1d",
    text: csv.join("\n"),
  });
  assert.ok(imported.ok);
  const few = await templateResults(services, { asset: "BTC/USDT", timeframe: "1d" });
  assert.deepEqual([few.from, few.to], ["2021-01-01T00:00:00.000Z", "2021-01-31T00:00:00.000Z"]);
  assert.equal(few.byId.get("golden_cross")?.num_trades ?? 0, 0, "too few for an average of 200");
  assert.ok((few.byId.get("buy_and_hold")?.total_return ?? 0) < 0, "the costs of buying");
}, { now: () => NOW });

const clock = testClock(NOW);
testApp("template results: kept until there are newer candles", async (app) => {
  const { marketData, log } = app.services;
  let loads = 0;
  const counted = {
    markets: () => marketData.markets(),
    load: (request: Parameters<typeof marketData.load>[0]) => {
      loads++;
      return marketData.load(request);
    },
  };
  const ask = () =>
    templateResults({ marketData: counted, log }, { asset: "DEMO/USDT", timeframe: "1d" });
  const [one, two] = await Promise.all([ask(), ask()]);
  assert.equal(one, two);
  assert.equal(loads, 1);
  clock.advance(DAY);
  assert.notEqual((await ask()).to, one.to);
  assert.equal(loads, 2);
}, { now: clock.now });
