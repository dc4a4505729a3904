/** Starts a backtest with what a strategy is tested with, without a form. */
import { api } from "../../contracts/client/api_client.ts";
import { checkRun } from "./run_input.ts";
import { type RunStart, startValues } from "./run_context.ts";

export interface StartedRun extends Omit<RunStart, "range"> {
  readonly strategyId: string;
  /** The version to run; the newest without it. */
  readonly version?: number | undefined;
}

/**
 * The id of the new run. It is asked for exactly as the form does that begins with this context.
 *
 * @throws {ApiError} when the server refuses it, `Error` with a sentence when the context cannot be run
 */
export async function startRun({ strategyId, version, ...start }: StartedRun): Promise<string> {
  const checked = checkRun(startValues(start), start.span, start.nowMs);
  if (!checked.ok) throw new Error(Object.values(checked.errors)[0]);
  const { run_id } = await api("POST /backtests", {
    body: {
      strategy_id: strategyId,
      ...(version === undefined ? {} : { version }),
      ...checked.request,
    },
  });
  return run_id;
}
