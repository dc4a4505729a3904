/**
 * Who works on which run. The row is the truth: a runner takes it by compare-and-set and keeps it with a lease; whatever it
 * writes is written only while the claim is its own. Times are the database's, because the clocks of machines differ.
 */
import { type Kysely, sql, type UpdateObject } from "kysely";
import { asTrial, type Trial } from "../../contracts/trial_bounds.ts";
import type { Database, RunTrigger, WaitingFor } from "../db/schema.ts";
import { isOver, leaseEnd } from "../db/leases.ts";
import { addTrials, knownTrials } from "../strategies/trials.ts";
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
  /** How long it was put back for so far because something was away, milliseconds. */
  readonly waited_ms: number;
  /** What was away when it was last put back. */
  readonly waiting_for: WaitingFor | null;
  readonly asset: string;
  readonly timeframe: string;
  /** The owner's import that it runs on; `null` = what everybody shares. */
  readonly import_name: string | null;
  readonly user_id: string;
  readonly definition: unknown;
  readonly date_from: Date;
  readonly date_to: Date;
  readonly fee_percent: number;
  readonly slippage_percent: number;
  readonly initial_capital: number;
  readonly intrabar: string;
  /** The venue that the run has to read; `null` = the first that can give the candles. */
  readonly venue_asked: string | null;
  /** W3C traceparent of the request that asked for it. */
  readonly trace_context: string | null;
}

/** Which of the runs that wait may be taken. */
export interface ClaimOptions {
  /** Only runs that people asked for, of accounts that have none under way: for the place that is kept for them. */
  readonly firstOnly?: boolean;
}

/** Why and for how long a run is put back. */
export interface Pause {
  readonly ms: number;
  /** What is away; `null` when the run was merely cut short. */
  readonly waitingFor: WaitingFor | null;
}

/** After so long the oldest run of an account goes before its shorter ones, so that none waits for ever. */
const PATIENCE = "5 minutes";

export class RunClaims {
  /** Runs whose claims this process holds: a lease that a jump of the clock ends early is not taken from itself. */
  readonly #held = new Set<string>();

  /** @param changed called when the status or progress of a run has changed */
  constructor(
    private readonly db: Kysely<Database>,
    private readonly leaseMs: number,
    private readonly changed: (runId: string) => Promise<void> = () => Promise.resolve(),
  ) {}

  /**
   * Takes the run whose turn it is, of those that wait and those whose lease has run out; `null` when there is none. What
   * people asked for goes before daily updates. Accounts take turns: the one with the fewest runs under way, then the one
   * that was served longest ago. Of one account the run with the least to compute goes first.
   */
  async claimNext(options: ClaimOptions = {}): Promise<ClaimedRun | null> {
    const claim = crypto.randomUUID();
    const { rows } = await sql<Omit<ClaimedRun, "claim">>`
      with ${this.#accounts()}, next as (
        ${this.#waiting(options)} limit 1 for update of r skip locked
      )
      update backtest_runs as run set
        status = 'running',
        claimed_by = ${claim},
        lease_expires_at = ${leaseEnd(this.leaseMs)},
        attempts = run.attempts + 1,
        turn = nextval('backtest_turns'),
        progress = 0,
        started_at = coalesce(run.started_at, now()),
        revision = run.revision + 1,
        updated_at = now()
      from next, strategy_versions as v
      where run.id = next.id and v.id = run.strategy_version_id
      returning run.id, run.strategy_id, run.triggered_by, run.attempts, run.waited_ms,
        run.waiting_for, run.asset, run.timeframe, run.import_name, run.user_id,
        v.definition_json as definition, run.date_from, run.date_to, run.fee_percent,
        run.slippage_percent, run.initial_capital, run.intrabar, run.venue_asked, run.trace_context`
      .execute(this.db);
    const [run] = rows;
    if (run === undefined) return null;
    this.#held.add(run.id);
    await this.changed(run.id);
    return { ...run, claim };
  }

  /** The run that `claimNext` would take, which is left as it is. */
  async peekNext(options: ClaimOptions = {}): Promise<string | null> {
    const { rows } = await sql<{ id: string }>`
      with ${this.#accounts()} ${this.#waiting(options)} limit 1`.execute(this.db);
    return rows[0]?.id ?? null;
  }

  /** This process works on the run no more, whoever has the claim. */
  leave(run: ClaimedRun): void {
    this.#held.delete(run.id);
  }

