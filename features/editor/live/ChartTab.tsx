/** The chart of the live result: candles with what the blocks draw, trade by trade. Loaded when it is first looked at. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { PriceChart, type PriceChartProps } from "../../../components/price_chart/PriceChart.tsx";
import { type ChartModel, chartModel } from "../../../studio/chart/chart_model.ts";
import { ChartView } from "../../../studio/chart/chart_view.ts";
import type { LiveChart } from "../../../studio/live/live_protocol.ts";
import type { LiveAnswer } from "../../../studio/live/live_session.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { useZone } from "../../../ui/Time.tsx";
import { useEditor } from "../session/context.ts";
import styles from "./ChartTab.module.css.ts";

/**
 * @param kept what the chart is set to; made the first time
 * @param load what draws
 */
export function ChartTab(
  { kept, load }: {
    readonly kept: { current: ChartView | null };
    readonly load?: PriceChartProps["load"];
  },
) {
  const view = kept.current ??= new ChartView(["equity", "drawdown"]);
  const { live } = useEditor();
  const zone = useZone();
  useEffect(() => {
    live.wantChart(true);
    return () => live.wantChart(false);
  }, [live]);

  const answer = live.answer.value;
  const model = useModel(answer, live.chart.value);
  /** The candle that the chart itself has pinned: the chart need not follow. */
  const own = useRef<number | null>(null);
  const pin = (bar: number) => {
    own.current = bar;
    live.pin(bar);
  };

  useSignalEffect(() => {
    const bar = live.pinned.value ? live.pointed.value : null;
    if (bar === null || bar === own.current || !model) return;
    own.current = bar;
    // A trade that was chosen elsewhere is shown here, too.
    const trade = model.trades.entryBar.findIndex((entry) => entry - 1 === bar);
    if (trade >= 0 && trade !== view.trade.peek()) view.showTrade(trade, model.trades);
    else if (trade < 0) view.point(bar);
  });

  if (!answer || !model) return <Skeleton class={styles.skeleton} />;
  const { asset, synthetic } = live.market.value;
  return (
    <PriceChart
      model={model}
      view={view}
      zone={zone}
      title={`${asset} ${live.subject.timeframe.value}`}
      synthetic={synthetic}
      pinned={live.pinned.value ? live.pointed.value : null}
      onPoint={(bar) => live.point(bar)}
      onPin={(bar) => bar === null ? live.release() : pin(bar)}
      onTrade={(trade) => pin(signalBar(model, trade))}
      onXray={(trade) => pin(signalBar(model, trade))}
      {...(load ? { load } : {})}
    />
  );
}

/** The candle at whose close a trade was decided. */
function signalBar({ trades }: ChartModel, trade: number): number {
  return Math.max(0, trades.entryBar[trade]! - 1);
}

/** What is drawn: of the newest answer, or of the one before until what the blocks draw has come, too. */
function useModel(answer: LiveAnswer | null, chart: LiveChart | null): ChartModel | null {
  const last = useRef<{ readonly model: ChartModel; readonly first: number } | null>(null);
  return useMemo(() => {
    if (!answer) return null;
    const { candles } = answer;
    const first = candles.time[0] ?? 0;
    const strategy = chart?.run === answer.id ? chart : null;
    const before = last.current;
    const isSame = before && before.first === first &&
      before.model.candles.length === candles.length;
    if (!strategy && isSame) return before.model;
    const model = chartModel({
      candles,
      document: answer.document,
      trades: { ...answer.trades, reasons: strategy?.reasons ?? null },
      strategy,
      equity: answer.equity,
      hold: answer.hold,
      drawdown: answer.drawdown,
      gapsAfter: answer.gapsAfter,
    });
    if (strategy) last.current = { model, first };
    return model;
  }, [answer, chart]);
}
