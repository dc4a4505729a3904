/** The charts of the live result, and the candle that is looked at, by pointer or by key. */
import type { ComponentChildren } from "preact";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { dateTime, price } from "../../../text/format.ts";
import { equityText, metricText } from "../../../text/metric_text.ts";
import { candleDecimals } from "../../../text/prices.ts";
import { THEME_EVENT } from "../../../components/shell/theme.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { useZone } from "../../../ui/Time.tsx";
import { useEditor } from "../session/context.ts";
import type { LiveCharts as Charts } from "./draw_live_charts.ts";
import type { Pane } from "../../../charts/panes.ts";
import type { LiveAnswer } from "../../../studio/live/live_session.ts";
import { cx } from "../../../ui/cx.ts";
import dockStyles from "../styles/dock.module.css.ts";
import styles from "./LiveCharts.module.css.ts";

/** From top to bottom. */
const PANES: readonly Pane[] = ["equity", "drawdown", "price"];

/** @param instead what is said in the place of curves, where there are none and none are on their way */
export function LiveCharts({ instead }: { readonly instead: ComponentChildren }) {
  const { live } = useEditor();
  const zone = useZone();
  const plots = useRef<HTMLDivElement>(null);
  const charts = useRef<Charts | null>(null);
  const drawn = useSignal(0);

  useEffect(() => {
    let left = false;
    const draw = async () => {
      const { createLiveCharts } = await import("./draw_live_charts.ts");
      if (left || !plots.current) return;
      charts.current?.destroy();
      const [equity, drawdown, price] = plots.current.children as Iterable<HTMLElement>;
      if (!equity || !drawdown || !price) return;
      charts.current = createLiveCharts({
        panes: { equity, drawdown, price },
        zone,
        onPoint: (bar) => live.point(bar),
        onPick: (bar, isTrade) => {
          if (live.pinned.peek() && (!isTrade || live.pointed.peek() === bar)) live.release();
          else live.pin(bar);
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
  }, [zone]);

  useSignalEffect(() => {
    const answer = live.answer.value;
    if (drawn.value > 0 && answer) charts.current?.show(answer);
  });

  useSignalEffect(() => {
    const bar = live.pinned.value ? live.pointed.value : null;
    if (drawn.value > 0 && live.answer.value) charts.current?.mark(bar);
  });

  const answer = live.answer.value;
  const move = (bar: number) => {
    if (!answer) return;
    live.pin(Math.min(Math.max(0, bar), answer.bars - 1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!answer) return;
    const at = live.pointed.peek() ?? answer.bars - 1;
    const far = event.shiftKey ? 24 : 1;
    const steps: Record<string, () => void> = {
      ArrowLeft: () => move(at - far),
      ArrowRight: () => move(at + far),
      PageUp: () => move(at - 24 * 7),
      PageDown: () => move(at + 24 * 7),
      Home: () => move(0),
      End: () => move(answer.bars - 1),
      Escape: () => live.release(),
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };
  const at = live.pointed.value;
  const bar = answer && at !== null && at < answer.bars ? at : null;
  return (
    <div class={dockStyles.charts}>
      <Reading bar={bar} zone={zone} />
      <div
        ref={plots}
        class={styles.plots}
        data-pinned={live.pinned.value}
        data-empty={Boolean(instead)}
        role="slider"
        tabIndex={0}
        aria-label="Selected candle"
        aria-valuemin={0}
        aria-valuemax={answer ? answer.bars - 1 : 0}
        aria-valuenow={bar ?? (answer ? answer.bars - 1 : 0)}
        aria-valuetext={answer
          ? bar === null
            ? "None. Use the arrow keys for candles, [ and ] for trades."
            : `${dateTime(answer.candles.time[bar]!, zone)}, close ${closeText(answer, bar)}`
          : "Waiting for candles"}
        onKeyDown={onKeyDown}
        onMouseLeave={() => live.point(null)}
      >
        {PANES.map((pane) => (
          <div
            key={pane}
            class={cx(
              styles.plot,
              pane === "drawdown" && styles.plotDrawdown,
              pane === "price" && styles.plotPrice,
            )}
            data-chart={pane}
          >
            {!answer && !instead && <Skeleton class={styles.plotSkeleton} />}
          </div>
        ))}
      </div>
      {instead && <div class={styles.instead}>{instead}</div>}
    </div>
  );
}

function closeText({ candles }: LiveAnswer, bar: number): string {
  return price(candles.close[bar]!, candleDecimals(candles, bar));
}

/** What the crosshair reads. */
function Reading({ bar, zone }: { bar: number | null; zone: string }) {
  const { live } = useEditor();
  const answer = live.answer.value;
  if (!answer) return <div class={styles.reading} data-part="reading" />;
  const at = bar ?? answer.bars - 1;
  const capital = answer.settings.capital;
  const utc = `${dateTime(answer.candles.time[at]!, "UTC")} UTC`;
  return (
    <div class={styles.reading} data-part="reading" aria-hidden="true">
      <span title={utc}>{dateTime(answer.candles.time[at]!, zone)}</span>
      {live.pinned.value && <span class={styles.pinned}>Pinned · Esc to release</span>}
      <span class={styles.keyStrategy}>
        Strategy <i>{equityText(answer.equity[at]!)}</i>{" "}
        {metricText("total_return", answer.equity[at]! / capital - 1)}
      </span>
      <span class={styles.keyHold}>
        Buy & hold <i>{equityText(answer.hold[at]!)}</i>{" "}
        {metricText("buy_and_hold_return", answer.hold[at]! / capital - 1)}
      </span>
      <span>
        Drawdown {metricText("drawdown", answer.drawdown[at]!)}
      </span>
      <span class={styles.keyClose}>Close {closeText(answer, at)}</span>
    </div>
  );
}
