/** The view of the canvas: fitted to the strategy, and fitted again when the canvas changes, until a person moves it. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type Signal, signal } from "@preact/signals";
import { blockById, type Position } from "../../../studio/document/document.ts";
import {
  blockSize,
  boundsOf,
  NO_ROOM_BELOW,
  type RoomBelow,
  type Size,
} from "../../../studio/canvas/block_size.ts";
import { roomForHeight } from "../../../studio/canvas/block_message.ts";
import type { Box } from "../../../studio/canvas/helper_lines.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import {
  anchoredView,
  fittedView,
  largestFreeArea,
  type View,
} from "../../../studio/canvas/view_fit.ts";

/** How far out a person can zoom; a larger strategy is fitted with less. */
export const USUAL_MIN_ZOOM = 0.2;
/** Below this zoom the words on blocks are hard to read. */
const READABLE_ZOOM = 0.7;
/** What floats over the canvas: blocks must not be hidden below it. */
const FLOATS = '[data-part="canvas-controls"], .react-flow__minimap, .react-flow__attribution';
/** Views that differ by less are the same: pixels, and thousandths of a zoom. */
const SAME_PX = 0.5;
const SAME_ZOOM = 1e-3;

type Flow = ReturnType<typeof useReactFlow>;
type Internals = ReturnType<typeof useStoreApi>;

/** Fits the view, and knows whether it still stands as it was fitted. */
export class CanvasView {
  readonly #store: EditorStore;
  readonly #flow: Flow;
  readonly #internals: Internals;
  /** How far out the canvas can be zoomed: what the last fit needed, if that is less than usual. */
  readonly minZoom: Signal<number>;
  /** Where the last fit put the view; `null` before the first. */
  #fitted: View | null = null;
  /** While the view glides to where it was fitted it is on its way, not moved by a person. */
  #gliding = false;
  /** A glide to where a person has moved the view: it is no longer as it was fitted, however little it has moved yet. */
  #leaving: Promise<boolean> | null = null;

  constructor(
    store: EditorStore,
    flow: Flow,
    internals: Internals,
    minZoom: Signal<number> = signal(USUAL_MIN_ZOOM),
  ) {
    this.#store = store;
    this.#flow = flow;
    this.#internals = internals;
    this.minZoom = minZoom;
  }

  /** The canvas's element, as soon as there is one. */
  root(): HTMLElement | null {
    return this.#internals.getState().domNode as HTMLElement | null;
  }

