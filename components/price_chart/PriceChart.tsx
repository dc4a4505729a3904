/**
 * Candles with what a strategy draws on them, its trades, and panes below on the same time axis. Everything that the pointer can
 * do, keys can do too.
 */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { counted, dateTime } from "../../text/format.ts";
import type { ChartModel } from "../../studio/chart/chart_model.ts";
import { spokenBar, tradeText } from "../../studio/chart/chart_readings.ts";
import type { ChartView } from "../../studio/chart/chart_view.ts";
import { THEME_EVENT } from "../shell/theme.ts";
import { ChartLegend } from "./ChartLegend.tsx";
import { ChartToolbar } from "./ChartToolbar.tsx";
import type { ChartPlaces, DrawnChart, MarkerHit } from "./draw_chart.ts";
import { fillWindow } from "./full_window.ts";
import { takeGestures } from "./gestures.ts";
import styles from "./PriceChart.module.css.ts";

export interface PriceChartProps {
  readonly model: ChartModel;
  readonly view: ChartView;
  readonly zone: string;
  /** "BTC/USDT 1h" */
  readonly title: string;
  /** The candles are made up, which is said. */
  readonly synthetic: boolean;
  /** What is said beside the title. */
  readonly note?: string | null;
  /** A bar that stays marked. */
  readonly pinned?: number | null;
  /** The pointer is at a bar; `null` when it has left. */
  readonly onPoint?: (bar: number | null) => void;
  /** A bar was chosen by click or key; `null` lets it go. */
  readonly onPin?: (bar: number | null) => void;
  /** A trade was walked to, or its marker was clicked. */
  readonly onTrade?: (trade: number) => void;
  /** Shows what the blocks said when a trade was decided. */
  readonly onXray?: (trade: number) => void;
  /** Whether the wheel zooms wherever the pointer is, or once the chart has focus: on a page that scrolls. */
  readonly wheel?: "always" | "focused";
  /** It is on screen. */
  readonly onDrawn?: () => void;
  /** Loads what draws. */
  readonly load?:
    | (() => Promise<{ readonly drawChart: (places: ChartPlaces) => DrawnChart }>)
    | undefined;
}

/** Bars that a key moves: one, a day of hours, a week of hours. */
const DAY_BARS = 24;
const WEEK_BARS = 7 * DAY_BARS;
/** Zoom of a key. */
const KEY_ZOOM = 0.6;

/** What draws, for whoever knows early that it is going to be needed. */
export const loadDrawing = () => import("./draw_chart.ts");

