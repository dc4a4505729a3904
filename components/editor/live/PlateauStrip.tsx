/** Below a number: the total return for the values around it, one bar each; a click takes the value. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ParamSpec } from "../../../engine/mod.ts";
import { percent } from "../../format.ts";
import { useEditor } from "../context.ts";
import { LIE_WORDS, lieOf, neighbours } from "./plateau.ts";

/** Quiet time after an answer before its neighbours are asked for, milliseconds. */
const PAUSE_MS = 120;
const METRIC = "total_return";

interface Strip {
  readonly values: readonly number[];
  readonly results: Float64Array;
}

export function PlateauStrip(
  { blockId, spec, value, disabled, onPick }: {
    readonly blockId: string;
    readonly spec: ParamSpec;
    readonly value: number | undefined;
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
  useEffect(() => {
    if (!answer || value === undefined) return;
    let left = false;
    const asked = values.current;
    const timer = setTimeout(async () => {
      const results = await live.sweep(blockId, spec.name, asked, METRIC);
      if (!left && results) strip.value = { values: asked, results };
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [answer, blockId, spec.name]);

  const shown = strip.value;
  if (!shown || value === undefined) return null;
  const { results } = shown;
  const at = shown.values.indexOf(value);
  const known = Array.from(results).filter(Number.isFinite);
  const top = Math.max(0, ...known);
  const bottom = Math.min(0, ...known);
  const height = top - bottom || 1;
  return (
    <>
      <div
        class="live-strip"
        role="group"
        aria-label={`Total return for other values: ${spec.label}`}
      >
        {shown.values.map((other, k) => {
          const result = results[k]!;
          const words = `${other}: ${Number.isFinite(result) ? percent(result) : "no result"}`;
          return (
            <button
              key={other}
              type="button"
              tabIndex={-1}
              title={words}
              aria-label={words}
              aria-pressed={k === at}
              disabled={disabled || !Number.isFinite(result)}
              onClick={() => onPick(other)}
            >
              {Number.isFinite(result) && (
                <i
                  data-tone={result > 0 ? "gain" : result < 0 ? "loss" : undefined}
                  style={{
                    top: `${(top - Math.max(result, 0)) / height * 100}%`,
                    height: `max(2px, ${Math.abs(result) / height * 100}%)`,
                  }}
                />
              )}
            </button>
          );
        })}
      </div>
      <p class="live-strip-words">{LIE_WORDS[lieOf(results, at)]}</p>
    </>
  );
}