  /** Shows all blocks at once; without `glide` in no time. */
  fit(glide = true): void {
    const view = this.#viewOfAll(1);
    if (!view) return;
    // Before the view itself, so that the next turn of the wheel does not jump back.
    this.minZoom.value = Math.min(USUAL_MIN_ZOOM, view.zoom);
    this.#fitted = view;
    const duration = glide ? glideMs() : 0;
    this.#leaving = null;
    this.#gliding = duration > 0;
    void this.#flow.setViewport(view, { duration }).then(() => {
      if (this.#fitted === view) this.#gliding = false;
    });
  }

  /**
   * Fits again where the view stands as it was fitted; what a person has moved stays where it is.
   *
   * @param pointer where the pointer is on a block, in pixels of the window: it stays there if all can be shown so
   */
  refit(pointer: Position | null = null): void {
    if (!this.isFitted()) return;
    const held = pointer && this.#viewHeldAt(pointer);
    if (!held) return this.fit(false);
    this.minZoom.value = Math.min(USUAL_MIN_ZOOM, held.zoom);
    this.#fitted = held;
    this.#gliding = false;
    void this.#flow.setViewport(held);
  }

  #viewHeldAt(pointer: Position): View | null {
    const box = this.root()?.getBoundingClientRect();
    const content = this.#content();
    if (!box || !content) return null;
    const anchor = { x: pointer.x - box.left, y: pointer.y - box.top };
    return anchoredView(content, box, this.#floats(box), 1, anchor, this.#flow.getViewport());
  }

  /** Whether nobody has moved the view since it was fitted. */
  isFitted(): boolean {
    if (!this.#fitted || this.#leaving) return false;
    if (this.#gliding) return true;
    const { x, y, zoom } = this.#flow.getViewport();
    const { x: atX, y: atY, zoom: atZoom } = this.#fitted;
    return Math.abs(x - atX) < SAME_PX && Math.abs(y - atY) < SAME_PX &&
      Math.abs(zoom - atZoom) < SAME_ZOOM * atZoom;
  }

  /** A person takes hold of the view: wherever a glide has come to, that is where it stands. */
  takeHold(): void {
    this.#gliding = false;
  }

  zoomIn(): void {
    this.takeHold();
    this.#leave(this.#flow.zoomIn({ duration: glideMs() }));
  }

  zoomOut(): void {
    this.takeHold();
    this.#leave(this.#flow.zoomOut({ duration: glideMs() }));
  }

  zoomWhole(): void {
    this.takeHold();
    this.#leave(this.#flow.zoomTo(1, { duration: glideMs() }));
  }

  pan(dx: number, dy: number): void {
    this.takeHold();
    const { x, y, zoom } = this.#flow.getViewport();
    this.#leave(this.#flow.setViewport({ x: x - dx, y: y - dy, zoom }, { duration: glideMs() }));
  }

  /** Until a glide has come to its end, a canvas that changes must not take the view back. */
  #leave(glide: Promise<boolean>): void {
    this.#leaving = glide;
    void glide.then(() => {
      if (this.#leaving === glide) this.#leaving = null;
    });
  }

  /** Brings a block into view: everything at once where that stays readable, else just as far as needed. */
  bringIntoView(blockId: string): void {
    const document = this.#store.drawn.peek();
    const block = blockById(document, blockId);
    const box = this.root()?.getBoundingClientRect();
    if (!block || !box) return;
    const area = largestFreeArea(box, this.#floats(box));
    const { x, y, zoom } = this.#flow.getViewport();
    const size = blockSize(document, this.#store.catalog, block);
    const left = (block.position?.x ?? 0) * zoom + x;
    const top = (block.position?.y ?? 0) * zoom + y;
    const dx = outside(left, size.width * zoom, area.x, area.x + area.width);
    const dy = outside(top, size.height * zoom, area.y, area.y + area.height);
    if (dx === 0 && dy === 0) return;
    const wasFitted = this.isFitted();
    this.takeHold();
    const whole = this.#viewOfAll(zoom);
    const showsAll = whole !== null && whole.zoom >= READABLE_ZOOM;
    const view = showsAll ? whole : { x: x - dx, y: y - dy, zoom };
    if (showsAll && wasFitted) this.#fitted = view;
    this.#gliding = showsAll && wasFitted;
    void this.#flow.setViewport(view, { duration: glideMs() }).then(() => {
      if (this.#fitted === view) this.#gliding = false;
    });
  }

  /** What of the canvas nothing floats over, in pixels; `undefined` while it is nowhere. */
  room(): Size | undefined {
    const box = this.root()?.getBoundingClientRect();
    if (!box || box.width === 0 || box.height === 0) return undefined;
    return largestFreeArea(box, this.#floats(box));
  }

  /** How much room the sentences below blocks take, as drawn. */
  roomBelow(): RoomBelow {
    const room = new Map<string, number>();
    for (
      const message of this.root()?.querySelectorAll<HTMLElement>('[data-part="block-message"]') ??
        []
    ) {
      const id = message.closest(".react-flow__node")?.getAttribute("data-id");
      // What the browser has laid out has its height in canvas units, whatever the zoom.
      if (id && message.offsetHeight > 0) room.set(id, roomForHeight(message.offsetHeight));
    }
    return room;
  }

  #viewOfAll(maxZoom: number): View | null {
    const box = this.root()?.getBoundingClientRect();
    if (!box || box.width === 0 || box.height === 0) return null;
    const content = this.#content();
    return content && fittedView(content, box, this.#floats(box), maxZoom);
  }

  /** The box around all blocks and their sentences, in canvas units. */
  #content(): Box | null {
    const { drawn, comparing, roomBelow, catalog } = this.#store;
    const below = comparing.peek() ? NO_ROOM_BELOW : roomBelow.peek();
    return boundsOf(drawn.peek(), catalog, new Map([...below, ...this.roomBelow()]));
  }

  /** What floats over the canvas, in pixels from its upper left corner. */
  #floats(canvas: DOMRect): Box[] {
    const frame = this.root()?.closest('[data-part="canvas"]');
    return [...frame?.querySelectorAll(FLOATS) ?? []].map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left - canvas.left, y: top - canvas.top, width, height };
    }).filter(({ width, height }) => width > 0 && height > 0);
  }
}

function glideMs(): number {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ? 0 : 160;
}

/** How far a stretch sticks out of a range: negative to the left, positive to the right, 0 when it is inside. */
function outside(start: number, length: number, low: number, high: number): number {
  if (start < low) return start - low;
  return Math.max(0, Math.min(start + length - high, start - low));
}
