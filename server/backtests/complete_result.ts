/** From the result of an earlier version to the present shape: what can be computed is, the rest is named as not recorded. */
import { RESULT_FORMAT } from "../../contracts/result_format.ts";
import { type AnyResult, type RunResult, type StoredAmbiguity } from "../../contracts/results.ts";
import {
  drawdownPeriods,
  INTRABAR_MODES,
  type IntrabarMode,
  METRICS,
  monthlyReturns,
} from "../../engine/mod.ts";

/** Parts that nothing else of a result says. */
const ALONE = ["funnel", "warnings", "buy_and_hold"] as const;

/** A result of any format up to the present one in the present shape. What is there is kept as it was stored. */
export function completeResult(stored: AnyResult): RunResult {
  const { settings, equity, metrics } = stored;
  const capital = settings.initial_capital;
  const curve = () => Float64Array.from(equity.value);
  const bars = () => ({ time: Float64Array.from(equity.time), length: equity.time.length });
  const ambiguity = stored.ambiguity ?? ambiguityOf(stored);
  return {
    ...stored,
    format: RESULT_FORMAT,
    ambiguity,
    drawdowns: stored.drawdowns ?? drawdownPeriods(curve(), bars(), capital),
    monthly_returns: stored.monthly_returns ?? monthlyReturns(curve(), bars(), capital),
    funnel: stored.funnel ?? null,
    warnings: stored.warnings ?? null,
    buy_and_hold: stored.buy_and_hold ?? null,
    not_recorded: [
      ...new Set([
        ...stored.not_recorded ?? [],
        ...ALONE.filter((name) => stored[name] === undefined),
        ...INTRABAR_MODES.filter((mode) => ambiguity.total_return[mode] === null)
          .map((mode) => `ambiguity.total_return.${mode}`),
        ...METRICS.filter(({ name }) => !(name in metrics)).map(({ name }) => `metrics.${name}`),
      ]),
    ],
  };
}

/** Without a trade whose candle held both stop and target all assumptions give the same; else only the run's own is known. */
function ambiguityOf({ trades, metrics, equity, settings }: AnyResult): StoredAmbiguity {
  const ambiguous = trades.filter((trade) => trade.ambiguous && trade.exit_reason !== "open");
  const own = metrics.total_return ?? equity.value.at(-1)! / settings.initial_capital - 1;
  const known = (mode: IntrabarMode) =>
    ambiguous.length === 0 || mode === settings.intrabar ? own : null;
  return {
    ambiguous_trades: ambiguous.length,
    total_return: {
      stop_first: known("stop_first"),
      ohlc_path: known("ohlc_path"),
      target_first: known("target_first"),
    },
  };
}
