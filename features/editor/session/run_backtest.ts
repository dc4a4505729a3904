/** *Run backtest* with one click: what is on the canvas is saved, and run with what the bar says. */
import { isSameMarket } from "../../../contracts/market_names.ts";
import { spanOf } from "../../../studio/run/run_range.ts";
import { startRun } from "../../../studio/run/start_run.ts";
import { contextOf } from "../../../studio/live/live_context.ts";
import { USUAL_COSTS } from "../../../studio/document/usual_costs.ts";
import type { EditorParts } from "./context.ts";

/** Opens the page of the new run; what stands in the way is said where it can be mended. */
export async function runBacktest(
  parts: Omit<EditorParts, "run">,
  open: (path: string) => void = (path) => location.assign(path),
): Promise<void> {
  const { store, saving, strategy, live, keeper, markets, ui } = parts;
  if (ui.starting.peek() || store.readOnly.peek()) return;
  ui.runProblem.value = null;
  if (store.check.peek().faults.length > 0) {
    ui.dialog.value = "run";
    return;
  }
  ui.starting.value = true;
  try {
    // The page that is opened next leaves this one: what was set is kept before.
    await keeper.flush();
    const version = await saving.save();
    // Why it was not saved stands in a notice.
    if (version === null) return void (ui.starting.value = false);
    const { id, timeframe, ...place } = strategy.peek();
    const market = markets.find((known) => isSameMarket(known, place));
    const runId = await startRun({
      strategyId: id,
      version,
      context: contextOf(live.settings.peek()),
      defaults: USUAL_COSTS,
      span: spanOf(market?.timeframes.find((series) => series.timeframe === timeframe)),
      nowMs: Date.now(),
    });
    // It stays "starting" until the page is gone, so that a second click starts no second run.
    open(`/runs/${runId}`);
  } catch (error) {
    ui.starting.value = false;
    ui.runProblem.value = error instanceof Error ? error.message : "That did not work. Try again.";
  }
}
