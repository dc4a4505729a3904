/** The part of a run's stored result that a page shows at once. */
import { type ResultSummary, type RunResult, summaryOf } from "../../components/results/result.ts";
import type { Run } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Backtests } from "../../server/backtests/service.ts";

/** `null` for a run that has not completed, or whose result cannot be read now. */
export async function storedSummary(
  backtests: Backtests,
  userId: string,
  run: Run,
): Promise<ResultSummary | null> {
  if (run.status !== "completed") return null;
  try {
    const bytes = await backtests.results(userId, run.run_id);
    return summaryOf(JSON.parse(new TextDecoder().decode(bytes)) as RunResult);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
