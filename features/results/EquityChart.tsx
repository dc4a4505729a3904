/** Equity beside buy and hold, and drawdown, on one time axis. Drawn after the page is painted. */
import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { dateTime, UNKNOWN } from "../../text/format.ts";
import { equityText, metricText } from "../../text/metric_text.ts";
import { THEME_EVENT } from "../../components/shell/theme.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useZone } from "../../ui/Time.tsx";
import { areCandlesOf, resultCurves } from "./chart_data.ts";
import type { ChartExtras } from "./chart_extras.ts";
import { ChartHint } from "./EquityChartSkeleton.tsx";
import { ChartTooltip, spokenReading } from "./ChartTooltip.tsx";
import type { ChartPoint, DrawnCharts } from "./draw_charts.ts";
import type { Prices } from "./inquiry/use_inquiry.ts";
import type { RunResult } from "../../components/result_words/result.ts";
import type { SelectedTrade } from "./trades_view.ts";
import { cx } from "../../ui/cx.ts";
import chartsStyles from "../../charts/styles/charts.module.css.ts";
import legendStyles from "../../charts/styles/legend.module.css.ts";
import styles from "./EquityChart.module.css.ts";

export interface EquityChartProps {
  readonly result: RunResult;
  /** Decimals of a trade's prices, by its place among the trades. */
  readonly decimalsOf: (trade: number) => number;
  readonly prices: ReadonlySignal<Prices>;
  /** The trade that is looked at, here or in the table. */
  readonly selected: Signal<SelectedTrade | null>;
  /** Drawn over the curves. */
  readonly extras?: ChartExtras;
}

/** Bars that a key moves: one, a day of hours, a week of hours. */
const DAY_BARS = 24;
const WEEK_BARS = 7 * DAY_BARS;

export function EquityChart(
  { result, decimalsOf, prices, selected, extras }: EquityChartProps,
) {
  const zone = useZone();
  const curves = useMemo(() => resultCurves(result), [result]);
  const equity = useRef<HTMLDivElement>(null);
  const drawdown = useRef<HTMLDivElement>(null);
  const charts = useRef<DrawnCharts | null>(null);
  const drawn = useSignal(0);
  const at = useSignal<ChartPoint | null>(null);
  const isPart = useSignal(false);
  /** Height of the pointer within the panes, pixels; 0 when it is the keyboard that points. */
  const pointerY = useSignal(0);

  useEffect(() => {
    let left = false;
    const draw = async () => {
      const { drawCharts } = await import("./draw_charts.ts");
      if (left || !equity.current || !drawdown.current) return;
      charts.current?.destroy();
      charts.current = drawCharts({
        panes: { equity: equity.current, drawdown: drawdown.current },
        curves,
        zone,
        ...(extras ? { extras } : {}),
        onPoint: (point) => {
          at.value = point;
        },
        onZoom: (part) => {
          isPart.value = part;
        },
      });
      drawn.value++;
    };
    void draw();
    document.addEventListener(THEME_EVENT, draw);
    return () => {
      left = true;
      document.removeEventListener(THEME_EVENT, draw);
      charts.current?.destroy();
      charts.current = null;
    };
  }, [curves, zone, extras]);

  const candles = prices.value.kind === "ready" ? prices.value.candles : null;
  // A price of other bars than the curves' would mislead.
  const isOwn = useMemo(() => candles !== null && areCandlesOf(curves, candles), [curves, candles]);
  useSignalEffect(() => {
    const now = selected.value;
    if (drawn.value === 0) return;
    charts.current?.showTrade(now?.trade ?? null);
  });

  const bars = curves.time.length;
  const reading = {
    curves: isOwn ? { ...curves, candles } : curves,
    trades: result.trades,
    capital: result.settings.initial_capital,
    decimalsOf,
    zone,
  };
  const looked = at.value?.bar ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = looked ?? bars - 1;
    const far = event.shiftKey ? DAY_BARS : 1;
    const move = (bar: number) => charts.current?.point(Math.min(Math.max(0, bar), bars - 1));
    const steps: Record<string, () => void> = {
      ArrowLeft: () => move(from - far),
      ArrowRight: () => move(from + far),
      PageUp: () => move(from - WEEK_BARS),
      PageDown: () => move(from + WEEK_BARS),
      Home: () => move(0),
      End: () => move(bars - 1),
      "[": () => move(nextTrade(result, from, -1)),
      "]": () => move(nextTrade(result, from, 1)),
      "+": () => charts.current?.zoom(0.5, from),
      "-": () => charts.current?.zoom(2, from),
      "0": () => charts.current?.showAll(),
      Escape: () => {
        charts.current?.point(null);
        selected.value = null;
      },
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    pointerY.value = 0;
    step();
  };
  const skeleton = drawn.value === 0 && <Skeleton class={chartsStyles.skeleton} />;
  return (
    <Card
      title="Equity and drawdown"
      id="equity"
      pad={false}
      actions={isPart.value
        ? (
          <Button size="sm" variant="ghost" onClick={() => charts.current?.showAll()}>
            Reset zoom
          </Button>
        )
        : <ChartHint />}
    >
      <ChartKey result={result} zone={zone} />
      <div
        class={chartsStyles.charts}
        role="slider"
        tabIndex={0}
        aria-label={`${summaryWords(result)} Selected candle`}
        aria-valuemin={0}
        aria-valuemax={bars - 1}
        aria-valuenow={looked ?? bars - 1}
        aria-valuetext={looked === null
          ? "None. The arrow keys move between candles, [ and ] between trades, + and − zoom."
          : spokenReading(looked, reading)}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => {
          pointerY.value = event.clientY - event.currentTarget.getBoundingClientRect().top;
        }}
        onMouseLeave={() => {
          at.value = null;
        }}
      >
        <div class={cx(chartsStyles.chart, chartsStyles.equity)} data-chart="equity" ref={equity}>
          {skeleton}
        </div>
        <div
          class={cx(chartsStyles.chart, chartsStyles.drawdown)}
          data-chart="drawdown"
          ref={drawdown}
        >
          {skeleton}
        </div>
        {at.value && at.value.bar < bars && (
          <ChartTooltip
            at={at.value}
            y={pointerY.value}
            place={charts.current?.placeTooltip}
            {...reading}
          />
        )}
      </div>
    </Card>
  );
}

