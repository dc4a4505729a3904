/** What the chart can be asked for: trades one by one, a period, another scale, more panes, the whole window. */
import type { ChartModel } from "../../studio/chart/chart_model.ts";
import { type ChartView, RANGES } from "../../studio/chart/chart_view.ts";
import { Button } from "../../ui/Button.tsx";
import { CHART_ICON } from "./icons.ts";
import styles from "./ChartToolbar.module.css.ts";

export interface ChartToolbarProps {
  readonly model: ChartModel;
  readonly view: ChartView;
  readonly title: string;
  readonly synthetic: boolean;
  readonly note: string | null;
  readonly isFull: boolean;
  readonly onFull: () => void;
  readonly onWalk: (step: 1 | -1) => void;
  /** Shows the values of the blocks at the chosen trade's signal; `null` where there are none to show. */
  readonly onXray: (() => void) | null;
}

/** Panes that can be switched. */
const PANES = [{ key: "equity", label: "Equity" }, { key: "drawdown", label: "Drawdown" }] as const;

export function ChartToolbar(
  { model, view, title, synthetic, note, isFull, onFull, onWalk, onXray }: ChartToolbarProps,
) {
  const count = model.trades.entryBar.length;
  const trade = view.trade.value;
  return (
    <div class={styles.bar} role="toolbar" aria-label="Chart">
      <span class={styles.title}>
        <span class={styles.name}>{title}</span>
        {synthetic && <span class={styles.synthetic}>Synthetic</span>}
        {note && <span class={styles.note}>{note}</span>}
      </span>
      <span class={styles.group} role="group" aria-label="Trades">
        <Button
          size="xs"
          variant="ghost"
          icon="chevron-left"
          aria-label="Previous trade"
          title="Previous trade ([)"
          disabled={count === 0 || trade === 0}
          onClick={() => onWalk(-1)}
        />
        <span class={styles.count} data-part="trade-count">
          {count === 0 ? "No trades" : `${trade === null ? "–" : trade + 1}/${count}`}
        </span>
        <Button
          size="xs"
          variant="ghost"
          icon="chevron-right"
          aria-label="Next trade"
          title="Next trade (])"
          disabled={count === 0 || trade === count - 1}
          onClick={() => onWalk(1)}
        />
        {onXray && trade !== null && (
          <Button size="xs" title="Show what decided it (X)" onClick={onXray}>
            X-ray
          </Button>
        )}
      </span>
      <span class={styles.group} role="group" aria-label="Period in view">
        {RANGES.map(({ id, label, words }) => (
          <Button
            key={id}
            size="xs"
            variant="ghost"
            title={words}
            onClick={() => view.showRange(id)}
          >
            {label}
          </Button>
        ))}
      </span>
      <span class={styles.group} role="group" aria-label="Scale and panes">
        <Button
          size="xs"
          variant="ghost"
          aria-pressed={view.isLog.value}
          title="Logarithmic scale"
          onClick={() => {
            view.isLog.value = !view.isLog.peek();
          }}
        >
          Log
        </Button>
        <Button
          size="xs"
          variant="ghost"
          aria-pressed={view.isPercent.value}
          aria-label="Change in percent"
          title="Change since the first candle in view"
          onClick={() => {
            view.isPercent.value = !view.isPercent.peek();
          }}
        >
          %
        </Button>
        {PANES.map(({ key, label }) => (
          <Button
            key={key}
            size="xs"
            variant="ghost"
            aria-pressed={!view.closed.value.has(key)}
            onClick={() => view.togglePane(key)}
          >
            {label}
          </Button>
        ))}
      </span>
      <span class={styles.space} />
      {view.stretch.value !== null && (
        <Button
          size="xs"
          variant="ghost"
          title="All candles (0)"
          onClick={() => view.reset()}
        >
          Reset zoom
        </Button>
      )}
      <Button
        size="xs"
        variant="ghost"
        icon={isFull ? CHART_ICON.window : CHART_ICON.full}
        aria-label={isFull ? "Leave full screen" : "Full screen"}
        aria-pressed={isFull}
        title={isFull ? "Leave full screen (Esc)" : "Full screen (F)"}
        onClick={onFull}
      />
    </div>
  );
}
