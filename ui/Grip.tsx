/** The edge of a panel that can be dragged, or moved by the arrow keys. */
import { cx } from "./cx.ts";
import styles from "./Grip.module.css.ts";

/** Pixels that an arrow key moves an edge. */
const STEP = 24;
const KEYS = {
  up: { more: "ArrowUp", less: "ArrowDown" },
  right: { more: "ArrowRight", less: "ArrowLeft" },
  left: { more: "ArrowLeft", less: "ArrowRight" },
} as const;

export interface GripProps {
  readonly label: string;
  /** Which way the edge moves when the panel grows. */
  readonly grows: keyof typeof KEYS;
  /** Pixels, as measured last. */
  readonly size: number;
  readonly least: number;
  readonly most: number;
  readonly title: string;
  /** Measures; a key that is held is faster than what was measured last. */
  readonly measure: () => number;
  readonly onResize: (size: number) => void;
  /** A double click, or Space. */
  readonly onDouble: () => void;
  /** Enter. */
  readonly onFold: () => void;
  readonly class?: string;
}

/** The panel it belongs to has to be positioned: the grip lies on its edge. */
export function Grip(
  { label, grows, size, least, most, title, measure, onResize, onDouble, onFold, class: more }:
    GripProps,
) {
  const keys = KEYS[grows];
  const resize = (next: number) => onResize(Math.round(Math.min(Math.max(least, next), most)));
  const steps: Readonly<Record<string, () => void>> = {
    [keys.more]: () => resize(measure() + STEP),
    [keys.less]: () => resize(measure() - STEP),
    Home: () => resize(least),
    End: () => resize(most),
    Enter: onFold,
    " ": onDouble,
  };
  return (
    <div
      class={cx(styles.grip, more)}
      data-grows={grows}
      role="separator"
      tabIndex={0}
      aria-orientation={grows === "up" ? "horizontal" : "vertical"}
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={Math.max(most, size)}
      aria-valuenow={size}
      aria-valuetext={`${size} pixels`}
      title={title}
      onPointerDown={(event) => drag(event, grows, measure(), resize)}
      onDblClick={onDouble}
      onKeyDown={(event: KeyboardEvent) => {
        const step = steps[event.key];
        if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        step();
      }}
    />
  );
}

function drag(
  event: PointerEvent,
  grows: GripProps["grows"],
  from: number,
  resize: (size: number) => void,
): void {
  if (event.button !== 0) return;
  const grip = event.currentTarget as HTMLElement;
  const at = ({ clientX, clientY }: PointerEvent) =>
    grows === "up" ? -clientY : grows === "left" ? -clientX : clientX;
  const start = at(event);
  grip.setPointerCapture(event.pointerId);
  let last = start;
  const move = (moved: PointerEvent) => {
    // A press that does not move is half of a double click, and sets no size.
    if (at(moved) !== last) resize(from + at(moved) - start);
    last = at(moved);
  };
  const end = () => {
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("lostpointercapture", end);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", end);
}
