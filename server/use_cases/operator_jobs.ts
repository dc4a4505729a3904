/**
 * The jobs there are, as an operator sees them: whose, since when, and why one failed, in the words that hold for everybody's.
 * What a run says of its strategy is the person's alone.
 */
import { type Kysely, sql } from "kysely";
import type { AdminJob, AdminJobList } from "../../contracts/admin.ts";
import { AppError } from "../../contracts/errors.ts";
import { runFailure } from "../../contracts/run_failures.ts";
import type { Operator } from "../accounts/administration.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import { tellRunChanged } from "../backtests/run_watches.ts";
import { isUuid } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import type { Logger } from "../logging/log.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { Notifications } from "../notifications/notifications.ts";

/** So many jobs of a kind are listed. */
const MOST = 100;
/** So long failed ones are listed. */
const FAILED = "7 days";

export interface OperatorJobsParts {
  readonly db: Kysely<Database>;
  readonly outbox: Pick<Outbox, "list" | "retry" | "drop">;
  readonly auditLog: AuditLog;
  readonly notifications: Pick<Notifications, "publish">;
  readonly log: Logger;
  readonly queueRun: (payload: { readonly id: string }) => Promise<void>;
  readonly queueReport: (payload: { readonly id: string }) => Promise<void>;
}

type Kind = AdminJob["kind"];
type Entry = AdminJob & { readonly at: number };

export class OperatorJobs {
  constructor(private readonly parts: OperatorJobsParts) {}

  /** Those that run, then those that wait, the longest first, then those that failed, the newest first. */
  async list(): Promise<AdminJobList> {
    const [runs, reports, mails] = await Promise.all([
      this.#runs(),
      this.#reports(),
      this.#mails(),
    ]);
    const all = [...runs, ...reports, ...mails];
    const of = (status: AdminJob["status"]) => all.filter((job) => job.status === status);
    const [running, pending, failed] = [of("running"), of("pending"), of("failed")];
    const oldest = (a: Entry, b: Entry) => a.at - b.at;
    const jobs = [
      ...running.sort(oldest),
      ...pending.sort(oldest),
      ...failed.sort((a, b) => b.at - a.at),
    ];
    return {
      jobs: jobs.map(({ at: _at, ...job }) => job),
      counts: { pending: pending.length, running: running.length, failed: failed.length },
    };
  }

  /** Puts a failed job back into the queue. @throws {AppError} `not_found` */
  async retry(by: Operator, id: string): Promise<void> {
    const { outbox, queueRun, queueReport } = this.parts;
    const [kind, key] = read(id);
    const done = kind === "backtest"
      ? await this.#retryRun(key)
      : kind === "robustness"
      ? await this.#retryReport(key)
      : await outbox.retry(key);
    if (!done) {
      throw new AppError("not_found", "This job cannot be tried again. Look at the list anew.");
    }
    if (kind === "backtest") await this.#told(key, queueRun);
    if (kind === "robustness") await this.#told(key, queueReport);
    await this.#record("job_retried", by, kind, key);
  }

  /** Gives a job up: a backtest that waits or runs fails, in words for its owner. @throws {AppError} `not_found` */
  async drop(by: Operator, id: string): Promise<void> {
    const [kind, key] = read(id);
    const done = kind === "backtest"
      ? await this.#dropRun(key)
      : kind === "robustness"
      ? await this.#dropReport(key)
      : await this.parts.outbox.drop(key);
    if (!done) throw new AppError("not_found", "This job is over already. Look at the list anew.");
    if (kind === "backtest") await tellRunChanged(this.parts, key);
    await this.#record("job_dropped", by, kind, key);
  }

