import assert from "node:assert/strict";
import { testApp, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { candlesFromColumns } from "../../engine/mod.ts";
import { candlesAt, HOUR, hours, plain } from "../../server/market_data/testing/synthetic.ts";

const START = Date.UTC(2021, 0, 1);
const BTC = { asset: "BTC/USDT", timeframe: "1h", venue: "binance", ownerId: null } as const;

testApp("a run says what was restated of the candles that it has read", async (app) => {
  const { marketData, runner } = app.services;
  const candles = candlesAt(hours(START - 400 * HOUR, 400 + 31 * 24));
  await marketData.store.insert(BTC, candles);
  const last = START + 31 * 24 * HOUR;
  await marketData.coverage.add(BTC, { from: START - 400 * HOUR, to: last });
  await runner.start({ alone: true });
  const person = await app.person();
  const strategy = (await person.post("/strategies", {
    name: "RSI",
    asset: "BTC/USDT",
    timeframe: "1h",
  })).json;
  await person.post(`/strategies/${strategy.id}/versions`, {
    definition: RSI_WITH_STOPS,
    base_version: 0,
  });
  const start = async () => {
    const body = {
      strategy_id: strategy.id,
      date_from: "2021-01-01",
      date_to: "2021-01-20",
    };
    const { run_id } = (await person.post("/backtests", body)).json;
    assert.equal((await untilEnded(person, run_id)).status, "completed");
    return run_id as string;
  };
  const id = await start();
  const restated = async (run: string) => (await person.get(`/backtests/${run}`)).json.restated;
  const page = async (run: string) => (await person.get(`//runs/${run}`)).text;
  assert.equal(await restated(id), null);
  assert.doesNotMatch(await page(id), /Restated candles/);

  // One in the history before the range, one in it, one after it.
  const columns = plain(candles) as Record<
    "time" | "open" | "high" | "low" | "close" | "volume",
    number[]
  >;
  for (const time of [START - 5 * HOUR, START + 10 * HOUR, START + 20 * 24 * HOUR]) {
    const i = columns.time.indexOf(time);
    columns.high[i] = (columns.high[i] ?? 0) * 1.02;
  }
  const given = candlesFromColumns(columns, { timeframeMs: HOUR });
  assert.equal(await marketData.restatements.record(BTC, given, "binance"), 3);
  const told = await restated(id);
  assert.deepEqual([told.candles, told.accepted, told.sources], [2, 0, ["Binance"]]);
  assert.equal(told.changes[1].time, "2021-01-01T10:00:00.000Z");
  assert.notEqual(told.changes[1].new.high, told.changes[1].old.high);
  assert.match(await page(id), /2 candles of this backtest were restated by Binance since/);
  assert.match(await page(id), /stay in use here until the new ones are accepted/);

  // The operator sees how many backtests have read each: the third is after their range.
  const listed = await app.services.operatorRestatements.list();
  assert.deepEqual(
    listed.map(({ time, runs, source }) => [time, runs, source]).sort(),
    [
      ["2020-12-31T19:00:00.000Z", 1, "Binance"],
      ["2021-01-01T10:00:00.000Z", 1, "Binance"],
      ["2021-01-21T00:00:00.000Z", 0, "Binance"],
    ],
  );

  await marketData.restatements.accept("all");
  assert.deepEqual((await restated(id)).accepted, 2);
  assert.match(await page(id), /Run it again to use the new values/);
  const again = await start();
  assert.equal(await restated(again), null);
  assert.doesNotMatch(await page(again), /Restated candles/);
});
