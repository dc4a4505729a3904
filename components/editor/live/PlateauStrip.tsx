/** Below a number: what a metric would be for the values around it, one bar each; a click takes the value. */
import { signal, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { ParamSpec } from "../../../engine/mod.ts";
import { plain } from "../../format.ts";
import { GLOSSARY } from "../../learn/glossary.ts";
import { useEditor } from "../context.ts";
import { browserStorage } from "../tab_session.ts";
import { type Lie, lieOf, neighbours } from "./plateau.ts";
import { metricOf, rememberedMetric, rememberMetric, STRIP_METRICS } from "./strip_metric.ts";

/** Quiet time after an answer before its neighbours are asked for, milliseconds. */
const PAUSE_MS = 120;

/** One choice for every number of the page. */
const chosen = signal(rememberedMetric(browserStorage()));

interface Strip {
  readonly values: readonly number[];
  readonly metric: typeof chosen.value;
  /** NaN where there is no result; `null` when these values cannot be tried at all. */
  readonly results: Float64Array | null;
}

export function PlateauStrip(
  { blockId, spec, value, wordsId, disabled, onPick }: {
    readonly blockId: string;
    readonly spec: ParamSpec;
    readonly value: number | undefined;
    /** The id of the sentence below the bars, for the field that it describes. */
    readonly wordsId: string;
    readonly disabled: boolean;
    readonly onPick: (value: number) => void;
  },
) {
  const { live } = useEditor();
  const strip = useSignal<Strip | null>(null);
  // The bars stay where they are while the value moves among them.
  const values = useRef<readonly number[]>([]);
  if (value !== undefined && !values.current.includes(value)) {
    values.current = neighbours(spec, value);
  }
  const answer = live.answer.value;
  const metric = chosen.value;
  useEffect(() => {
    if (!answer || value === undefined) return;
    let left = false;
    const asked = values.current;
    const timer = setTimeout(async () => {
      const results = await live.sweep(blockId, spec.name, asked, metric.key);
      // A sweep that a newer strategy has ended says nothing; the next one is on its way.
      if (left || (!results && live.stale.peek())) return;
      strip.value = { values: asked, metric, results };
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [answer, blockId, spec.name, metric]);

  if (!answer || value === undefined) return null;
  // Its place is kept from the start, so that nothing below it moves when the bars come.
  if (strip.value === null) {
    return (
      <div class="live-strip-box" aria-hidden="true">
        <div class="live-strip" />
        <p class="live-strip-words" />
      </div>
    );
  }
  if (strip.value.results === null) return null;
  const at = strip.value.values.indexOf(value);
  const lie = lieOf(strip.value.results, at, strip.value.metric.flat);
  return (
    <div class="live-strip-box" data-lie={lie}>
      <Bars
        strip={strip.value as Strip & { results: Float64Array }}
        at={at}
        label={spec.label}
        disabled={disabled}
        onPick={onPick}
      />
      <Words id={wordsId} lie={lie} strip={strip.value} />
    </div>
  );
}

function Bars(
  { strip: { values, metric, results }, at, label, disabled, onPick }: {
    readonly strip: Strip & { readonly results: Float64Array };
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
  const toneOf = (result: number) =>
    metric.isNeutral || result === metric.base ? undefined : result > metric.base ? "gain" : "loss";
  return (
    <div class="live-strip" role="group" aria-label={`${GLOSSARY[metric.key].term} by ${label}`}>
      {values.map((value, k) => {
        const result = results[k]!;
        const isKnown = Number.isFinite(result);
        const words = `${plain(value)}: ${isKnown ? metric.write(result) : "no result"}`;
        return (
          <button
            key={value}
            type="button"
            tabIndex={-1}
            title={words}
            aria-label={words}
            aria-pressed={k === at}
            disabled={disabled || !isKnown}
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
  if (lie === "unknown") return <p id={id} class="live-strip-words" />;
  const { word, meaning } = metric.words[lie];
  return (
    <p id={id} class="live-strip-words">
      <span class="ed-unseen">
        {`${GLOSSARY[metric.key].term} from ${values[0]} to ${values.at(-1)}: `}
      </span>
      <LieMark lie={lie} />
      <b>{word}:</b> {meaning}
    </p>
  );
}

const MARKS: Readonly<Record<Exclude<Lie, "unknown">, string>> = {
  flat: "M1 8H17",
  plateau: "M1 10.5 5 3.5H13L17 10.5",
  slope: "M1 10.5 17 2",
  peak: "M1 10.5H7L9 1.5L11 10.5H17",
};

/** The shape of what lies around the value. */
function LieMark({ lie }: { lie: Exclude<Lie, "unknown"> }) {
  return (
    <svg class="live-lie" viewBox="0 0 18 12" width="18" height="12" aria-hidden="true">
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
    <div class="live-strip-metric">
      <label for={id}>Bars show</label>
      <select
        id={id}
        class="ed-select"
        value={chosen.value.key}
        onChange={(event) => {
          chosen.value = metricOf(event.currentTarget.value);
          rememberMetric(browserStorage(), chosen.value.key);
        }}
      >
        {STRIP_METRICS.map(({ key }) => <option key={key} value={key}>{GLOSSARY[key].term}
        </option>)}
      </select>
    </div>
  );
}
