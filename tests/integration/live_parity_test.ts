/** The live result of every template against the server's run of the same version: bit for bit. */
import assert from "node:assert/strict";
import { decodeCandles, TEMPLATES } from "../../engine/mod.ts";
import { LiveEngine } from "../../studio/live/live_engine.ts";
import { testApp, untilEnded } from "../support/app.ts";

const FROM = "2021-01-01";
const TO = "2021-07-01";

testApp(
  "live parity: every template's live result equals the server's run over the same candles",
  async (app) => {
    await app.services.runner.start({ alone: true });
    const person = await app.person();
    const query = `asset=DEMO/USDT&timeframe=1h&from=${FROM}&to=${TO}&history_bars=6000`;
    const response = await person.raw("GET", `/candles?${query}`, undefined, {
      accept: "application/octet-stream",
    });
    const bytes = await response.arrayBuffer();
    const engine = new LiveEngine();
    await engine.answer({ kind: "load", id: 0, candles: decodeCandles(new Uint8Array(bytes)) });
    let trades = 0;
    for (const { id } of TEMPLATES) {
      const created = await person.post("/strategies", {
        name: id,
        asset: "DEMO/USDT",
        timeframe: "1h",
        template: id,
      });
      const started = await person.post("/backtests", {
        strategy_id: created.json.id,
        date_from: FROM,
        date_to: TO,
      });
      assert.equal(started.status, 202, started.text);
      const ended = await untilEnded(person, started.json.run_id);
      assert.equal(ended.status, "completed", ended.error_message);
      const { json: server } = await person.get(`/backtests/${started.json.run_id}/results`);
      const { json: detail } = await person.get(`/strategies/${created.json.id}`);

      const live = await engine.answer({
        kind: "run",
        id: 1,
        document: detail.latest_version.definition,
        settings: {
          initialCapital: 10_000,
          feeRate: 0.1 / 100,
          slippageRate: 0.05 / 100,
          intrabar: "stop_first",
          fromMs: Date.parse(FROM),
          toMs: Date.parse(TO),
        },
      });
      assert.ok(live.kind === "result", JSON.stringify(live).slice(0, 200));
      assert.deepEqual([...live.equity], server.equity.value, id);
      assert.deepEqual([...live.hold], server.buy_and_hold.value, id);
      assert.deepEqual(live.metrics, server.metrics, id);
      assert.deepEqual(live.funnel, server.funnel, id);
      assert.deepEqual(
        [...live.trades.entryBar],
        server.trades.map((trade: { entry_bar: number }) => trade.entry_bar),
      );
      assert.deepEqual(
        [...live.trades.exitPrice].map((price) => Number.isNaN(price) ? null : price),
        server.trades.map((trade: { exit_price: number | null }) => trade.exit_price),
      );
      trades += live.trades.entryBar.length;
      await person.delete(`/strategies/${created.json.id}`);
    }
    assert.ok(trades > 100, `only ${trades} trades were compared`);
  },
);
