/** What is drawn in one pane, with its values at the crosshair; each entry hides and shows its curves. */
import { metricText } from "../../text/metric_text.ts";
import { tone } from "../../text/format.ts";
import type { ChartModel, ChartPane } from "../../studio/chart/chart_model.ts";
import { candleReading, curveText } from "../../studio/chart/chart_readings.ts";
import type { ChartView } from "../../studio/chart/chart_view.ts";
import { Icon } from "../../ui/Icon.tsx";
import { toneClass } from "../../ui/tone_class.ts";
import { CHART_ICON } from "./icons.ts";
import styles from "./ChartLegend.module.css.ts";

/** Colours that overlays take in turn. */
const OVERLAYS = 6;

export function ChartLegend(
  { model, pane, view, bar }: {
    readonly model: ChartModel;
    readonly pane: ChartPane;
    readonly view: ChartView;
    readonly bar: number;
  },
) {
  const isPrice = pane.kind === "price";
  return (
    <div class={styles.place} data-legend={pane.key}>
      <div class={styles.legend}>
        {isPrice && <CandleRow model={model} bar={bar} />}
        {isPrice && Number.isFinite(model.candles.volume[bar]) && (
          <Entry
            view={view}
            group="volume"
            name="Volume"
            values={candleReading(model, bar).volume ?? ""}
          />
        )}
        {pane.groups.map(({ key, name, colour, curves }) => (
          <Entry
            key={key}
            view={view}
            group={key}
            name={name}
            swatch={pane.kind === "equity" || pane.kind === "drawdown"
              ? key
              : `overlay-${colour % OVERLAYS + 1}`}
            values={curves.map(({ column }) => curveText(model, pane, column, bar)).join(" · ")}
            title={curves.length > 1 ? curves.map(({ label }) => label).join(" · ") : undefined}
          />
        ))}
        {isPrice && (model.stop || model.target) && hasLevels(model) && (
          <Entry
            view={view}
            group="levels"
            name="Stop and target"
            values={[model.stop, model.target].flatMap((level) =>
              level && Number.isFinite(level[bar]) ? [curveText(model, pane, level, bar)] : []
            ).join(" · ")}
          />
        )}
      </div>
    </div>
  );
}

/** Whether any trade had a stop or a target. */
function hasLevels({ stop, target, trades }: ChartModel): boolean {
  const bar = trades.entryBar[0];
  if (bar === undefined) return false;
  return Number.isFinite(stop?.[bar]) || Number.isFinite(target?.[bar]);
}

function CandleRow({ model, bar }: { readonly model: ChartModel; readonly bar: number }) {
  const { open, high, low, close, change } = candleReading(model, bar);
  return (
    <p class={styles.candle} data-part="candle">
      <span class={styles.more}>O {open} H {high} L {low}</span> C {close}{" "}
      <b class={toneClass(tone(change))}>{metricText("trade_return", change)}</b>
    </p>
  );
}

function Entry(
  { view, group, name, values, swatch, title }: {
    readonly view: ChartView;
    readonly group: string;
    readonly name: string;
    readonly values: string;
    readonly swatch?: string;
    readonly title?: string | undefined;
  },
) {
  const isShown = !view.hidden.value.has(group);
  return (
    <button
      type="button"
      class={styles.entry}
      aria-pressed={isShown}
      title={`${isShown ? "Hide" : "Show"} ${name}${title ? ` (${title})` : ""}`}
      onClick={() => view.toggle(group)}
    >
      {swatch && <i class={styles.swatch} data-swatch={swatch} />}
      <span>{name}</span>
      {isShown && <b>{values}</b>}
      <Icon name={isShown ? CHART_ICON.shown : CHART_ICON.hidden} size={12} />
    </button>
  );
}
