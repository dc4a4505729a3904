/** The upper edge of the live result: dragged, or moved by the arrow keys, it sets the height. */
import { Grip } from "../../../ui/Grip.tsx";

/** Below this there is no room for a curve. */
export const LEAST_HEIGHT = 160;
/** What is left to the canvas and the sentence below it. */
const CANVAS_ROOM = 220;

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
  { room: { height, most }, dock, onResize, onFull, onClose }: {
    /** As it was measured last. */
    readonly room: DockRoom;
    readonly dock: { readonly current: HTMLElement | null };
    readonly onResize: (height: number) => void;
    /** The full height, or back from it. */
    readonly onFull: () => void;
    readonly onClose: () => void;
  },
) {
  return (
    <Grip
      label="Height of the live result"
      grows="up"
      size={height}
      least={LEAST_HEIGHT}
      most={most}
      title="Drag, or press the arrow keys, to change the height. Double-click, or press Space, for the full height."
      measure={() => roomOf(dock.current).height}
      onResize={onResize}
      onDouble={onFull}
      onFold={onClose}
    />
  );
}
