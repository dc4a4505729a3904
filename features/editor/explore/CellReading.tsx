/** What a cell of the map says: its values, and what they would have made. */
import { type HeatMap, valuesAt } from "../../../studio/explore/heat_map.ts";
import { saidValue } from "../../../studio/explore/ranges.ts";
import { STRIP_METRICS, type StripMetric } from "../../../studio/live/strip_metric.ts";
import { counted } from "../../../text/format.ts";
import { GLOSSARY } from "../../../text/glossary.ts";
import { Button } from "../../../ui/Button.tsx";
import styles from "./ExploreTab.module.css.ts";

export function CellReading(
  { map, metric, cell, size, isPresent, disabled, onLoad }: {
    readonly map: HeatMap;
    readonly metric: StripMetric;
    readonly cell: number;
    /** Cells of the plateau that it is part of; 0 beside all plateaus. */
    readonly size: number;
    readonly isPresent: boolean;
    readonly disabled: boolean;
    readonly onLoad: (cell: number) => void;
  },
) {
  const isSound = map.sound[cell] === 1;
  const state = map.tried[cell] !== 1
    ? "Not tried yet."
    : !isSound
    ? "These values do not go together."
    : size > 0
    ? `On a plateau of ${counted(size, "cell")}.`
    : "Not on a plateau.";
  return (
    <div class={styles.reading} data-part="cell">
      <p class={styles.cellName}>{cellName(map, cell)}{isPresent && " (now)"}</p>
      <dl class={styles.figures}>
        {STRIP_METRICS.map(({ key, write }) => {
          const value = map.metrics[key]![cell]!;
          return (
            <div key={key} data-metric={key} data-chosen={key === metric.key}>
              <dt>{GLOSSARY[key].term}</dt>
              <dd>{Number.isFinite(value) ? write(value) : "–"}</dd>
            </div>
          );
        })}
      </dl>
      <p class={styles.state}>{state}</p>
      {!isPresent && isSound && (
        <Button size="sm" disabled={disabled} onClick={() => onLoad(cell)}>Use these values</Button>
      )}
    </div>
  );
}

/** "RSI · Period 14, RSI crosses above 30" */
export function cellName(map: HeatMap, cell: number): string {
  return [...valuesAt(map, cell)].map(([number, value]) => saidValue(number, value)).join(", ");
}

/** The same in one breath, for those who hear it. */
export function spokenCell(map: HeatMap, metric: StripMetric, cell: number, isSteady: boolean) {
  const value = map.metrics[metric.key]![cell]!;
  const said = Number.isFinite(value) ? metric.write(value) : "no value";
  return `${cellName(map, cell)}: ${GLOSSARY[metric.key].term} ${said}${
    isSteady ? ", on a plateau" : ""
  }`;
}
