/** The candles of a run with what its strategy drew on them, its trades and curves. */
import { type ReadonlySignal, type Signal, useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Run } from "../../contracts/backtests.ts";
import type { ResultOverview } from "../../contracts/result_overview.ts";
import { PriceChart } from "../../components/price_chart/PriceChart.tsx";
import type { RunResult } from "../../components/result_words/result.ts";
import { ChartView } from "../../studio/chart/chart_view.ts";
import { useZone } from "../../ui/Time.tsx";
import type { DrawnStrategy } from "./inquiry/inquiry.ts";
import type { Prices } from "./inquiry/use_inquiry.ts";
import { ResultChartSkeleton } from "./ResultChartSkeleton.tsx";
import { overviewModel, wholeModel } from "./result_model.ts";
import type { SelectedTrade } from "./trades_view.ts";
import styles from "./ResultChart.module.css.ts";

export interface ResultChartProps {
  readonly run: Run;
  readonly timeframeMs: number;
  readonly overview: ResultOverview | null;
  /** It is on screen. */
  readonly onDrawn: () => void;
  /** `null` while it is on its way. */
  readonly result: RunResult | null;
  readonly prices: ReadonlySignal<Prices>;
  readonly drawn: ReadonlySignal<DrawnStrategy | null>;
  readonly selected: Signal<SelectedTrade | null>;
}

export function ResultChart(
  { run, timeframeMs, overview, onDrawn, result, prices, drawn, selected }: ResultChartProps,
) {
  const zone = useZone();
  const view = useMemo(() => new ChartView(["equity", "drawdown"]), []);
  const place = useRef<HTMLDivElement>(null);
  const first = useMemo(
    () => overview ? overviewModel(overview, timeframeMs) : null,
    [overview, timeframeMs],
  );
  const candles = prices.value.kind === "ready" ? prices.value.candles : null;
  const whole = useMemo(
    () => result && candles ? wholeModel(result, candles, drawn.value) : null,
    [result, candles, drawn.value],
  );
  const model = whole ?? first;
  const now = useRef(model);
  now.current = model;
  useSignalEffect(() => {
    const chosen = selected.value;
    if (!chosen || !now.current || view.trade.peek() === chosen.trade) return;
    view.showTrade(chosen.trade, now.current.trades);
    if (chosen.by === "table") place.current?.scrollIntoView({ block: "nearest" });
  });
  if (!model) {
    const isOver = result !== null && prices.value.kind !== "waiting";
    return isOver
      ? (
        <div class={styles.chart}>
          <p class={styles.none}>{withoutCandles(prices.value)}</p>
        </div>
      )
      : <ResultChartSkeleton />;
  }
  return (
    <div ref={place} class={styles.chart}>
      <PriceChart
        model={model}
        view={view}
        zone={zone}
        title={`${run.asset} ${run.timeframe}`}
        synthetic={run.venue === "synthetic"}
        wheel="focused"
        onDrawn={onDrawn}
        onTrade={(trade) => {
          selected.value = { trade, by: "chart" };
        }}
      />
    </div>
  );
}

/** A price of other bars than the run's would mislead. */
function withoutCandles(prices: Prices): string {
  return prices.kind === "failed"
    ? prices.message
    : "The stored candles have changed since this run, so its prices are not shown. Run it again to see them.";
}
