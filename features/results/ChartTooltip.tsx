import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { dateTime, price } from "../../text/format.ts";
import { equityText, metricText } from "../../text/metric_text.ts";
import { candleDecimals } from "../../text/prices.ts";
import type { ResultCurves } from "./chart_data.ts";
import type { ChartPoint, DrawnCharts } from "./draw_charts.ts";
import type { ResultTrade } from "../../components/result_words/result.ts";
import { EXIT_WORDS } from "../../text/exit_words.ts";
import { cx } from "../../ui/cx.ts";
import chartsStyles from "../../charts/styles/charts.module.css.ts";
import legendStyles from "../../charts/styles/legend.module.css.ts";
import styles from "./ChartTooltip.module.css.ts";

export interface ReadingProps {
  readonly curves: ResultCurves;
  readonly trades: readonly ResultTrade[];
  readonly capital: number;
  /** Decimals of a trade's prices, by its place among the trades. */
  readonly decimalsOf: (trade: number) => number;
  readonly zone: string;
}

/** What all panes say at the crosshair, beside it. */
export function ChartTooltip(
  { at, y, place, ...props }: ReadingProps & {
    readonly at: ChartPoint;
    readonly place: DrawnCharts["placeTooltip"] | undefined;
    /** Height within the panes, pixels. */
    readonly y: number;
  },
) {
  const { curves, capital, zone } = props;
  const { bar, left } = at;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place?.(box.current!, left, y), [left, y]);
  const time = curves.time[bar]!;
  const hold = curves.hold[bar] ?? null;
  const worth = curves.equity[bar]!;
  return (
    <div
      ref={box}
      class={chartsStyles.tooltip}
      data-part="chart-tooltip"
      aria-hidden="true"
      data-bar={bar}
    >
      <p title={`${dateTime(time)} UTC`}>{dateTime(time, zone)}</p>
      <dl>
        <Line label="Strategy" pane="strategy">
          {equityText(worth)} <span>{metricText("total_return", worth / capital - 1)}</span>
        </Line>
        <Line label="Buy & hold" pane="hold">
          {equityText(hold)}{" "}
          <span>{hold === null ? "" : metricText("buy_and_hold_return", hold / capital - 1)}</span>
        </Line>
        <Line label="Drawdown" pane="drawdown">{metricText("drawdown", curves.drawdown[bar])}</Line>
        {curves.candles && (
          <Line label="Close" pane="close">
            {closeText(curves, bar)}
          </Line>
        )}
      </dl>
      {eventsAt(bar, props).map((event) => <p key={event} class={styles.event}>{event}</p>)}
    </div>
  );
}

function Line(
  { label, pane, children }: {
    readonly label: string;
    readonly pane: "strategy" | "hold" | "drawdown" | "close";
    readonly children: ComponentChildren;
  },
) {
  return (
    <div class={cx(pane !== "close" && legendStyles[pane]) || undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function closeText({ candles }: ResultCurves, bar: number): string {
  return price(candles?.close[bar] ?? null, candles ? candleDecimals(candles, bar) : 0);
}

/** What was bought and sold at a bar, in words. */
export function eventsAt(
  bar: number,
  { trades, decimalsOf }: Pick<ReadingProps, "trades" | "decimalsOf">,
): string[] {
  return trades.flatMap((trade, index) => {
    if (trade.entry_bar !== bar && trade.exit_bar !== bar) return [];
    const name = `Trade ${index + 1}`;
    const decimals = decimalsOf(index);
    const bought = `▲ ${name}: bought at ${price(trade.entry_price, decimals)}`;
    const sold = `▼ ${name}: sold at ${price(trade.exit_price, decimals)}, ${
      EXIT_WORDS[trade.exit_reason].toLowerCase()
    }, ${metricText("trade_return", trade.return)}`;
    return [
      ...trade.entry_bar === bar ? [bought] : [],
      ...trade.exit_bar === bar ? [sold] : [],
    ];
  });
}

/** The same for whoever hears the page. */
export function spokenReading(
  bar: number,
  { curves, capital, decimalsOf, zone, trades }: ReadingProps,
): string {
  const hold = curves.hold[bar];
  const worth = curves.equity[bar]!;
  return [
    dateTime(curves.time[bar]!, zone),
    `strategy ${equityText(worth)} USDT (${metricText("total_return", worth / capital - 1)})`,
    ...typeof hold === "number" ? [`buy & hold ${equityText(hold)} USDT`] : [],
    `drawdown ${metricText("drawdown", curves.drawdown[bar], { size: true })}`,
    ...curves.candles === null ? [] : [`close ${closeText(curves, bar)}`],
    ...eventsAt(bar, { trades, decimalsOf }).map((event) => event.slice(2)),
  ].join(", ");
}
