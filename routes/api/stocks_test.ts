/** Stocks that a configured vendor lists, on a loopback stand-in for it: chosen like any other market. */
import assert from "node:assert/strict";
import { openTestApp, untilEnded } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import {
  madeUpCandles,
  startLoopbackVendor,
} from "../../server/market_data/testing/loopback_vendor.ts";

const DAY_MS = 86_400_000;

/** New York's weekdays, between 10:00 and 16:00 in winter. */
function isOpen(timeMs: number, stepMs: number): boolean {
  const at = new Date(timeMs);
  const isWeekday = at.getUTCDay() >= 1 && at.getUTCDay() <= 5;
  return isWeekday && (stepMs >= DAY_MS || at.getUTCHours() >= 15 && at.getUTCHours() < 21);
}

Deno.test({
  name: "stocks: what a vendor lists can be chosen, and runs by its trading days",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const made = madeUpCandles(100);
    const vendor = startLoopbackVendor("twelve_data", {
      candles: (asset, timeMs, stepMs) =>
        isOpen(timeMs, stepMs) ? made(asset, timeMs, stepMs) : null,
    });
    const none = { url: null, apiKey: null };
    const app = await openTestApp({
      config: {
        marketData: ["twelve_data"],
        vendors: {
          binance: none,
          kraken: none,
          coinbase: none,
          coindesk: none,
          coin_metrics: none,
          twelve_data: { url: vendor.baseUrl, apiKey: "a key" },
        },
      },
    });
    try {
      await app.services.runner.start({ alone: true });
      const person = await app.person();
      const { markets } = (await person.get("/markets")).json;
      const apple = markets.find(({ asset }: { asset: string }) => asset === "AAPL/USD");
      assert.deepEqual([apple.name, apple.venue, apple.trading_days_per_year], [
        "Apple",
        "twelve_data",
        252,
      ]);
      const create = (asset: string, timeframe: string) =>
        person.post("/strategies", { name: "Test", asset, timeframe });
      const unknown = await create("ABC/USD", "1d");
      assert.equal(unknown.status, 422);
      assert.equal(unknown.json.error.code, "invalid_input");
      assert.equal(unknown.json.error.issues[0].path, "asset");
      assert.equal((await create("AAPL/USD", "15m")).json.error.issues[0].path, "timeframe");
      assert.equal((await person.get("/candles?asset=ABC/USD&timeframe=1d")).status, 422);

      const strategy = await create("AAPL/USD", "1d");
      assert.equal(strategy.status, 201, strategy.text);
      const { id } = strategy.json;
      await person.post(`/strategies/${id}/versions`, {
        definition: RSI_WITH_STOPS,
        base_version: 0,
      });
      const accepted = await person.post("/backtests", {
        strategy_id: id,
        date_from: "2022-01-03",
        date_to: "2022-03-01",
      });
      assert.equal(accepted.status, 202, accepted.text);
      await untilEnded(person, accepted.json.run_id);
      const run = (await person.get(`/backtests/${accepted.json.run_id}`)).json;
      assert.equal(run.status, "completed", run.error_message);
      assert.deepEqual([run.venue, run.trading_days_per_year], ["twelve_data", 252]);
      const results = (await person.get(`/backtests/${run.run_id}/results`)).json;
      assert.deepEqual(results.data.gaps, [], "nights and weekends are none");
      // Who goes on is offered the market that was used last.
      const next = await app.services.strategies.usualMarket(
        (await person.get("/users/me")).json.id,
      );
      assert.equal(next.asset, "AAPL/USD");
    } finally {
      await app.close();
      await vendor.close();
    }
  },
});
