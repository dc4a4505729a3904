/**
 * A week of 1h candles, hour by hour: the app with its own market data, a vendor on loopback and a clock that the test moves.
 * Processes are killed between statements and others go on, alone and two at once. In the end the follow is the backtest over the
 * same candles, and nothing is doubled.
 */
import assert from "node:assert/strict";
import type { KyselyPlugin } from "kysely";
import { runBacktest } from "../../engine/mod.ts";
import { at, graph } from "../../engine/strategy/templates/template.ts";
import { seededRandom } from "../../engine/testing/random_walk.ts";
import type { DatabaseHandle } from "../../server/db/connect.ts";
import { settingsOf } from "../../server/desk/advance.ts";
import { planOf } from "../../server/desk/loop.ts";
import { testOnBoth } from "../../server/market_data/testing/databases.ts";
import { openTestApp, type TestApp, testClock } from "../support/app.ts";
import { startFakeVendor } from "../support/vendor.ts";

const HOUR = 3_600_000;
const HOURS = 7 * 24;

/** Buys when RSI(2) is low, sells above the average of five: some trades a day. */
const dip = graph(
  [
    at(0, 0, "fast", "rsi", { period: 2 }),
    at(0, 1, "price", "price"),
    at(0, 2, "short", "sma", { period: 5 }),
    at(1, 0, "low", "compare", { operator: "<", value: 30 }),
    at(1, 1, "high", "compare", { operator: ">" }),
    at(2, 0, "buy", "entry_signal"),
    at(2, 1, "sell", "exit_signal"),
    at(2, 2, "stop", "stop_loss", { mode: "percent", value: 2 }),
  ],
  [
    "fast.value > low.a",
    "price.close > high.a",
    "short.value > high.b",
    "low.signal > buy.signal",
    "high.signal > sell.signal",
  ],
);

/** An app whose process can be killed: from a statement on nothing gets through, whatever its code does about it. */
interface Process {
  readonly app: TestApp;
  /** After how many more statements it is killed; `null` = not now. */
  dieAfter(statements: number | null): void;
  isDead(): boolean;
}

async function startProcess(
  database: DatabaseHandle,
  parts: { readonly now: () => number; readonly vendorUrl: string },
): Promise<Process> {
  let left: number | null = null;
  let isDead = false;
  const trap: KyselyPlugin = {
    transformQuery({ node }) {
      if (isDead || (left !== null && --left < 0)) {
        isDead = true;
        throw new Error("killed");
      }
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const app = await openTestApp({
    now: parts.now,
    config: { vendorUrl: parts.vendorUrl },
    database: {
      ...database,
      db: database.db.withPlugin(trap),
      close: () => Promise.resolve(),
    },
  });
  return {
    app,
    dieAfter: (statements) => left = statements,
    isDead: () => isDead,
  };
}

testOnBoth(
  "desk: a week of candles from a vendor, with processes that are killed",
  async (database) => {
    const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));
    const vendor = startFakeVendor();
    const draw = seededRandom(7);
    const start = () => startProcess(database, { now: clock.now, vendorUrl: vendor.url });
    const first = await start();
    const processes = [first, await start()];
    try {
      const person = await first.app.person();
      const { id: userId } = (await person.get("/users/me")).json;
      const ids: string[] = [];
      for (const limits of [{}, { max_order: 1 }]) {
        const { json } = await person.post("/strategies", {
          name: "Dip",
          asset: "BTC/USDT",
          timeframe: "1h",
        });
        const version = { definition: dip, base_version: 0 };
        const saved = await person.post(`/strategies/${json.id}/versions`, version);
        assert.equal(saved.status, 201, saved.text);
        const followed = await person.post("/follows", { strategy_id: json.id, ...limits });
        assert.equal(followed.status, 201, followed.text);
        ids.push(followed.json.id);
      }
      const tried = { kills: 0, together: 0 };
      for (let hour = 0; hour < HOURS; hour++) {
        clock.advance(HOUR);
        for (const process of processes) {
          // Rarely while candles are fetched: their lease keeps others waiting for seconds by the database's clock.
          process.dieAfter(draw() < 0.08 ? 18 + Math.floor(draw() * 60) : null);
        }
        const isTogether = draw() < 0.2;
        if (isTogether) tried.together++;
        await Promise.all(
          (isTogether ? processes : processes.slice(0, 1))
            // One that is killed throws, as the loop would log.
            .map(({ app }) => app.services.desk.sweep().catch(() => {})),
        );
        for (const [n, process] of processes.entries()) {
          process.dieAfter(null);
          if (!process.isDead()) continue;
          tried.kills++;
          await process.app.close();
          processes[n] = await start();
        }
      }
      const [{ app: { services } }] = processes as [Process];
      await services.desk.sweep();
      assert.ok(tried.kills >= 5 && tried.together >= 10, JSON.stringify(tried));
      const last = Math.floor(clock.now() / HOUR) * HOUR - HOUR;
      let compared = 0;
      for (const [n, id] of ids.entries()) {
        const row = await services.desk.get(userId, id);
        assert.equal(row.last_candle_at?.getTime(), last);
        const query = { follow_id: id, limit: 200 };
        const { rows: trades } = await services.desk.trades(userId, query);
        const plan = planOf(row);
        const candles = await services.marketData.candles({
          asset: "BTC/USDT",
          timeframe: "1h",
          venue: "binance",
          fromMs: row.started_at.getTime(),
          toMs: last + HOUR,
          historyBars: plan.historyBars,
        });
        const result = runBacktest(candles, plan, settingsOf(row));
        if (n === 1) {
          // Held back by its largest order, each time with a word.
          assert.deepEqual([trades.length, row.equity], [0, 10_000]);
          const { rows: signals } = await services.desk.signals(userId, query);
          const { rows: events } = await services.desk.events(userId, query);
          const denied = signals.filter(({ outcome }) => outcome === "largest_order").length;
          assert.ok(denied > 5);
          assert.equal(events.filter(({ type }) => type === "entry_largest_order").length, denied);
          continue;
        }
        assert.equal(row.equity, result.equity.at(-1));
        assert.deepEqual(
          trades.map((trade) => [trade.entry_at.getTime(), trade.entry_price, trade.pnl]).reverse(),
          result.trades.map((trade) => [trade.entry_time, trade.entry_price, trade.pnl]),
        );
        compared += trades.length;
        const { rows: orders, fills } = await services.desk.orders(userId, query);
        assert.equal(
          new Set(orders.map(({ client_order_id }) => client_order_id)).size,
          orders.length,
        );
        assert.equal(new Set(fills.map(({ execution_id }) => execution_id)).size, fills.length);
      }
      assert.ok(compared > 10, `only ${compared} trades were compared`);
    } finally {
      for (const { app } of processes) await app.close();
      await vendor.close();
    }
  },
);
