/** What a result's page shows once curves and trades have come, loaded beside them: the first paint does without it. */
import { rateOf } from "../../contracts/engine_settings.ts";
import type { CandleSeries } from "../../engine/mod.ts";
import { tradeDecimals } from "../../text/prices.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import { areCandlesOf } from "./chart_data.ts";
import { fillsOf } from "./trades_view.ts";

export { MonthlyReturns, ResultFoot, RobustnessCard } from "./below_fold.tsx";
export { TradeReturns } from "./TradeReturns.tsx";
export { TrackRecordCard } from "./TrackRecordCard.tsx";
export { trackRecordExtras } from "./track_record_view.ts";
export { loadDrawing } from "../../components/price_chart/PriceChart.tsx";
export { EquityChart } from "./EquityChart.tsx";
export { openLab, trustSentence } from "./robustness/open_lab.ts";
export { loadResult } from "./load_result.ts";
export { ResultChart } from "./ResultChart.tsx";
export { TradesTable } from "./TradesTable.tsx";

/** Decimals of each trade's prices: those of its candles, as far as they are the ones that it was run on. */
export function decimalsIn(
  { trades, settings, equity }: RunResult,
  candles: CandleSeries | null,
): (trade: number) => number {
  const time = Float64Array.from(equity.time);
  return tradeDecimals({
    trades: fillsOf(trades),
    slippageRate: rateOf(settings.slippage_percent),
    candles: candles && areCandlesOf({ time }, candles) ? candles : null,
  });
}
