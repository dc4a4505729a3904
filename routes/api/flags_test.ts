/** Flags of the file decide in a running app. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { openTestApp } from "../../tests/support/app.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { StripeStandIn } from "../../tests/support/stripe.ts";
import { chooseVendor } from "../../server/market_data/vendor_choice.ts";

Deno.test({
  name: "flags: what the file says counts where it is decided, without a restart",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    const flagsFile = join(folder, "flags.yaml");
    let now = Date.UTC(2026, 0, 15, 12);
    const stripe = new StripeStandIn();
    const app = await openTestApp({
      config: { flagsFile, marketData: ["binance", "kraken"], billing: stripe.config },
      now: () => now,
    });
    const { flags, marketData, database: { db }, schedules } = app.services;
    let changes = 0;
    const write = async (text: string) => {
      await Deno.writeTextFile(flagsFile, text);
      await Deno.utime(flagsFile, 1_700_000_000, 1_700_000_000 + ++changes);
      await flags.look();
      // What is known of the vendors' order holds for a second.
      now += 2_000;
    };
    const order = async () => (await marketData.order?.current())?.vendors.map(({ name }) => name);
    try {
      const person = await app.person();
      const { json } = await person.post("/strategies", {
        name: "RSI",
        asset: "DEMO/USDT",
        timeframe: "1d",
      });
      await person.post(`/strategies/${json.id}/versions`, {
        definition: RSI_WITH_STOPS,
        base_version: 0,
      });
      const run = await person.post("/backtests", {
        strategy_id: json.id,
        date_from: "2021-01-01",
        date_to: "2022-01-01",
      });
      await app.services.runner.start({ alone: true });
      for (;;) {
        const { status } = (await person.get(`/backtests/${run.json.run_id}`)).json;
        if (status === "completed") break;
        assert.notEqual(status, "failed");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.deepEqual(await order(), ["binance", "kraken"]);

      await write(
        "flags: {signup_open: false, imports: false, robustness: false, billing: false, daily_updates: false, market_data.source: kraken}",
      );
      const joined = await app.visitor().post("/auth/signup", {
        email: "eve@example.com",
        password: "correct horse",
      });
      assert.equal(joined.json.error.code, "signup_closed");
      const bought = await person.post("/billing/checkout", {});
      assert.equal(bought.status, 503, JSON.stringify(bought.json));
      assert.match(bought.json.error.message, /cannot be bought right now/);
      assert.equal((await person.get("/billing")).json.sold, false);
      assert.deepEqual(stripe.calls, []);
      const csv = "timestamp,open,high,low,close,volume\n1609459200000,1,1,1,1,1\n";
      const imported = () =>
        person.send("POST", "/candles/import?asset=X/USDT&timeframe=1d", csv, {
          "content-type": "text/csv",
        });
      const refused = await imported();
      assert.deepEqual([refused.status, refused.headers.has("retry-after")], [503, true]);
      const tests = await person.get(`/backtests/${run.json.run_id}/robustness`);
      assert.equal(tests.status, 503);
      assert.match(tests.json.error.message, /switched off/);
      assert.deepEqual(await order(), ["kraken", "binance"]);
      await chooseVendor(db, "binance");
      now += 2_000;
      assert.deepEqual(
        await order(),
        ["binance", "kraken"],
        "what somebody has chosen counts first",
      );
      await chooseVendor(db, null);
      const on = { auto_update_enabled: true };
      assert.equal((await person.patch(`/strategies/${json.id}`, on)).status, 200);
      const runs = () =>
        db.selectFrom("backtest_runs").select("id").where("triggered_by", "=", "schedule")
          .execute();
      assert.equal((await schedules.sweep()).queued, 0);
      assert.equal((await runs()).length, 0);

      await write("flags:\n");
      assert.equal((await schedules.sweep()).queued, 1, "what was missed is begun");
      assert.equal((await runs()).length, 1);
      assert.notEqual((await imported()).status, 503);
      assert.equal((await person.get(`/backtests/${run.json.run_id}/robustness`)).status, 202);
      assert.deepEqual(await order(), ["binance", "kraken"]);
    } finally {
      await app.close();
      await stripe.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
