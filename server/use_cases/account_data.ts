/** All that belongs to an account: handed out, or removed. */
import { sql } from "kysely";
import { resultsKey, robustnessKey } from "../backtests/results_key.ts";
import type { Actor, AuditLog } from "../audit/audit_log.ts";
import { describeError } from "../logging/log.ts";
import type { BlobDeletions } from "../storage/blob_deletions.ts";
import { exportEntries, type ExportParts } from "./export.ts";
import type { Visitor } from "../accounts/visitor.ts";
import type { SessionOwner } from "../accounts/sessions.ts";
import { zipStream } from "./zip_stream.ts";

export interface AccountDataParts extends ExportParts {
  readonly blobDeletions: BlobDeletions;
  readonly auditLog: AuditLog;
  /** What has to be ended elsewhere first; when it throws, nothing is removed. */
  readonly beforeRemoval?: (userId: string) => Promise<void>;
}

/** A run that was under way may write its result so long after its row is gone, milliseconds. */
const UNDER_WAY_MS = 3_600_000;
/** The answer waits so long for the blobs; the rest goes on without it. */
const PATIENCE_MS = 3_000;

/** What an account has, in numbers. */
export interface Belongings {
  readonly strategies: number;
  readonly versions: number;
  readonly backtests: number;
  readonly imports: number;
}

export class AccountData {
  constructor(private readonly parts: AccountDataParts) {}

  /** Everything as a ZIP of JSON and CSV, in pieces, so that an account of any size fits into memory. */
  export(user: SessionOwner, visitor: Visitor): ReadableStream<Uint8Array> {
    const { log, now, auditLog } = this.parts;
    auditLog.record("data_exported", {
      actor: { kind: "account", id: user.id },
      subject: user.id,
      address: visitor.address,
    }).catch((error) =>
      log.warn("an entry of the audit log was not kept", { error: describeError(error) })
    );
    const onProblem = (error: unknown) =>
      log.error("an export ended early", { user_id: user.id, error: describeError(error) });
    return zipStream(exportEntries(this.parts, user), new Date(now()), onProblem);
  }

  /** What would go with the account. */
  async belongings(userId: string): Promise<Belongings> {
    const { db, marketData } = this.parts;
    const total = sql<number>`count(*)`.as("count");
    const [strategies, versions, backtests, imports] = await Promise.all([
      db.selectFrom("strategies").select(total).where("user_id", "=", userId)
        .executeTakeFirstOrThrow(),
      db.selectFrom("strategy_versions as v").innerJoin("strategies as s", "s.id", "v.strategy_id")
        .select(total).where("s.user_id", "=", userId).executeTakeFirstOrThrow(),
      db.selectFrom("backtest_runs").select(total).where("user_id", "=", userId)
        .executeTakeFirstOrThrow(),
      marketData.imports(userId),
    ]);
    return {
      strategies: strategies.count,
      versions: versions.count,
      backtests: backtests.count,
      imports: imports.length,
    };
  }

  /**
   * Removes the account with every row at once. The keys of its blobs are written down in the same transaction, so that a
   * storage that is away at that moment only delays them.
   *
   * @param actor who removes it; absent = its owner
   */
  async remove(
    userId: string,
    { address }: Pick<Visitor, "address"> | { readonly address?: string | undefined },
    actor: Actor = { kind: "account", id: userId },
  ): Promise<void> {
    const { db, accounts, blobDeletions, log, auditLog, beforeRemoval } = this.parts;
    await beforeRemoval?.(userId);
    await db.transaction().execute(async (trx) => {
      // Nothing is added meanwhile, and runs under way wait to end until their rows are gone.
      await trx.selectFrom("users").select("id").where("id", "=", userId).forUpdate().execute();
      const rows = await trx.selectFrom("backtest_runs").select(["id", "status"])
        .where("user_id", "=", userId).forUpdate().execute();
      const keysOf = (open: boolean) =>
        rows.filter(({ status }) => (status === "running" || status === "pending") === open)
          .map(({ id }) => resultsKey(id));
      const reports = await trx.selectFrom("robustness_reports").select(["run_id", "status"])
        .where(
          "run_id",
          "in",
          (eb) => eb.selectFrom("backtest_runs").select("id").where("user_id", "=", userId),
        )
        .execute();
      const reportsOf = (ended: boolean) =>
        reports.filter(({ status }) => (status === "completed" || status === "failed") === ended)
          .map(({ run_id }) => robustnessKey(run_id));
      await blobDeletions.add(trx, [...keysOf(false), ...reportsOf(true)]);
      await blobDeletions.add(trx, [...keysOf(true), ...reportsOf(false)], UNDER_WAY_MS);
      await trx.deleteFrom("users").where("id", "=", userId).execute();
      await auditLog.record("account_deleted", {
        actor,
        subject: userId,
        address,
        details: { runs: rows.length },
      }, trx);
    });
    await accounts.tellSessionsEnded(userId);
    const swept = blobDeletions.sweep().catch((error) =>
      log.warn("blobs of a deleted account are still there", { error: describeError(error) })
    );
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([swept, new Promise((resolve) => timer = setTimeout(resolve, PATIENCE_MS))]);
    clearTimeout(timer);
  }
}
