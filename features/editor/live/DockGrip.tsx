import styles from "./DockGrip.module.css.ts";

/** The upper edge of the live result: dragged, or moved by the arrow keys, it sets the height. */

/** Below this there is no room for a curve. */
export const LEAST_HEIGHT = 160;
/** What is left to the canvas and the sentence below it. */
const CANVAS_ROOM = 220;
const STEP = 24;

/** Pixels: how tall the dock stands, and how tall it could. */
export interface DockRoom {
  readonly height: number;
  readonly most: number;
}

/** Measures; not to be asked while something is drawn, because the browser would have to lay out the page for it. */
export function roomOf(dock: HTMLElement | null): DockRoom {
  const whole = dock?.parentElement?.clientHeight ?? 700;
  return { height: dock?.offsetHeight ?? 0, most: Math.max(LEAST_HEIGHT, whole - CANVAS_ROOM) };
}

export function DockGrip(
  { room: { height, most }, dock, onResize, onClose }: {
    /** As it was measured last. */
    readonly room: DockRoom;
    readonly dock: { readonly current: HTMLElement | null };
    readonly onResize: (height: number) => void;
    readonly onClose: () => void;
  },
) {
  const resize = (next: number) =>
    onResize(Math.round(Math.min(Math.max(LEAST_HEIGHT, next), roomOf(dock.current).most)));
  // A key that is held is faster than what was measured last.
  const now = () => roomOf(dock.current).height;
  const steps: Readonly<Record<string, () => void>> = {
    ArrowUp: () => resize(now() + STEP),
    ArrowDown: () => resize(now() - STEP),
    Home: () => resize(LEAST_HEIGHT),
    End: () => resize(Infinity),
    Enter: onClose,
  };
  return (
    <div
      class={styles.grip}
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the live result"
      aria-valuemin={LEAST_HEIGHT}
      aria-valuemax={Math.max(most, height)}
      aria-valuenow={height}
      aria-valuetext={`${height} pixels`}
      title="Drag to change the height"
      onPointerDown={(event) => drag(event, now(), resize)}
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

function drag(event: PointerEvent, from: number, resize: (height: number) => void): void {
  const grip = event.currentTarget as HTMLElement;
  const start = event.clientY;
  grip.setPointerCapture(event.pointerId);
  const move = (moved: PointerEvent) => resize(from + start - moved.clientY);
  const end = () => {
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("lostpointercapture", end);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", end);
}