  /**
   * The accounts that have open runs: how many are under way, and when the last one was begun. Computed once; a plan that was
   * made when few runs were open would count them all again for each of them.
   */
  #accounts() {
    return sql`accounts as materialized (
      select open.user_id, open.under_way,
        (select max(o.turn) from backtest_runs o where o.user_id = open.user_id) as served
      from (
        select user_id, count(*) filter (
          where status = 'running' and triggered_by <> 'schedule'
        ) as under_way
        from backtest_runs where status in ('pending', 'running') group by user_id
      ) as open
    )`;
  }

  /** The runs that may be taken, in their order. */
  #waiting({ firstOnly = false }: ClaimOptions) {
    const held = [...this.#held];
    return sql`select r.id from backtest_runs r join accounts a on a.user_id = r.user_id
      where (
        r.status = 'pending' and ${isOver("r.free_at")}
        or r.status = 'running' and (r.lease_expires_at is null or ${isOver("r.lease_expires_at")})
      )
      ${held.length === 0 ? sql`` : sql`and r.id not in (${sql.join(held)})`}
      ${firstOnly ? sql`and a.under_way = 0 and r.triggered_by <> 'schedule'` : sql``}
      order by r.triggered_by = 'schedule', a.under_way, a.served nulls first,
        case when r.created_at < now() - ${sql.lit(PATIENCE)}::interval then 0 else r.estimate end,
        r.created_at, r.id`;
  }

  /** Renews the claim and stores the progress; `false` when the claim is lost. */
  async renew(run: ClaimedRun, progress?: number): Promise<boolean> {
    return await this.#write(run, {
      lease_expires_at: leaseEnd(this.leaseMs),
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
    { venue, passedOver, candlesFrom, storageKey, bytes, content }: {
      readonly venue: string;
      /** The venue before it that failed, and why. */
      readonly passedOver?: { readonly venue: string; readonly code: string } | undefined;
      /** Open time of the first candle that was read, Unix ms. */
      readonly candlesFrom: number;
      readonly storageKey: string;
      /** Of the stored result. */
      readonly bytes: number;
      readonly content: RunContent;
    },
  ): Promise<boolean> {
    const trial = asTrial(content.hash, content.sharpeDaily);
    const counted = run.triggered_by === "schedule"
      ? {}
      : await countedTrials(this.db, run.strategy_id, trial ? [trial] : []);
    const ended = {
      ...completed(summary, { venue, candlesFrom, storageKey }),
      result_bytes: bytes,
      result_reduced_at: null,
      venue_passed_over: passedOver?.venue ?? null,
      venue_reason: passedOver?.code ?? null,
    };
    if (counted !== null) {
      // Nothing is new, so that runs of one strategy need not wait for each other.
      const isOwn = await this.#writeWith(this.db, run, { ...ended, ...counted });
      if (isOwn) await this.changed(run.id);
      return isOwn;
    }
    const isWritten = await this.db.transaction().execute(async (trx) => {
      // The run's row first: whoever deletes an account locks it before anything of its strategies.
      if (!await this.#writeWith(trx, run, ended)) return false;
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
      waiting_for: null,
    });
  }

  /**
   * Puts the run back for another worker, at once or after a pause. A try that was merely cut short, or that something that
   * is away kept from its end, does not count.
   */
  async giveBack(
    run: ClaimedRun,
    { counts, pause }: { readonly counts: boolean; readonly pause?: Pause },
  ): Promise<boolean> {
    return await this.#write(run, {
      status: "pending",
      progress: 0,
      claimed_by: null,
      lease_expires_at: null,
      ...(counts ? {} : { attempts: sql<number>`greatest(attempts - 1, 0)` }),
      ...(pause === undefined ? {} : {
        free_at: leaseEnd(pause.ms),
        waited_ms: sql<number>`waited_ms + ${pause.ms}`,
        waiting_for: pause.waitingFor,
      }),
    });
  }

  /** What was away is back: the runs that wait for it need not wait until their pauses end. */
  async endPauses(waitingFor: WaitingFor): Promise<void> {
    await this.db.updateTable("backtest_runs").set({ free_at: sql<Date>`now()` })
      .where("status", "=", "pending").where("waiting_for", "=", waitingFor)
      .where("free_at", ">", sql<Date>`now()`).execute();
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
      .set({
        status: "pending",
        progress: 0,
        claimed_by: null,
        lease_expires_at: null,
        revision: sql<number>`revision + 1`,
      })
      .where("status", "=", "running").execute();
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
      .set({ ...values, revision: sql<number>`revision + 1`, updated_at: sql<Date>`now()` })
      .where("id", "=", run.id).where("status", "=", "running").where("claimed_by", "=", run.claim)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}

/** What a row of a completed run says. */
function completed(
  { sparkline, ...summary }: RunSummary,
  { venue, candlesFrom, storageKey }: {
    readonly venue: string;
    readonly candlesFrom: number;
    readonly storageKey: string;
  },
): UpdateObject<Database, "backtest_runs"> {
  return {
    ...summary,
    sparkline: JSON.stringify(sparkline),
    venue,
    candles_from: new Date(candlesFrom),
    results_storage_key: storageKey,
    status: "completed",
    progress: 1,
    error_code: null,
    error_message: null,
    finished_at: sql<Date>`now()`,
    claimed_by: null,
    lease_expires_at: null,
    waiting_for: null,
  };
}

/** The strategy's variations as columns of a run, when all of `trials` have been counted; else `null`. */
async function countedTrials(
  db: Kysely<Database>,
  strategyId: string,
  trials: readonly Trial[],
): Promise<{ readonly trials_count: number; readonly trials_variance: number | null } | null> {
  const known = await knownTrials(db, strategyId, trials);
  return known && { trials_count: known.trials, trials_variance: known.variance };
}
