/** Wheel, drag, pinch and clicks on the chart. */
import type { ChartView } from "../../studio/chart/chart_view.ts";

export interface GestureTarget {
  readonly view: ChartView;
  /** The plot within the panes, CSS pixels. */
  readonly plot: () => { readonly left: number; readonly width: number } | null;
  /** The time at a place within the panes, Unix milliseconds. */
  readonly timeAt: (left: number) => number;
  /** Whether the wheel zooms now; else it scrolls the page. */
  readonly takesWheel: (event: WheelEvent) => boolean;
  /** The pointer has moved over the panes, `null` when it has left. */
  readonly onHover: (event: PointerEvent | null) => void;
  readonly onClick: (event: PointerEvent) => void;
}

/** How far a pointer may move, pixels, for a press to be a click. */
const CLICK = 4;
/** Zoom of a pixel of the wheel. */
const WHEEL = 0.0018;
/** Pixels of a line, where a wheel counts in lines. */
const LINE = 16;

/** @returns what ends it */
export function takeGestures(panes: HTMLElement, target: GestureTarget): () => void {
  const { view } = target;
  const pointers = new Map<number, { x: number; y: number }>();
  let start = { x: 0, y: 0 };
  let isDragged = false;
  let pinch = 0;
  const leftOf = (x: number) => x - panes.getBoundingClientRect().left;
  const timeAt = (x: number) => target.timeAt(leftOf(x));

  const onWheel = (event: WheelEvent) => {
    const plot = target.plot();
    if (!plot || !target.takesWheel(event)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (Math.abs(dx) > Math.abs(dy)) view.pan(dx / plot.width);
    // A pinch on a touchpad comes as small steps of a wheel with Ctrl.
    else view.zoom(Math.exp(dy * WHEEL * (event.ctrlKey ? 4 : 1)), timeAt(event.clientX));
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) {
      start = { x: event.clientX, y: event.clientY };
      isDragged = false;
    } else {
      isDragged = true;
      pinch = spread(pointers);
    }
  };
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return target.onHover(event);
    const plot = target.plot();
    if (!plot) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size > 1) {
      const now = spread(pointers);
      const [a, b] = [...pointers.values()];
      if (pinch > 0 && now > 0) view.zoom(pinch / now, timeAt((a!.x + b!.x) / 2));
      pinch = now;
      return;
    }
    if (!isDragged && Math.abs(event.clientX - start.x) <= CLICK) return;
    if (!isDragged) {
      isDragged = true;
      panes.setPointerCapture?.(event.pointerId);
      panes.dataset.dragging = "true";
    }
    view.pan((before.x - event.clientX) / plot.width);
  };
  const onUp = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    pinch = 0;
    delete panes.dataset.dragging;
    if (pointers.size > 0 || isDragged || event.type === "pointercancel") return;
    target.onClick(event);
  };
  const onLeave = () => target.onHover(null);
  const onDoubleClick = () => view.reset();

  panes.addEventListener("wheel", onWheel, { passive: false });
  panes.addEventListener("pointerdown", onDown);
  panes.addEventListener("pointermove", onMove);
  panes.addEventListener("pointerup", onUp);
  panes.addEventListener("pointercancel", onUp);
  panes.addEventListener("pointerleave", onLeave);
  panes.addEventListener("dblclick", onDoubleClick);
  return () => {
    panes.removeEventListener("wheel", onWheel);
    panes.removeEventListener("pointerdown", onDown);
    panes.removeEventListener("pointermove", onMove);
    panes.removeEventListener("pointerup", onUp);
    panes.removeEventListener("pointercancel", onUp);
    panes.removeEventListener("pointerleave", onLeave);
    panes.removeEventListener("dblclick", onDoubleClick);
  };
}

function spread(pointers: ReadonlyMap<number, { readonly x: number; readonly y: number }>): number {
  const [a, b] = [...pointers.values()];
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
