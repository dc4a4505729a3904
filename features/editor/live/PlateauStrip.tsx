/** What a number's slider moves along: what a metric would be for the values around it, one bar each. */
import { Select } from "../../../ui/Select.tsx";
import { type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { ParamSpec } from "../../../engine/mod.ts";
import { plain } from "../../../text/format.ts";
import { GLOSSARY } from "../../../text/glossary.ts";
import { useEditor } from "../session/context.ts";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import { axisValues, nearestPlace, type ValueAxis } from "../../../studio/document/value_axis.ts";
import type { SweptValues } from "../../../studio/live/live_session.ts";
import { type Lie, lieOf } from "../../../studio/live/plateau.ts";
import {
  metricOf,
  rememberedMetric,
  rememberMetric,
  STRIP_METRICS,
} from "../../../studio/live/strip_metric.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./PlateauStrip.module.css.ts";

/** Quiet time after an answer before its neighbours are asked for, milliseconds. */
const PAUSE_MS = 120;

/** One choice for every number of the page. */
const chosen = signal(rememberedMetric(browserStorage()));

/** The values that are compared, at even distances on the slider's axis. */
interface Values {
  readonly axis: ValueAxis;
  readonly values: readonly number[];
  readonly distance: number;
}

interface Strip extends Values {
  readonly metric: typeof chosen.value;
  /** `null` when these values cannot be tried at all. */
  readonly swept: SweptValues | null;
}

export function PlateauStrip(
  { blockId, spec, value, axis, pointed, wordsId, disabled, onPick }: {
    readonly blockId: string;
    readonly spec: ParamSpec;
    readonly value: number | undefined;
    /** The slider's; `null` where there is none. */
    readonly axis: ValueAxis | null;
    /** The value below the pointer; `null` while that is elsewhere. */
    readonly pointed: ReadonlySignal<number | null>;
    /** The id of the sentence below the bars, for the field that it describes. */
    readonly wordsId: string;
    readonly disabled: boolean;
    readonly onPick: (value: number) => void;
  },
) {
  const { live } = useEditor();
  const strip = useSignal<Strip | null>(null);
  // The bars stay where they are while the value moves among them.
  const compared = useRef<Values | null>(null);
  if (value === undefined || axis === null) compared.current = null;
  else if (compared.current?.axis !== axis || !compared.current.values.includes(value)) {
    compared.current = { axis, ...axisValues(axis, spec, value) };
  }
  const answer = live.answer.value;
  const metric = chosen.value;
  useEffect(() => {
    const asked = compared.current;
    if (!answer || !asked) return;
    let left = false;
    const timer = setTimeout(async () => {
      const swept = await live.sweep(blockId, spec.name, asked.values, metric.key);
      // A sweep that a newer strategy has ended says nothing; the next one is on its way.
      if (left || (!swept && live.stale.peek())) return;
      strip.value = { ...asked, metric, swept };
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [answer, blockId, spec.name, metric, compared.current]);

  if (!answer || value === undefined || axis === null) return null;
  const current = strip.value;
  // Its place is kept from the start, so that nothing below it moves when the bars come.
  if (current === null) {
    return (
      <div aria-hidden="true">
        <div class={styles.strip} data-part="strip" />
        <p class={styles.ends}>&nbsp;</p>
        <p class={styles.words} />
      </div>
    );
  }
  const { swept } = current;
  if (swept === null) return null;
  const at = current.values.indexOf(value);
  const lie = lieOf(
    {
      ...swept,
      at,
      isLowest: at === 0,
      isHighest: at === current.values.length - 1,
    },
    current.metric,
  );
  return (
    <div data-lie={lie}>
      <Bars
        strip={current}
        results={swept.results}
        at={at}
        label={spec.label}
        disabled={disabled}
        onPick={onPick}
      />
      <Ends strip={current} results={swept.results} pointed={pointed} />
      <Words id={wordsId} lie={lie} strip={current} />
    </div>
  );
}

/** The value at each end, and between them the one below the pointer with its result. */
function Ends({ strip: { axis, values, metric }, results, pointed }: {
  readonly strip: Strip;
  readonly results: Float64Array;
  readonly pointed: ReadonlySignal<number | null>;
}) {
  const at = pointed.value === null ? null : nearestPlace(values, pointed.value);
  const value = at === null ? undefined : values[at];
  return (
    <p class={styles.ends} aria-hidden="true">
      <span>{plain(axis.min)}</span>
      {value !== undefined && <b data-part="pointed">{wordsOf(metric, value, results[at!])}</b>}
      <span>{plain(axis.max)}</span>
    </p>
  );
}

function wordsOf(metric: Strip["metric"], value: number, result: number | undefined): string {
  return `${plain(value)}: ${
    result !== undefined && Number.isFinite(result) ? metric.write(result) : "no result"
  }`;
}

function Bars(
  { strip: { axis, values, distance, metric }, results, at, label, disabled, onPick }: {
    readonly strip: Strip;
    readonly results: Float64Array;
    readonly at: number;
    readonly label: string;
    readonly disabled: boolean;
    readonly onPick: (value: number) => void;
  },
) {
  const known = Array.from(results).filter(Number.isFinite);
  const top = Math.max(metric.base, ...known);
  const bottom = Math.min(metric.base, ...known);
  const height = top - bottom || 1;
  const span = axis.max - axis.min;
  const toneOf = (result: number) =>
    metric.isNeutral || result === metric.base ? undefined : result > metric.base ? "gain" : "loss";
  return (
    <div
      class={styles.strip}
      data-part="strip"
      role="group"
      aria-label={`${GLOSSARY[metric.key].term} by ${label}`}
    >
      {values.map((value, k) => {
        const result = results[k]!;
        const isKnown = Number.isFinite(result);
        const words = wordsOf(metric, value, result);
        return (
          <button
            key={value}
            type="button"
            tabIndex={-1}
            title={words}
            aria-label={words}
            aria-pressed={k === at}
            disabled={disabled || !isKnown}
            style={{
              left: `${(value - axis.min) / span * 100}%`,
              width: `${distance / span * 100}%`,
            }}
            onClick={() => onPick(value)}
          >
            {isKnown && (
              <i
                data-tone={toneOf(result)}
                style={{
                  top: `${(top - Math.max(result, metric.base)) / height * 100}%`,
                  height: `max(2px, ${Math.abs(result - metric.base) / height * 100}%)`,
                }}
              />
            )}
          </button>
        );
      })}
    </div>
  );
}

function Words({ id, lie, strip: { values, metric } }: { id: string; lie: Lie; strip: Strip }) {
  if (lie === "unknown") return <p id={id} class={styles.words} />;
  const { word, meaning } = metric.words[lie];
  return (
    <p id={id} class={styles.words}>
      <span class={frameStyles.unseen}>
        {`${GLOSSARY[metric.key].term} from ${plain(values[0]!)} to ${plain(values.at(-1)!)}: `}
      </span>
      <LieMark lie={lie} />
      <b>{word}</b> {meaning}
    </p>
  );
}

const FLAT = "M1 8H17";
const EDGE = "M3 1.5V10.5M3 6H17";
const MARKS: Readonly<Record<Exclude<Lie, "unknown">, string>> = {
  no_trades: FLAT,
  none_here: FLAT,
  all_lose: "M1 2 17 10.5",
  flat: FLAT,
  stable: "M1 10.5 5 3.5H13L17 10.5",
  losing: "M1 3.5 5 10.5H13L17 3.5",
  sensitive: "M1 10.5 17 2",
  peak: "M1 10.5H7L9 1.5L11 10.5H17",
  losing_peak: "M1 10.5H7L9 1.5L11 10.5H17",
  edge_same: EDGE,
  edge_better: EDGE,
  edge_worse: EDGE,
  half_same: EDGE,
  half_better: EDGE,
  half_worse: EDGE,
};

/** The shape of what lies around the value. */
function LieMark({ lie }: { lie: Exclude<Lie, "unknown"> }) {
  return (
    <svg class={styles.lie} viewBox="0 0 18 12" width="18" height="12" aria-hidden="true">
      <path d={MARKS[lie]} />
    </svg>
  );
}

/** Chooses what the bars below the numbers show. */
export function StripMetricPicker() {
  const { live } = useEditor();
  const id = useId();
  if (!live.answer.value) return null;
  return (
    <div class={styles.metric}>
      <label for={id}>Compare nearby values by</label>
      <Select
        id={id}
        size="compact"
        value={chosen.value.key}
        onChange={(event) => {
          chosen.value = metricOf(event.currentTarget.value);
          rememberMetric(browserStorage(), chosen.value.key);
        }}
      >
        {STRIP_METRICS.map(({ key }) => <option key={key} value={key}>{GLOSSARY[key].term}
        </option>)}
      </Select>
    </div>
  );
}
