/** Every combination of two numbers of the strategy, as a heat map. Loaded when it is first looked at. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useMemo } from "preact/hooks";
import type { ExploreSession } from "../../../studio/explore/explore_session.ts";
import { bestCell, type HeatMap } from "../../../studio/explore/heat_map.ts";
import { plateausOf } from "../../../studio/explore/plateaus.ts";
import { metricOf, STRIP_METRICS, type StripMetric } from "../../../studio/live/strip_metric.ts";
import { counted } from "../../../text/format.ts";
import { GLOSSARY } from "../../../text/glossary.ts";
import { Button } from "../../../ui/Button.tsx";
import { Select } from "../../../ui/Select.tsx";
import { useEditor } from "../session/context.ts";
import frameStyles from "../styles/frame.module.css.ts";
import { cellName, CellReading, spokenCell } from "./CellReading.tsx";
import { exploreOf } from "./explore_of.ts";
import styles from "./ExploreTab.module.css.ts";
import { HeatMapView } from "./HeatMapView.tsx";
import { RangeFields } from "./RangeFields.tsx";
import { ThirdNumber } from "./ThirdNumber.tsx";

/** @param session that of the editor, unless told otherwise */
export function ExploreTab(
  { session: given }: { readonly session?: ExploreSession; readonly kept?: unknown },
) {
  const editor = useEditor();
  const session = given ?? exploreOf(editor);
  const map = session.map.value;
  const material = session.material.value;
  useEffect(() => session.prepare(), [session, material]);
  if (session.numbers.value.length < 2) {
    return (
      <p class={styles.empty}>
        There is nothing to explore yet: the strategy needs at least two numbers that can change its
        result.
      </p>
    );
  }
  return (
    <div class={styles.explore} data-part="explore">
      <div class={styles.controls}>
        <RangeFields session={session} axis="x" />
        <RangeFields session={session} axis="y" />
        <ThirdNumber session={session} />
      </div>
      <div class={styles.middle}>
        <Bar session={session} />
        {map ? <Explored session={session} map={map} /> : (
          <p class={styles.empty}>
            See what every combination of these two numbers would have made. The more you try, the
            better the best one looks by luck alone.
          </p>
        )}
      </div>
    </div>
  );
}

/** What the map shows, and what starts and ends it. */
function Bar({ session }: { readonly session: ExploreSession }) {
  const id = useId();
  const plan = session.plan.value;
  const work = session.work.value;
  const isRunning = work.kind === "running";
  const tried = session.tried.value;
  const problem = "problem" in plan ? plan.problem : work.kind === "failed" ? work.message : null;
  const cells = "problem" in plan ? 0 : plan.cells;
  return (
    <div class={styles.bar}>
      <label class={styles.metric} for={id}>
        <span>Metric</span>
        <Select
          id={id}
          size="compact"
          value={session.metric.value.key}
          options={STRIP_METRICS.map(({ key }) => ({ value: key, label: GLOSSARY[key].term }))}
          onChange={(event) => {
            session.metric.value = metricOf(event.currentTarget.value);
          }}
        />
      </label>
      {isRunning ? <Button size="sm" onClick={() => session.stop()}>Stop</Button> : (
        <Button
          size="sm"
          variant={session.map.value && !session.stale.value ? "secondary" : "primary"}
          disabled={cells === 0}
          onClick={() => void session.run()}
        >
          {cells === 0 ? "Try combinations" : `Try ${counted(cells, "combination")}`}
        </Button>
      )}
      {isRunning && (
        <progress
          class={styles.progress}
          aria-label="Combinations tried"
          value={work.done}
          max={work.total}
        />
      )}
      <p class={problem ? styles.problem : styles.note} role="status">
        {problem ?? (session.stale.value
          ? "The strategy, period or costs have changed since: try again."
          : work.kind === "stopped"
          ? "Stopped. What has been tried is shown."
          : tried > 0
          ? `${counted(tried, "combination")} tried here; each counts as a variation.`
          : "")}
      </p>
    </div>
  );
}

function Explored(
  { session, map }: { readonly session: ExploreSession; readonly map: HeatMap },
) {
  const { store } = useEditor();
  const hint = useId();
  const read = useSignal<number | null>(null);
  const metric = session.metric.value;
  const plateaus = useMemo(() => plateausIn(map, metric), [map, metric]);
  const steady = useMemo(() => new Set(plateaus.flat()), [plateaus]);
  const present = session.present.value;
  // Numbers that were read in another map are of other places in this one.
  useEffect(() => {
    if ((read.peek() ?? 0) >= map.sound.length) read.value = null;
  }, [map]);
  const load = (cell: number) => {
    const document = session.loaded(cell);
    if (!document) return;
    const name = cellName(map, cell);
    if (!store.apply(document, `Set ${name}`)) return;
    store.say(`Set: ${name}`, "good", { label: "Undo", run: () => store.undo() });
  };
  const cell = read.value ?? present ?? bestCell(map, metric) ?? 0;
  const own = plateaus.find((plateau) => plateau.includes(cell));
  return (
    <div class={styles.explored} data-stale={session.stale.value}>
      <div class={styles.mapColumn}>
        <p class={styles.axisName}>↑ {map.y.number.label}</p>
        <HeatMapView
          map={map}
          metric={metric}
          steady={steady}
          present={present}
          read={read.value}
          hintId={hint}
          onRead={(next) => {
            read.value = next;
          }}
          onLoad={load}
        />
        <p class={styles.below}>
          <span id={hint} class={frameStyles.unseen}>
            Arrow keys read the cells, Enter uses the values of one.
          </span>
          <span class={styles.axisName}>→ {map.x.number.label}</span>
          <Legend metric={metric} hasPlateau={plateaus.length > 0} hasPresent={present !== null} />
        </p>
        <p class={frameStyles.unseen} data-part="spoken" aria-live="polite">
          {read.value !== null && spokenCell(map, metric, read.value, steady.has(read.value))}
        </p>
      </div>
      <CellReading
        map={map}
        metric={metric}
        cell={cell}
        size={own?.length ?? 0}
        isPresent={cell === present}
        disabled={store.readOnly.value}
        onLoad={load}
      />
    </div>
  );
}

function Legend(
  { metric, hasPlateau, hasPresent }: {
    readonly metric: StripMetric;
    readonly hasPlateau: boolean;
    readonly hasPresent: boolean;
  },
) {
  return (
    <span class={styles.key}>
      {hasPresent && <span data-key="present">now</span>}
      {hasPlateau && <span data-key="plateau">plateau: neighbours within 20 %</span>}
      {metric.losesBelow !== null && <span data-key="loss">loss</span>}
      <span data-key={metric.isNeutral ? "neutral" : metric.better === 1 ? "gain" : "neutral"}>
        {metric.isNeutral ? "stronger: higher" : "stronger: larger gain or loss"}
      </span>
    </span>
  );
}

function plateausIn({ x, y, metrics }: HeatMap, metric: StripMetric) {
  return plateausOf({
    columns: x.values.length,
    rows: y.values.length,
    values: metrics[metric.key]!,
    trades: metrics.num_trades!,
  }, metric);
}
