/** How far a run can be trusted, as people ask for it. The report is made by `lab.ts`. */
import type { Kysely } from "kysely";
import { AppError, type ErrorCode } from "../../contracts/errors.ts";
import { type Robustness as Report, robustnessSchema } from "../../contracts/robustness.ts";
import {
  partOfRobustness,
  type RobustnessJson,
  type RobustnessTestName,
} from "../../engine/robustness.ts";
import { robustnessKey } from "../backtests/results_key.ts";
import { ownRun, requireCompleted } from "../backtests/runs.ts";
import { isForeignKeyViolation } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { ReportRow, RobustnessReports } from "./reports.ts";

export interface RobustnessParts {
  readonly db: Kysely<Database>;
  readonly reports: RobustnessReports;
  readonly storage: BlobStorage;
  /** Wakes a process that makes reports. */
  readonly queueReport: (payload: { readonly id: string }) => Promise<void>;
  readonly log: Logger;
  /** Whether reports are made; absent = they are. */
  readonly isOn?: () => Promise<boolean>;
}

export type RobustnessAnswer =
  | { readonly kind: "report"; readonly json: Uint8Array }
  | { readonly kind: "coming"; readonly status: "pending" | "running" };

/** After so long a report that could not be made is tried again when it is asked for. */
const TRY_AGAIN_MS = 60_000;

export class Robustness {
  constructor(private readonly parts: RobustnessParts) {}

  /**
   * The report of a run, or of some of its tests; the first to ask has it made.
   *
   * @throws {AppError} `not_found`, `not_completed`; `candles_missing` or `not_reproducible` when the run cannot be made again
   * as it was; `unavailable`
   */
  async report(
    userId: string,
    runId: string,
    tests?: readonly RobustnessTestName[],
  ): Promise<RobustnessAnswer> {
    const { db, reports } = this.parts;
    const run = await ownRun(db, userId, runId);
    if (run.status !== "completed") requireCompleted(run);
    const row = await reports.find(run.id);
    if (row?.status === "completed") {
      const stored = await this.#read(run.id);
      if (stored) {
        return { kind: "report", json: tests ? partOf(stored.report, tests) : stored.json };
      }
    } else if (row?.status === "failed" && row.age_ms < TRY_AGAIN_MS) {
      throw failure(row);
    } else if (row?.status === "pending" || row?.status === "running") {
      return { kind: "coming", status: row.status };
    }
    if (!(await this.parts.isOn?.() ?? true)) {
      throw new AppError("unavailable", "Testing of results is switched off on this server.", {
        retryAfterSeconds: 3_600,
      });
    }
    if (row) await reports.askAgain(row);
    else await this.#ask(run.id);
    await this.#wake(run.id);
    return { kind: "coming", status: "pending" };
  }

  async #ask(runId: string): Promise<void> {
    await this.parts.reports.ask(runId).catch((error) => {
      if (!isForeignKeyViolation(error)) throw error;
      throw new AppError("not_found", "There is no such backtest.");
    });
  }

  async #wake(runId: string): Promise<void> {
    const { queueReport, log } = this.parts;
    try {
      await queueReport({ id: runId });
    } catch (error) {
      // The row is there; a sweep finds it.
      log.warn("a report could not be queued yet", { run_id: runId, error: describeError(error) });
    }
  }

  /** The stored report; `null` when it is gone or cannot be read, and is made anew. */
  async #read(
    runId: string,
  ): Promise<{ readonly json: Uint8Array; readonly report: Report } | null> {
    const { storage, log } = this.parts;
    let json: Uint8Array | null;
    try {
      json = await storage.get(robustnessKey(runId));
    } catch (error) {
      log.error("a report could not be read", { run_id: runId, error: describeError(error) });
      throw new AppError("unavailable", "The tests cannot be read right now. Try again soon.", {
        retryAfterSeconds: 10,
        cause: error,
      });
    }
    const report = json && readReport(json);
    if (json && report) return { json, report };
    log.warn("a stored report is not readable", { run_id: runId });
    return null;
  }
}

/** A stored report, parsed; `null` for bytes that are none. */
export function readReport(bytes: Uint8Array): Report | null {
  try {
    const parsed = robustnessSchema.safeParse(
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)),
    );
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function partOf(report: Report, tests: readonly RobustnessTestName[]): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify(partOfRobustness(report as RobustnessJson, tests)),
  );
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  candles_missing: "candles_missing",
  not_reproducible: "not_reproducible",
  invalid_strategy: "not_reproducible",
};

function failure({ error_code, error_message, age_ms }: ReportRow): AppError {
  const code = CODES[error_code ?? ""] ?? "unavailable";
  const message = error_message ?? "The tests failed.";
  return code === "unavailable"
    ? new AppError(code, `${message} Try again in a minute.`, {
      retryAfterSeconds: Math.max(1, Math.ceil((TRY_AGAIN_MS - age_ms) / 1000)),
    })
    : new AppError(code, message);
}
