import type { ComponentChildren } from "preact";
import { dateTime, money, number, pair, percent, price } from "../format.ts";
import type { ResultCurves } from "./chart_data.ts";
import type { ChartPoint } from "./draw_charts.ts";
import type { ResultTrade } from "./result.ts";
import { EXIT_WORDS } from "./trades_view.ts";

export interface ReadingProps {
  readonly curves: ResultCurves;
  readonly trades: readonly ResultTrade[];
  readonly capital: number;
  readonly asset: string;
  readonly decimals: number;
  readonly zone: string;
}

/** What all panes say at the crosshair, beside it. */
export function ChartTooltip(
  { at, y, ...props }: ReadingProps & {
    readonly at: ChartPoint;
    /** Height within the panes, pixels. */
    readonly y: number;
  },
) {
  const { curves, capital, asset, decimals, zone } = props;
  const { bar, left, isRight } = at;
  const time = curves.time[bar]!;
  const hold = curves.hold[bar] ?? null;
  const close = curves.candles?.close[bar] ?? null;
  const worth = curves.equity[bar]!;
  return (
    <div
      class="chart-tooltip"
      aria-hidden="true"
      data-bar={bar}
      data-side={isRight ? "left" : "right"}
      style={{ "--at": `${Math.round(left)}px`, "--y": `${Math.round(y)}px` }}
    >
      <p title={`${dateTime(time)} UTC`}>{dateTime(time, zone)}</p>
      <dl>
        <Line label="Strategy" pane="strategy">
          {number(worth, 2)} <span>{percent(worth / capital - 1)}</span>
        </Line>
        <Line label={`Holding ${pair(asset).base}`} pane="hold">
          {number(hold, 2)} <span>{hold === null ? "" : percent(hold / capital - 1)}</span>
        </Line>
        <Line label="Drawdown" pane="drawdown">{percent(curves.drawdown[bar])}</Line>
        <Line label="Close" pane="close">
          {price(close, decimals)}
        </Line>
      </dl>
      {eventsAt(bar, props).map((event) => <p key={event} class="chart-event">{event}</p>)}
    </div>
  );
}

function Line(
  { label, pane, children }: {
    readonly label: string;
    readonly pane: string;
    readonly children: ComponentChildren;
  },
) {
  return (
    <div class={`legend-${pane}`}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What was bought and sold at a bar, in words. */
export function eventsAt(
  bar: number,
  { trades, decimals }: Pick<ReadingProps, "trades" | "decimals">,
): string[] {
  return trades.flatMap((trade, index) => {
    const name = `Trade ${index + 1}`;
    const bought = `▲ ${name}: bought at ${price(trade.entry_price, decimals)}`;
    const sold = `▼ ${name}: sold at ${price(trade.exit_price, decimals)}, ${
      EXIT_WORDS[trade.exit_reason].toLowerCase()
    }, ${percent(trade.return)}`;
    return [
      ...trade.entry_bar === bar ? [bought] : [],
      ...trade.exit_bar === bar ? [sold] : [],
    ];
  });
}

/** The same for whoever hears the page. */
export function spokenReading(
  bar: number,
  { curves, capital, asset, decimals, zone, trades }: ReadingProps,
): string {
  const close = curves.candles?.close[bar];
  const hold = curves.hold[bar];
  return [
    dateTime(curves.time[bar]!, zone),
    `strategy ${money(curves.equity[bar])} (${percent(curves.equity[bar]! / capital - 1)})`,
    ...typeof hold === "number" ? [`holding ${pair(asset).base} ${money(hold)}`] : [],
    `drawdown ${percent(curves.drawdown[bar])}`,
    ...close === undefined ? [] : [`close ${price(close, decimals)}`],
    ...eventsAt(bar, { trades, decimals }).map((event) => event.slice(2)),
  ].join(", ");
}
