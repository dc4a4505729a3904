/** What a chart shows at one bar, in words and figures: for the legend, the crosshair and screen readers. */
import { EXIT_WORDS } from "../../text/exit_words.ts";
import { dateTime, number, price, UNKNOWN } from "../../text/format.ts";
import { equityText, metricText } from "../../text/metric_text.ts";
import { candleDecimals } from "../../text/prices.ts";
import type { ChartModel, ChartPane, ChartTrades, CurveGroup } from "./chart_model.ts";

/** Digits that a value of an oscillator is written with, at the least. */
const DIGITS = 2;

/** The value of a curve as it is written in its pane. */
export function curveText(
  { candles }: Pick<ChartModel, "candles">,
  { kind }: Pick<ChartPane, "kind">,
  column: ArrayLike<number | null>,
  bar: number,
): string {
  const value = column[bar];
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  if (kind === "price") return price(value, candleDecimals(candles, bar));
  if (kind === "equity") return equityText(value);
  if (kind === "drawdown") return metricText("drawdown", value);
  const size = Math.abs(value);
  return number(value, size >= 1000 ? 0 : size >= 1 || size === 0 ? DIGITS : 4);
}

/** "SMA(200) 43,100", "Bollinger 20 · 2: Upper 44,000, Lower 41,000" */
export function groupText(
  model: Pick<ChartModel, "candles">,
  pane: Pick<ChartPane, "kind">,
  { name, curves }: CurveGroup,
  bar: number,
): string {
  const [only] = curves;
  if (curves.length === 1) return `${name} ${curveText(model, pane, only!.column, bar)}`;
  const values = curves.map(({ label, column }) =>
    `${label} ${curveText(model, pane, column, bar)}`
  );
  return `${name}: ${values.join(", ")}`;
}

export interface CandleReading {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  /** From the close before, or from the open of the first candle; a fraction. */
  readonly change: number;
  readonly volume: string | null;
}

export function candleReading(
  { candles }: Pick<ChartModel, "candles">,
  bar: number,
): CandleReading {
  const decimals = candleDecimals(candles, bar);
  const write = (column: Float64Array) => price(column[bar]!, decimals);
  const volume = candles.volume[bar]!;
  return {
    open: write(candles.open),
    high: write(candles.high),
    low: write(candles.low),
    close: write(candles.close),
    change: candles.close[bar]! / (bar > 0 ? candles.close[bar - 1]! : candles.open[bar]!) - 1,
    volume: Number.isFinite(volume) ? shortAmount(volume) : null,
  };
}

/** "1.24 k", "38.1 M" */
function shortAmount(value: number): string {
  for (const [size, unit] of [[1e9, "B"], [1e6, "M"], [1e3, "k"]] as const) {
    if (value >= size) return `${number(value / size, 2)} ${unit}`;
  }
  return number(value, 2);
}

/** What happened to a trade at a bar, and why: "Trade 3: sold at 44,000 · Take profit · +3.2 %". */
export function tradeText(
  { candles, trades, signals }: Pick<ChartModel, "candles" | "trades" | "signals">,
  trade: number,
  end: "entry" | "exit",
): string {
  const { entryBar, exitBar, entryPrice, exitPrice, returns, reasons } = trades;
  const bar = end === "entry" ? entryBar[trade]! : exitBar[trade]!;
  const at = price(
    (end === "entry" ? entryPrice : exitPrice)[trade]!,
    candleDecimals(candles, bar),
  );
  if (end === "entry") {
    return [`Trade ${trade + 1}: bought at ${at}`, ...signals.entry ? [signals.entry] : []].join(
      " · ",
    );
  }
  const reason = reasons?.[trade];
  const why = reason === "signal" && signals.exit || reason && EXIT_WORDS[reason];
  return [
    `Trade ${trade + 1}: sold at ${at}`,
    ...why ? [why] : [],
    metricText("trade_return", returns[trade]!),
  ].join(" · ");
}

/** The entries and exits on a bar. */
export function tradesAt(
  { entryBar, exitBar }: Pick<ChartTrades, "entryBar" | "exitBar">,
  bar: number,
): { readonly trade: number; readonly end: "entry" | "exit" }[] {
  const found: { trade: number; end: "entry" | "exit" }[] = [];
  for (let trade = 0; trade < entryBar.length; trade++) {
    if (entryBar[trade] === bar) found.push({ trade, end: "entry" });
    if (exitBar[trade] === bar) found.push({ trade, end: "exit" });
  }
  return found;
}

/** Everything at a bar, for screen readers. */
export function spokenBar(
  model: ChartModel,
  bar: number,
  { zone, hidden, closed }: {
    readonly zone: string;
    readonly hidden: ReadonlySet<string>;
    readonly closed: ReadonlySet<string>;
  },
): string {
  const { open, high, low, close, volume } = candleReading(model, bar);
  return [
    `${dateTime(model.candles.time[bar]!, zone)}`,
    `open ${open}, high ${high}, low ${low}, close ${close}`,
    ...volume === null ? [] : [`volume ${volume}`],
    ...tradesAt(model.trades, bar).map(({ trade, end }) => tradeText(model, trade, end)),
    ...model.panes.filter(({ key }) => !closed.has(key)).flatMap((pane) =>
      pane.groups.filter(({ key }) => !hidden.has(key)).map((group) =>
        groupText(model, pane, group, bar)
      )
    ),
  ].join("; ");
}
