/**
 * Who works on which run. The row is the truth: a runner takes it by compare-and-set and keeps it with a lease; whatever it
 * writes is written only while the claim is its own. Times are the database's, because the clocks of machines differ.
 */
import { type Kysely, sql, type UpdateObject } from "kysely";
import { asTrial } from "../../contracts/trial_bounds.ts";
import type { Database, RunTrigger } from "../db/schema.ts";
import { addTrials } from "../strategies/trials.ts";
import type { RunContent, RunSummary } from "./engine_protocol.ts";

/** A claimed run with all that is needed to run it. */
export interface ClaimedRun {
  readonly id: string;
  readonly strategy_id: string;
  readonly triggered_by: RunTrigger;
  /** Names this claim and no other, not even a later one of the same process. */
  readonly claim: string;
  /** How often the row has been claimed, this time included. */
  readonly attempts: number;
  readonly asset: string;
  readonly timeframe: string;
  readonly definition: unknown;
  readonly date_from: Date;
  readonly date_to: Date;
  readonly fee_percent: number;
  readonly slippage_percent: number;
  readonly initial_capital: number;
  readonly intrabar: string;
}

export type ClaimOutcome =
  | { readonly kind: "claimed"; readonly run: ClaimedRun }
  /** Another runner holds it; look again when the lease has run out. */
  | { readonly kind: "held"; readonly retryInMs: number }
  /** It has ended, or is gone with its account. */
  | { readonly kind: "over" };

export class RunClaims {
  /** @param changed called when the status or progress of a run has changed */
  constructor(
    private readonly db: Kysely<Database>,
    private readonly leaseMs: number,
    private readonly changed: (runId: string) => Promise<void> = () => Promise.resolve(),
  ) {}

  /** Takes a run that waits, or one whose lease has run out. */
  async claim(id: string): Promise<ClaimOutcome> {
    const claim = crypto.randomUUID();
    const taken = await this.db.updateTable("backtest_runs").set({
      status: "running",
      claimed_by: claim,
      lease_expires_at: this.#leaseEnd(),
      attempts: sql<number>`attempts + 1`,
      progress: 0,
      started_at: sql<Date>`coalesce(started_at, now())`,
      updated_at: sql<Date>`now()`,
    }).where("id", "=", id).where((eb) =>
      eb.or([
        eb("status", "=", "pending"),
        eb.and([
          eb("status", "=", "running"),
          eb.or([
            eb("lease_expires_at", "is", null),
            eb("lease_expires_at", "<=", sql<Date>`now()`),
          ]),
        ]),
      ])
    ).executeTakeFirst();
    if (taken.numUpdatedRows === 0n) return await this.#whyNot(id);
    await this.changed(id);
    const run = await this.db.selectFrom("backtest_runs as r")
      .innerJoin("strategy_versions as v", "v.id", "r.strategy_version_id")
      .select(["r.strategy_id", "r.triggered_by"])
      .select(["r.id", "r.attempts", "r.asset", "r.timeframe", "v.definition_json as definition"])
      .select(["r.date_from", "r.date_to", "r.fee_percent", "r.slippage_percent"])
      .select(["r.initial_capital", "r.intrabar"])
      .where("r.id", "=", id).executeTakeFirst();
    return run ? { kind: "claimed", run: { ...run, claim } } : { kind: "over" };
  }

