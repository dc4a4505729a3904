/** Candles that a vendor restated, as an operator sees and decides on them. Whose backtests have read one is not told. */
import { type Kysely, sql } from "kysely";
import type { AdminRestatement, RestatementChoice } from "../../contracts/admin.ts";
import type { Operator } from "../accounts/administration.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import type { Database } from "../db/schema.ts";
import { sourceInWords, timeframesRead } from "../market_data/base_timeframe.ts";
import { MARKET_TIMEFRAMES } from "../market_data/catalog.ts";
import {
  type Decided,
  FROM_FILE,
  type Restatement,
  type Restatements,
} from "../market_data/restatements.ts";
import { VENDORS } from "../market_data/vendors/mod.ts";

/** So many are listed. */
const MOST = 50;

export interface OperatorRestatementsParts {
  readonly db: Kysely<Database>;
  readonly restatements: Pick<Restatements, "list" | "accept" | "reject">;
  readonly auditLog: AuditLog;
}

export class OperatorRestatements {
  constructor(private readonly parts: OperatorRestatementsParts) {}

  /** Those that nobody has decided on, the newest first. */
  async list(): Promise<AdminRestatement[]> {
    const open = await this.parts.restatements.list({ status: "open", limit: MOST });
    const runs = await this.#runsOf(open);
    return open.map((one) => ({
      id: one.id,
      asset: one.asset,
      timeframe: one.timeframe,
      source: sourceInWords(one.venue, VENDORS),
      given_by: one.vendor === FROM_FILE ? "a file" : sourceInWords(one.vendor, VENDORS),
      time: new Date(one.timeMs).toISOString(),
      old: one.old,
      new: one.given,
      largest_change: one.change,
      seen_at: new Date(one.seenMs).toISOString(),
      runs: runs.get(one.id) ?? 0,
    }));
  }

  /** Stores the new values, or keeps the old. Those that are not open are passed over. */
  async decide(
    by: Operator,
    choice: RestatementChoice,
    ids: readonly string[] | "all",
  ): Promise<Decided> {
    const { restatements, auditLog } = this.parts;
    const event = choice === "accept" ? "restatements_accepted" : "restatements_rejected";
    const { actor, address } = by;
    return await restatements[choice](ids, async ({ decided, superseded }, trx) => {
      if (decided + superseded === 0) return;
      const details = { candles: decided, superseded };
      await auditLog.record(event, { actor, address, details }, trx);
    });
  }

  /** How many completed backtests have read each candle, its history before the range included. */
  async #runsOf(restated: readonly Restatement[]): Promise<ReadonlyMap<string, number>> {
    if (restated.length === 0) return new Map();
    // A run of a longer timeframe may have been aggregated from the candle.
    const read = restated.flatMap(({ id, venue, timeframe }) =>
      Object.keys(MARKET_TIMEFRAMES)
        .filter((longer) => timeframesRead(venue, longer, VENDORS).includes(timeframe))
        .map((longer) => ({ id, timeframe: longer }))
    );
    const { rows } = await sql<{ id: string; runs: number }>`
      select x.id, count(*)::int as runs
        from candle_restatements x
        join unnest(${read.map(({ id }) => id)}::uuid[], ${
      read.map(({ timeframe }) => timeframe)
    }::text[]) as t (id, timeframe) on t.id = x.id
        join backtest_runs r on r.asset = x.asset and r.venue = x.venue
          and r.timeframe = t.timeframe and r.import_name is null and r.status = 'completed'
          and coalesce(r.candles_from, r.date_from) <= x.timestamp and r.date_to > x.timestamp
        group by x.id`.execute(this.parts.db);
    return new Map(rows.map(({ id, runs }) => [id, runs]));
  }
}
