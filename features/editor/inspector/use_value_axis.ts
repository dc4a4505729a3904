/** The axis of a number while it is edited: it stays put under the pointer, and finds room again when that lets go. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ParamSpec, PortScale } from "../../../engine/mod.ts";
import { type ValueAxis, valueAxis } from "../../../studio/document/value_axis.ts";

export interface HeldAxis {
  readonly axis: ValueAxis | null;
  /** Keeps the axis as it is until the pointer that is down now is let go. */
  readonly hold: () => void;
}

export function useValueAxis(
  { spec, value, defaultValue, scale }: {
    readonly spec: ParamSpec;
    readonly value: number | undefined;
    readonly defaultValue: number | undefined;
    readonly scale: PortScale | null;
  },
): HeldAxis {
  const axis = useRef<ValueAxis | null>(null);
  const held = useSignal(false);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const isInside = axis.current !== null && value !== undefined &&
    value >= axis.current.min && value <= axis.current.max;
  if (value === undefined) axis.current = null;
  else if (!held.value || !isInside) {
    axis.current = valueAxis(spec, value, { defaultValue, scale, before: axis.current });
  }
  const hold = () => {
    held.value = true;
    const release = () => {
      held.value = false;
      stop.current?.();
    };
    stop.current = () => {
      globalThis.removeEventListener("pointerup", release, true);
      globalThis.removeEventListener("pointercancel", release, true);
      stop.current = null;
    };
    globalThis.addEventListener("pointerup", release, true);
    globalThis.addEventListener("pointercancel", release, true);
  };
  return { axis: axis.current, hold };
}
