/** Fetches a result in the order in which its page can show it; loaded after the first paint. */
import { api } from "../../contracts/client/api_client.ts";
import { fetchResult } from "../../contracts/client/fetch_result.ts";
import type { ResultOverview } from "../../contracts/result_overview.ts";
import type { RunResult } from "../../components/result_words/result.ts";

/** How long the whole result waits for the overview to be drawn, milliseconds. */
const LONGEST_WAIT = 5000;

/**
 * The overview, drawn before the rest is asked for; then the whole.
 *
 * @param showOverview resolves once it is on screen
 * @throws what the API answers for the whole result; without an overview the result is shown all the same
 */
export async function loadResult(
  runId: string,
  showOverview: (overview: ResultOverview) => Promise<void>,
): Promise<RunResult> {
  const overview = await api("GET /backtests/{run_id}/overview", { params: { run_id: runId } })
    .catch(() => null);
  if (overview?.candles) {
    await Promise.race([
      showOverview(overview),
      new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT)),
    ]);
  }
  return await fetchResult(runId);
}