/** The entry or exit next to a bar. */
function nextTrade({ trades }: RunResult, bar: number, direction: 1 | -1): number {
  let best: number | null = null;
  for (const { entry_bar, exit_bar } of trades) {
    for (const candidate of [entry_bar, exit_bar]) {
      if (candidate === null || (candidate - bar) * direction <= 0) continue;
      if (best === null || (best - candidate) * direction > 0) best = candidate;
    }
  }
  return best ?? bar;
}

/** Which line is which, with where each ends. */
function ChartKey({ result, zone }: { result: RunResult; zone: string }) {
  const { equity, buy_and_hold, settings: { initial_capital: start } } = result;
  const value = equity.value.at(-1) ?? null;
  const hold = buy_and_hold?.value.at(-1) ?? null;
  return (
    <dl class={legendStyles.chartLegend} aria-hidden="true">
      <div>
        <dt>At the end</dt>
        <dd>{dateTime(equity.time.at(-1) ?? NaN, zone)}</dd>
      </div>
      <div class={legendStyles.strategy}>
        <dt>Strategy</dt>
        <dd>
          {amount(value)}{" "}
          <span>{value === null ? "" : metricText("total_return", value / start - 1)}</span>
        </dd>
      </div>
      <div class={legendStyles.hold}>
        <dt>Buy & hold</dt>
        <dd>
          {amount(hold)}{" "}
          <span>{hold === null ? "" : metricText("buy_and_hold_return", hold / start - 1)}</span>
        </dd>
      </div>
      <div>
        <dt>Trades</dt>
        <dd class={styles.legendTrades}>
          <span>▲ bought</span> <span>▼ sold</span>
        </dd>
      </div>
    </dl>
  );
}

function amount(value: number | null): string {
  return value === null ? UNKNOWN : `${equityText(value)}\u00a0USDT`;
}

/** What the curves show, for whoever cannot see them. */
function summaryWords({ metrics, settings }: RunResult): string {
  const end = settings.initial_capital * (1 + (metrics.total_return ?? 0));
  return `Curves of the strategy and of buy & hold. The strategy ends at ${amount(end)} (${
    metricText("total_return", metrics.total_return)
  }), buy & hold at ${
    metricText("buy_and_hold_return", metrics.buy_and_hold_return)
  }. The max drawdown is ${metricText("max_drawdown", metrics.max_drawdown, { size: true })}.`;
}
