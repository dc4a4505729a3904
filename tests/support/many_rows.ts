/** An account as it is after years of use: written straight into the database, because the API would take its time. */
import type { Kysely } from "kysely";
import type { Database } from "../../server/db/schema.ts";
import { SPARKLINE_POINTS } from "../../server/backtests/sparkline.ts";
import { RSI_WITH_STOPS } from "./strategies.ts";

const DAY_MS = 86_400_000;
const ASSETS = ["BTC/USDT", "ETH/USDT", "SOL/USDT", "BNB/USDT", "XRP/USDT", "DEMO/USDT"] as const;
const TIMEFRAMES = ["1h", "4h"] as const;
const IDEAS = ["RSI rebound", "Golden cross", "Turtle", "MACD cross", "Bollinger dip", "Breakout"];
/** Rows of one statement; PostgreSQL takes 65,535 values at the most. */
const BATCH = 500;

/**
 * Gives the account `strategies` strategies with two versions each, and `runs` finished backtests shared out evenly among
 * them, the newest of each today. Returns the ids of the strategies.
 */
export async function fillAccount(
  db: Kysely<Database>,
  userId: string,
  { strategies, runs, nowMs }: { strategies: number; runs: number; nowMs: number },
): Promise<string[]> {
  const created = (index: number) => new Date(nowMs - (index + 1) * 3_600_000);
  const market = (index: number) => ({
    asset: ASSETS[index % ASSETS.length]!,
    timeframe: TIMEFRAMES[index % TIMEFRAMES.length]!,
  });
  const ids: string[] = [];
  const versions: string[] = [];
  for (const batch of batches(strategies)) {
    const rows = await db.insertInto("strategies").values(batch.map((index) => ({
      user_id: userId,
      name: `${IDEAS[index % IDEAS.length]} ${index + 1}`,
      ...market(index),
      created_at: created(index),
      updated_at: created(index),
    }))).returning("id").execute();
    ids.push(...rows.map(({ id }) => id));
    for (const version_number of [1, 2]) {
      const saved = await db.insertInto("strategy_versions").values(rows.map(({ id }) => ({
        strategy_id: id,
        version_number,
        definition_json: JSON.stringify(RSI_WITH_STOPS),
      }))).returning("id").execute();
      if (version_number === 2) versions.push(...saved.map(({ id }) => id));
    }
  }
  for (const batch of batches(runs)) {
    await db.insertInto("backtest_runs").values(batch.map((index) => {
      const strategy = index % strategies;
      const at = new Date(nowMs - Math.floor(index / strategies) * DAY_MS);
      const total_return = Math.sin(index) / 2;
      return {
        user_id: userId,
        strategy_id: ids[strategy]!,
        strategy_version_id: versions[strategy]!,
        ...market(strategy),
        status: "completed" as const,
        date_from: new Date(at.getTime() - 365 * DAY_MS),
        date_to: at,
        fee_percent: 0.1,
        slippage_percent: 0.05,
        initial_capital: 10_000,
        intrabar: "stop_first",
        triggered_by: "schedule" as const,
        venue: "binance",
        engine_version: "1",
        run_hash: "0".repeat(64),
        progress: 1,
        total_return,
        cagr: total_return,
        max_drawdown: -Math.abs(Math.cos(index)) / 3,
        num_trades: 20 + index % 60,
        win_rate: 0.45,
        buy_and_hold_return: 0.2,
        sparkline: JSON.stringify(wave(total_return, index)),
        results_storage_key: `runs/${index}`,
        started_at: at,
        finished_at: at,
        created_at: at,
      };
    })).execute();
  }
  return ids;
}

/** A curve from 1 to `1 + end` with some ups and downs. */
function wave(end: number, phase: number): number[] {
  return Array.from({ length: SPARKLINE_POINTS }, (_, i) => {
    const share = i / (SPARKLINE_POINTS - 1);
    const detour = 0.08 * Math.sin(share * 14 + phase) * Math.sin(share * Math.PI);
    return Number((1 + end * share + detour).toPrecision(5));
  });
}

function* batches(count: number): Generator<number[]> {
  for (let from = 0; from < count; from += BATCH) {
    yield Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
  }
}
