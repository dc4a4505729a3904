/** The part of a run's stored result that a page shows at once. */
import {
  type ResultProblem,
  type ResultSummary,
  summaryOf,
} from "../../components/result_words/result.ts";
import type { Run } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Backtests } from "../../server/backtests/service.ts";

/** A summary, or why there is none; neither for a run that has not completed. */
export interface StoredSummary {
  readonly summary: ResultSummary | null;
  readonly problem: ResultProblem | null;
}

export async function storedSummary(
  backtests: Backtests,
  userId: string,
  run: Run,
): Promise<StoredSummary> {
  if (run.status !== "completed") return { summary: null, problem: null };
  try {
    const { result } = await backtests.results(userId, run.run_id);
    return { summary: summaryOf(result), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, code } = error;
    return { summary: null, problem: { message, passing: code === "unavailable" } };
  }
}