  /** Renews the claim and stores the progress; `false` when the claim is lost. */
  async renew(run: ClaimedRun, progress?: number): Promise<boolean> {
    return await this.#write(run, {
      lease_expires_at: this.#leaseEnd(),
      ...(progress === undefined ? {} : { progress }),
    });
  }

  /**
   * Ends the run with its result; `false` when the claim was lost, and then nothing is written. Its content counts as one that
   * was looked at, and the run keeps the strategy's variations as they are then. A daily update is none that anybody chose for
   * its result: it counts nothing and keeps nothing.
   */
  async complete(
    run: ClaimedRun,
    summary: RunSummary,
    { venue, storageKey, content }: {
      readonly venue: string;
      readonly storageKey: string;
      readonly content: RunContent;
    },
  ): Promise<boolean> {
    const isWritten = await this.db.transaction().execute(async (trx) => {
      // The run's row first: whoever deletes an account locks it before anything of its strategies.
      const isOwn = await this.#writeWith(trx, run, completed(summary, { venue, storageKey }));
      if (!isOwn || run.triggered_by === "schedule") return isOwn;
      const trial = asTrial(content.hash, content.sharpeDaily);
      const { trials, variance } = await addTrials(trx, run.strategy_id, trial ? [trial] : []);
      await trx.updateTable("backtest_runs")
        .set({ trials_count: trials, trials_variance: variance })
        .where("id", "=", run.id).execute();
      return true;
    });
    if (isWritten) await this.changed(run.id);
    return isWritten;
  }

  /** Ends the run without a result; the message is a sentence for the trader that says what to do. */
  async fail(run: ClaimedRun, code: string, message: string): Promise<boolean> {
    return await this.#write(run, {
      status: "failed",
      error_code: code,
      error_message: message,
      finished_at: sql<Date>`now()`,
      claimed_by: null,
      lease_expires_at: null,
    });
  }

  /** Puts the run back for another worker. A try that was merely cut short does not count. */
  async giveBack(run: ClaimedRun, { counts }: { readonly counts: boolean }): Promise<boolean> {
    return await this.#write(run, {
      status: "pending",
      progress: 0,
      claimed_by: null,
      lease_expires_at: null,
      ...(counts ? {} : { attempts: sql<number>`greatest(attempts - 1, 0)` }),
    });
  }

  /**
   * The runs that no worker holds: those whose lease has run out, and those that have waited so long that their message may
   * be lost. Each is handed to one caller only, who queues it again.
   */
  async takeLost({ waitedMs }: { readonly waitedMs: number }): Promise<string[]> {
    const rows = await this.db.updateTable("backtest_runs").set({ updated_at: sql<Date>`now()` })
      .where(
        "id",
        "in",
        (eb) =>
          eb.selectFrom("backtest_runs").select("id").where((where) =>
            where.or([
              where.and([
                where("status", "=", "pending"),
                where(
                  "updated_at",
                  "<=",
                  sql<Date>`now() - ${waitedMs} * interval '1 millisecond'`,
                ),
              ]),
              where.and([
                where("status", "=", "running"),
                where("lease_expires_at", "<=", sql<Date>`now()`),
                where("updated_at", "<=", sql<Date>`now() - interval '1 second'`),
              ]),
            ])
          ).orderBy("created_at").limit(1_000).forUpdate().skipLocked(),
      )
      .returning("id").execute();
    return rows.map(({ id }) => id);
  }

  /** Whether the row is still there: an account may be deleted while its run is under way. */
  async exists(id: string): Promise<boolean> {
    const row = await this.db.selectFrom("backtest_runs").select("id").where("id", "=", id)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Puts every running row back. Only for a process that has the database to itself and has just started. */
  async resetAll(): Promise<void> {
    await this.db.updateTable("backtest_runs")
      .set({ status: "pending", progress: 0, claimed_by: null, lease_expires_at: null })
      .where("status", "=", "running").execute();
  }

  async #whyNot(id: string): Promise<ClaimOutcome> {
    const row = await this.db.selectFrom("backtest_runs").select([
      "status",
      sql<number>`extract(epoch from lease_expires_at - now())::float8 * 1000`.as("left_ms"),
    ]).where("id", "=", id).executeTakeFirst();
    if (row?.status !== "running" && row?.status !== "pending") return { kind: "over" };
    return { kind: "held", retryInMs: Math.ceil(Math.max(100, row.left_ms ?? 0)) + 50 };
  }

  async #write(run: ClaimedRun, values: UpdateObject<Database, "backtest_runs">): Promise<boolean> {
    if (!await this.#writeWith(this.db, run, values)) return false;
    if (values.status !== undefined || values.progress !== undefined) await this.changed(run.id);
    return true;
  }

  /** Writes while the claim is held; tells nobody. */
  async #writeWith(
    db: Kysely<Database>,
    run: ClaimedRun,
    values: UpdateObject<Database, "backtest_runs">,
  ): Promise<boolean> {
    const { numUpdatedRows } = await db.updateTable("backtest_runs")
      .set({ ...values, updated_at: sql<Date>`now()` })
      .where("id", "=", run.id).where("status", "=", "running").where("claimed_by", "=", run.claim)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #leaseEnd() {
    return sql<Date>`now() + ${this.leaseMs} * interval '1 millisecond'`;
  }
}

/** What a row of a completed run says. */
function completed(
  { sparkline, ...summary }: RunSummary,
  { venue, storageKey }: { readonly venue: string; readonly storageKey: string },
): UpdateObject<Database, "backtest_runs"> {
  return {
    ...summary,
    sparkline: JSON.stringify(sparkline),
    venue,
    results_storage_key: storageKey,
    status: "completed",
    progress: 1,
    error_code: null,
    error_message: null,
    finished_at: sql<Date>`now()`,
    claimed_by: null,
    lease_expires_at: null,
  };
}