  /** The message is a nudge: without it the next sweep finds the row. */
  async #told(id: string, queue: (payload: { readonly id: string }) => Promise<void>) {
    await tellRunChanged(this.parts, id);
    await queue({ id }).catch(() => {});
  }

  async #record(event: "job_retried" | "job_dropped", by: Operator, kind: Kind, key: string) {
    const { auditLog } = this.parts;
    const { actor, address } = by;
    await auditLog.record(event, { actor, address, details: { kind, job: key } });
  }

  async #runs(): Promise<Entry[]> {
    const rows = await this.parts.db.selectFrom("backtest_runs as r")
      .innerJoin("users as u", "u.id", "r.user_id")
      .select(["r.id", "r.status", "r.user_id", "u.email", "r.created_at", "r.attempts"])
      .select(["r.error_code", "r.waiting_for", "r.triggered_by", "r.finished_at"])
      .where(isListed("r"))
      .orderBy("r.created_at", "desc").limit(MOST).execute();
    return rows.map((row) =>
      entry("backtest", {
        ...row,
        key: row.id,
        daily: row.triggered_by === "schedule",
        reason: row.status === "failed"
          ? runFailure(row.error_code).what
          : row.waiting_for === null
          ? null
          : `Waits for the ${row.waiting_for}.`,
        // Auto-update tries its own again.
        canRetry: row.status === "failed" && row.triggered_by !== "schedule",
      })
    );
  }

  async #reports(): Promise<Entry[]> {
    const rows = await this.parts.db.selectFrom("robustness_reports as p")
      .innerJoin("backtest_runs as r", "r.id", "p.run_id")
      .innerJoin("users as u", "u.id", "r.user_id")
      .select(["p.run_id", "p.status", "r.user_id", "u.email", "p.created_at", "p.attempts"])
      .where(isListed("p"))
      .orderBy("p.created_at", "desc").limit(MOST).execute();
    return rows.map((row) =>
      entry("robustness", {
        ...row,
        key: row.run_id,
        daily: false,
        reason: row.status === "failed" ? "The tests of this backtest could not be run." : null,
        canRetry: row.status === "failed",
      })
    );
  }

  async #mails(): Promise<Entry[]> {
    const rows = await this.parts.outbox.list(MOST);
    return rows.map((row) =>
      entry("mail", {
        ...row,
        key: row.id,
        email: row.address,
        daily: false,
        reason: row.error === null ? null : sentence(row.error),
        canRetry: true,
      })
    );
  }

  async #retryRun(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.parts.db.updateTable("backtest_runs").set({
      status: "pending",
      progress: 0,
      attempts: 0,
      error_code: null,
      error_message: null,
      started_at: null,
      finished_at: null,
      waited_ms: 0,
      waiting_for: null,
      free_at: sql<Date>`now()`,
      revision: sql<number>`revision + 1`,
      updated_at: sql<Date>`now()`,
    }).where("id", "=", id).where("status", "=", "failed").where("triggered_by", "!=", "schedule")
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #dropRun(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.parts.db.updateTable("backtest_runs").set({
      status: "failed",
      error_code: "stopped_by_operator",
      error_message: runFailure("stopped_by_operator").what,
      finished_at: sql<Date>`now()`,
      // Whoever works on it finds its claim gone, and stops.
      claimed_by: null,
      lease_expires_at: null,
      waiting_for: null,
      revision: sql<number>`revision + 1`,
      updated_at: sql<Date>`now()`,
    }).where("id", "=", id).where("status", "in", ["pending", "running"]).executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #retryReport(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.parts.db.updateTable("robustness_reports").set({
      status: "pending",
      claimed_by: null,
      attempts: 0,
      error_code: null,
      error_message: null,
      free_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
    }).where("run_id", "=", id).where("status", "=", "failed").executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #dropReport(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.parts.db.updateTable("robustness_reports").set({
      status: "failed",
      claimed_by: null,
      error_code: "stopped_by_operator",
      error_message: "The operator stopped these tests.",
      updated_at: sql<Date>`now()`,
    }).where("run_id", "=", id).where("status", "in", ["pending", "running"]).executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}

/** Of the table `t`: what waits or runs, and what failed lately. */
function isListed(t: "r" | "p") {
  return sql<boolean>`(${sql.ref(`${t}.status`)} in ('pending', 'running')
    or ${sql.ref(`${t}.status`)} = 'failed'
      and ${sql.ref(`${t}.updated_at`)} > now() - ${sql.lit(FAILED)}::interval)`;
}

function entry(
  kind: Kind,
  { key, status, user_id, email, created_at, attempts, daily, reason, canRetry }: {
    readonly key: string;
    readonly status: string;
    readonly user_id: string | null;
    readonly email: string;
    readonly created_at: Date;
    readonly attempts: number;
    readonly daily: boolean;
    readonly reason: string | null;
    readonly canRetry: boolean;
  },
): Entry {
  return {
    id: `${kind}:${key}`,
    kind,
    status: status as AdminJob["status"],
    account_id: user_id,
    email,
    daily,
    created_at: created_at.toISOString(),
    attempts,
    reason,
    can_retry: canRetry,
    at: created_at.getTime(),
  };
}

/** @throws {AppError} `not_found` */
function read(id: string): readonly [Kind, string] {
  const [, kind, key = ""] = /^(backtest|robustness|mail):(.*)$/.exec(id) ?? [];
  if (!kind || !isUuid(key)) throw new AppError("not_found", "There is no such job.");
  return [kind as Kind, key];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
