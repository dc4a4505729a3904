/**
 * Who computes how far a run can be trusted. As with runs, the row is the truth: a process takes it by compare-and-set, keeps it
 * for a while, and writes only while the claim is its own; one that is killed loses it. Times are the database's.
 */
import { type Kysely, type Selectable, sql, type UpdateObject } from "kysely";
import { traceparent } from "../telemetry/tracing.ts";
import { isOver, leaseEnd } from "../db/leases.ts";
import type { Database, RobustnessReportsTable } from "../db/schema.ts";

export type ReportRow = Selectable<RobustnessReportsTable> & {
  /** Since it was last written, milliseconds. */
  readonly age_ms: number;
};

/** A report to be made, with all that is needed for it. */
export interface ClaimedReport {
  readonly run_id: string;
  /** Names this claim and no other. */
  readonly claim: string;
  /** How often it has been claimed, this time included. */
  readonly attempts: number;
  /** W3C traceparent of the request that asked for it. */
  readonly trace_context: string | null;
  readonly asset: string;
  readonly import_name: string | null;
  readonly user_id: string;
  readonly timeframe: string;
  readonly venue: string | null;
  readonly definition: unknown;
  readonly date_from: Date;
  readonly date_to: Date;
  readonly fee_percent: number;
  readonly slippage_percent: number;
  readonly initial_capital: number;
  readonly intrabar: string;
  readonly engine_version: string | null;
  readonly run_hash: string | null;
  readonly results_storage_key: string | null;
  readonly trials_count: number | null;
  readonly trials_variance: number | null;
}

export class RobustnessReports {
  constructor(private readonly db: Kysely<Database>, private readonly leaseMs: number) {}

  async find(runId: string): Promise<ReportRow | undefined> {
    return await this.db.selectFrom("robustness_reports").selectAll()
      .select(sql<number>`extract(epoch from now() - updated_at)::float8 * 1000`.as("age_ms"))
      .where("run_id", "=", runId).executeTakeFirst();
  }

  /** Asks for a report, once however many ask. @throws a foreign key violation when the run is gone */
  async ask(runId: string): Promise<void> {
    await this.db.insertInto("robustness_reports").values({
      run_id: runId,
      claimed_by: null,
      trace_context: traceparent(),
    })
      .onConflict((conflict) => conflict.doNothing()).execute();
  }

  /** Asks again for one that has ended, once however many ask. */
  async askAgain({ run_id, status }: ReportRow): Promise<void> {
    await this.db.updateTable("robustness_reports").set({
      status: "pending",
      trace_context: traceparent(),
      claimed_by: null,
      attempts: 0,
      error_code: null,
      error_message: null,
      free_at: sql<Date>`now()`,
      created_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    }).where("run_id", "=", run_id).where("status", "=", status).execute();
  }

  /** Takes the one that has waited longest; `null` when none waits. */
  async claimNext(): Promise<ClaimedReport | null> {
    const claim = crypto.randomUUID();
    const taken = await this.db.updateTable("robustness_reports").set({
      status: "running",
      claimed_by: claim,
      free_at: leaseEnd(this.leaseMs),
      attempts: sql<number>`attempts + 1`,
      updated_at: sql<Date>`now()`,
    }).where("run_id", "=", (eb) =>
      eb.selectFrom("robustness_reports").select("run_id")
        .where("status", "in", ["pending", "running"])
        .where(isOver("free_at"))
        .orderBy("created_at").orderBy("run_id").limit(1).forUpdate().skipLocked())
      .returning(["run_id", "attempts", "trace_context"]).executeTakeFirst();
    if (!taken) return null;
    const run = await this.db.selectFrom("backtest_runs as r")
      .innerJoin("strategy_versions as v", "v.id", "r.strategy_version_id")
      .select(["r.asset", "r.timeframe", "r.import_name", "r.user_id", "r.venue"])
      .select("v.definition_json as definition")
      .select(["r.date_from", "r.date_to", "r.fee_percent", "r.slippage_percent"])
      .select(["r.initial_capital", "r.intrabar", "r.engine_version", "r.run_hash"])
      .select(["r.results_storage_key", "r.trials_count", "r.trials_variance"])
      .where("r.id", "=", taken.run_id).executeTakeFirst();
    // Deleted in between, and the claim with it: there may be another.
    return run ? { ...run, ...taken, claim } : await this.claimNext();
  }

  /** Renews the claim; `false` when it is lost. */
  async renew(report: ClaimedReport): Promise<boolean> {
    return await this.#write(report, { free_at: leaseEnd(this.leaseMs) });
  }

  /** It is stored; `false` when the claim was lost or the run is gone. */
  async complete(report: ClaimedReport): Promise<boolean> {
    return await this.#write(report, {
      status: "completed",
      claimed_by: null,
      error_code: null,
      error_message: null,
    });
  }

  async fail(report: ClaimedReport, code: string, message: string): Promise<boolean> {
    return await this.#write(report, {
      status: "failed",
      claimed_by: null,
      error_code: code,
      error_message: message,
    });
  }

  /** Puts it back, to be claimed again after `afterMs`. A try that was merely cut short does not count. */
  async giveBack(
    report: ClaimedReport,
    { counts, afterMs }: { readonly counts: boolean; readonly afterMs: number },
  ): Promise<boolean> {
    return await this.#write(report, {
      status: "pending",
      claimed_by: null,
      free_at: leaseEnd(afterMs),
      ...(counts ? {} : { attempts: sql<number>`greatest(attempts - 1, 0)` }),
    });
  }

  /** Frees every claim. Only for a process that has the database to itself and has just started. */
  async resetAll(): Promise<void> {
    await this.db.updateTable("robustness_reports")
      .set({ status: "pending", claimed_by: null, free_at: sql<Date>`now()` })
      .where("status", "=", "running").execute();
  }

  async #write(
    { run_id, claim }: ClaimedReport,
    values: UpdateObject<Database, "robustness_reports">,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.db.updateTable("robustness_reports")
      .set({ ...values, updated_at: sql<Date>`now()` })
      .where("run_id", "=", run_id).where("status", "=", "running").where("claimed_by", "=", claim)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
