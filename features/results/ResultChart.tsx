/** The candles of a run with what its strategy drew on them, its trades and curves. */
import { computed, type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Run } from "../../contracts/backtests.ts";
import { api } from "../../contracts/client/api_client.ts";
import type { ResultOverview } from "../../contracts/result_overview.ts";
import { PriceChart } from "../../components/price_chart/PriceChart.tsx";
import type { RunResult } from "../../components/result_words/result.ts";
import { ChartView } from "../../studio/chart/chart_view.ts";
import { useZone } from "../../ui/Time.tsx";
import { duration } from "../../text/format.ts";
import { BarLevels } from "./bar_levels.ts";
import type { Inquiry, Prices } from "./inquiry/use_inquiry.ts";
import { ResultChartSkeleton } from "./ResultChartSkeleton.tsx";
import { SignalXray } from "./SignalXray.tsx";
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
  readonly inquiry: Inquiry;
  /** Asks for what only the whole of the candles can tell. */
  readonly onAsk: () => void;
  readonly selected: Signal<SelectedTrade | null>;
}

/** How long a view rests before its bars are fetched, milliseconds: a zoom goes through many. */
const REST_MS = 120;

export function ResultChart(
  { run, timeframeMs, overview, onDrawn, result, inquiry, onAsk, selected }: ResultChartProps,
) {
  const { prices, drawn, signals } = inquiry;
  const zone = useZone();
  const view = useMemo(() => new ChartView(["equity", "drawdown"], timeframeMs), []);
  const place = useRef<HTMLDivElement>(null);
  const first = useMemo(
    () => overview ? overviewModel(overview, timeframeMs, result) : null,
    [overview, timeframeMs, result],
  );
  const candles = prices.value.kind === "ready" ? prices.value.candles : null;
  const whole = useMemo(
    () => result && candles ? wholeModel(result, candles, drawn.value) : null,
    [result, candles, drawn.value],
  );
  const levels = useMemo(
    () =>
      result && overview?.candles && !whole
        ? new BarLevels({
          result,
          overview,
          timeframeMs,
          load: (query) =>
            api("GET /backtests/{run_id}/bars", { params: { run_id: run.run_id }, query }),
        })
        : null,
    [result, overview, whole],
  );
  const near = useMemo(
    () =>
      computed(() => levels && levels.changes.value >= 0 && levels.modelFor(view.stretch.value)),
    [levels],
  );
  useEffect(() => {
    if (!levels) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = view.stretch.subscribe((stretch) => {
      clearTimeout(timer);
      timer = setTimeout(() => levels.want(stretch), REST_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [levels]);
  const model = whole ?? (near.value || first);
  const isXray = useSignal(false);
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
  const trade = view.trade.value;
  const signalBar = trade === null ? undefined : result?.trades[trade]?.entry_bar;
  const each = model.candles.timeframeMs;
  return (
    <>
      <div ref={place} class={styles.chart}>
        <PriceChart
          model={model}
          view={view}
          zone={zone}
          title={`${run.asset} ${run.timeframe}`}
          synthetic={run.venue === "synthetic"}
          note={each > timeframeMs
            ? `${duration(each)} candles · zoom in for ${run.timeframe}`
            : null}
          wheel="focused"
          onDrawn={onDrawn}
          onTrade={(trade) => {
            selected.value = { trade, by: "chart" };
          }}
          onXray={() => {
            isXray.value = !isXray.peek();
            if (isXray.peek()) onAsk();
          }}
        />
      </div>
      {isXray.value && trade !== null && signalBar !== undefined && (
        <SignalXray
          trade={trade}
          time={result!.equity.time[signalBar - 1]!}
          signals={signals.value}
          drawn={drawn.value}
          problem={prices.value.kind === "failed" ? prices.value.message : null}
          onClose={() => {
            isXray.value = false;
          }}
        />
      )}
    </>
  );
}

/** A price of other bars than the run's would mislead. */
function withoutCandles(prices: Prices): string {
  return prices.kind === "failed"
    ? prices.message
    : "The stored candles have changed since this run, so its prices are not shown. Run it again to see them.";
}