export function PriceChart(props: PriceChartProps) {
  const { model, view, zone, title, synthetic, pinned = null, wheel = "always" } = props;
  const { load = loadDrawing } = props;
  const now = useRef(props);
  now.current = props;
  const root = useRef<HTMLElement>(null);
  const panes = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnChart | null>(null);
  const drawn = useSignal(0);
  const isFull = useSignal(false);
  const hit = useSignal<(MarkerHit & { readonly x: number; readonly y: number }) | null>(null);
  /** The crosshair is where the pointer is: it need not be put there. */
  const byPointer = useRef(false);

  useMemo(() => view.setModel(model), [model, view]);
  const shown = model.panes.filter(({ key }) => !view.closed.value.has(key));
  const keys = shown.map(({ key }) => key).join("\n");

  useEffect(() => {
    let isOver = false;
    const draw = async () => {
      const { drawChart } = await load();
      if (isOver || !panes.current) return;
      chart.current?.destroy();
      const places = new Map<string, HTMLElement>();
      for (const pane of panes.current.children as Iterable<HTMLElement>) {
        places.set(pane.dataset.pane!, pane);
      }
      chart.current = drawChart({
        places,
        view,
        zone,
        pinned: () => now.current.pinned ?? null,
      });
      drawn.value++;
    };
    void draw();
    const page = document;
    page.addEventListener(THEME_EVENT, draw);
    return () => {
      isOver = true;
      page.removeEventListener(THEME_EVENT, draw);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [keys, zone, view]);

  /** Where the pointer is within the panes, pixels from their left; `null` while it is elsewhere. */
  const pointer = useRef<number | null>(null);
  const barUnder = (left: number): number | null =>
    chart.current && now.current.model.candles.length > 0
      ? view.barAt(chart.current.timeAt(left))
      : null;

  // One drawing a frame, however often the view changes.
  const frame = useRef(0);
  const redraw = () => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      if (!chart.current) return;
      chart.current.show(now.current.model);
      now.current.onDrawn?.();
      // Another candle may be under a pointer that rests.
      const bar = pointer.current === null ? null : barUnder(pointer.current);
      if (bar !== null) setBar(bar, true);
    });
  };
  useLayoutEffect(() => () => cancelAnimationFrame(frame.current), []);
  useEffect(redraw, [model, pinned, drawn.value]);
  useSignalEffect(() => {
    void [view.stretch.value, view.hidden.value, view.isLog.value, view.isPercent.value];
    void view.trade.value;
    redraw();
  });
  useSignalEffect(() => {
    const bar = view.bar.value;
    if (byPointer.current) return;
    // After the frame in which the view may have moved.
    requestAnimationFrame(() => chart.current?.point(bar));
  });

  const setBar = (bar: number | null, isPointer: boolean) => {
    byPointer.current = isPointer;
    if (isPointer) view.bar.value = bar;
    else view.point(bar);
    byPointer.current = false;
  };

  useEffect(() => {
    const target = panes.current!;
    return takeGestures(target, {
      view,
      plot: () => chart.current?.plot() ?? null,
      timeAt: (left) => chart.current?.timeAt(left) ?? 0,
      takesWheel: (event) =>
        now.current.wheel !== "focused" || event.ctrlKey || isFull.peek() ||
        root.current!.contains(document.activeElement),
      onHover(event) {
        const box = target.getBoundingClientRect();
        pointer.current = event && event.clientX - box.left;
        const bar = pointer.current === null ? null : barUnder(pointer.current);
        setBar(bar, true);
        now.current.onPoint?.(bar);
        const marker = event && bar !== null ? chart.current?.markerAt(event) : null;
        hit.value = event && marker
          ? { ...marker, x: event.clientX - box.left, y: event.clientY - box.top }
          : null;
      },
      onClick(event) {
        const marker = chart.current?.markerAt(event);
        if (marker) return choose(marker.trade);
        const bar = barUnder(event.clientX - target.getBoundingClientRect().left);
        if (bar === null) return;
        now.current.onPin?.(now.current.pinned === bar ? null : bar);
      },
    });
  }, [view]);

  const choose = (trade: number) => {
    view.showTrade(trade, now.current.model.trades);
    now.current.onTrade?.(trade);
  };
  const walk = (step: 1 | -1) => {
    const trade = view.walk(step, now.current.model.trades);
    if (trade !== null) now.current.onTrade?.(trade);
  };

  const leave = useRef<(() => void) | null>(null);
  const setFull = (full: boolean) => {
    if (full === isFull.peek() || !root.current) return;
    leave.current?.();
    leave.current = full ? fillWindow(root.current) : null;
    isFull.value = full;
    panes.current?.focus({ preventScroll: true });
  };
  useEffect(() => () => leave.current?.(), []);
  const xray = props.onXray && (() => {
    const trade = view.trade.peek();
    if (trade === null) return;
    setFull(false);
    now.current.onXray?.(trade);
  });

  const bars = model.candles.length;
  const looked = view.bar.value;
  const at = looked !== null && looked < bars ? looked : lastInView(view, bars);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inPanes = event.target === panes.current;
    const from = view.bar.peek() ?? now.current.pinned ?? at;
    const far = event.shiftKey ? DAY_BARS : 1;
    const move = (bar: number) => {
      const next = Math.min(Math.max(0, bar), bars - 1);
      setBar(next, false);
      now.current.onPin?.(next);
    };
    const timeOf = () => model.candles.time[from] ?? view.shown.to;
    const anywhere: Record<string, () => void> = {
      "[": () => walk(-1),
      "]": () => walk(1),
      "0": () => view.reset(),
      "+": () => view.zoom(KEY_ZOOM, timeOf()),
      "=": () => view.zoom(KEY_ZOOM, timeOf()),
      "-": () => view.zoom(1 / KEY_ZOOM, timeOf()),
      f: () => setFull(!isFull.peek()),
      ...xray ? { x: xray } : {},
      ...isFull.peek() ? { Escape: () => setFull(false) } : {},
    };
    const onBars: Record<string, () => void> = {
      ArrowLeft: () => move(from - far),
      ArrowRight: () => move(from + far),
      PageUp: () => move(from - WEEK_BARS),
      PageDown: () => move(from + WEEK_BARS),
      Home: () => move(0),
      End: () => move(bars - 1),
      Escape: () => {
        view.trade.value = null;
        setBar(null, false);
        now.current.onPin?.(null);
      },
    };
    const step = anywhere[event.key] ?? anywhere[event.key.toLowerCase()] ??
      (inPanes ? onBars[event.key] : undefined);
    if (!step || bars === 0) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };

  const rows = `minmax(120px, 60fr) ${
    shown.slice(1).map(() => `minmax(76px, ${40 / Math.max(1, shown.length - 1)}fr)`).join(" ")
  }`.trim();
  return (
    <section
      ref={root}
      class={styles.chart}
      aria-label={`Chart of ${title}`}
      data-part="price-chart"
      onKeyDown={onKeyDown}
    >
      <ChartToolbar
        model={model}
        view={view}
        title={title}
        synthetic={synthetic}
        note={props.note ?? null}
        isFull={isFull.value}
        onFull={() => setFull(!isFull.peek())}
        onWalk={walk}
        onXray={xray ?? null}
      />
      <div class={styles.scroll}>
        <div class={styles.area}>
          <div
            ref={panes}
            class={styles.panes}
            style={{ gridTemplateRows: rows }}
            role="slider"
            tabIndex={0}
            aria-label={`${chartWords(model, title, zone)} Candle under the crosshair`}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, bars - 1)}
            aria-valuenow={Math.max(0, at)}
            aria-valuetext={bars === 0 || looked === null
              ? "None. The arrow keys move between candles, [ and ] between trades, + and − zoom, 0 resets."
              : spokenBar(model, at, {
                zone,
                hidden: view.hidden.value,
                closed: view.closed.value,
              })}
            data-wheel={wheel}
          >
            {shown.map(({ key }) => <div key={key} class={styles.pane} data-pane={key} />)}
          </div>
          <div class={styles.legends} style={{ gridTemplateRows: rows }}>
            {bars > 0 &&
              shown.map((pane) => (
                <ChartLegend key={pane.key} model={model} pane={pane} view={view} bar={at} />
              ))}
          </div>
          {looked !== null && bars > 0 && (
            <span
              class={styles.time}
              data-part="crosshair-time"
              aria-hidden="true"
              style={{ left: `${chart.current?.leftOf(at) ?? 0}px` }}
            >
              {dateTime(model.candles.time[at]!, zone)}
            </span>
          )}
          {hit.value && (
            <p
              class={styles.hit}
              data-part="trade-hint"
              data-side={hit.value.x > (panes.current?.clientWidth ?? 0) / 2 ? "left" : "right"}
              style={{ left: `${hit.value.x}px`, top: `${hit.value.y}px` }}
              role="status"
            >
              {tradeText(model, hit.value.trade, hit.value.end)}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

function lastInView(view: ChartView, bars: number): number {
  const stretch = view.stretch.value;
  return stretch === null || bars === 0 ? bars - 1 : view.barAt(stretch.to);
}

/** What the chart shows, in a sentence or two. */
function chartWords({ candles, trades, panes }: ChartModel, title: string, zone: string): string {
  if (candles.length === 0) return `${title}: no candles yet.`;
  const names = panes.filter(({ kind }) => kind !== "equity" && kind !== "drawdown")
    .flatMap(({ groups }) => groups.map(({ name }) => name));
  const from = dateTime(candles.time[0]!, zone);
  const to = dateTime(candles.time[candles.length - 1]!, zone);
  return `${title}: ${counted(candles.length, "candle")} from ${from} to ${to}, ${
    counted(trades.entryBar.length, "trade")
  }${names.length > 0 ? `, with ${names.join(", ")}` : ""}.`;
}
