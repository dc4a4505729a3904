/** Hands the canvas's view (zoom, scroll, focus) to the rest of the editor. */
import { getViewportForBounds, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "preact/hooks";
import type { ReadonlySignal } from "@preact/signals";
import { blockById, type Position } from "../model/document.ts";
import { blockSize, boundsOf } from "../model/block_size.ts";
import { useEditor } from "../context.ts";

/** Room around the strategy when it is fitted on screen; more below, for the canvas's buttons. */
function fitPadding(width: number) {
  const side: `${number}px` = width < 600 ? "14px" : "40px";
  return { top: side, right: side, bottom: "72px", left: side } as const;
}

const MARGIN = 16;
const MARGIN_BELOW = 72;
/** Below this zoom the words on blocks are hard to read. */
const READABLE_ZOOM = 0.7;

export function CanvasBridge() {
  const { store, ui } = useEditor();
  const flow = useReactFlow();
  const internals = useStoreApi();

  useEffect(() => {
    const duration = () =>
      globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ? 0 : 160;
    const root = () => internals.getState().domNode as HTMLElement | null;
    const toCanvas = (point: Position) => flow.screenToFlowPosition(point, { snapToGrid: false });
    ui.canvas.current = {
      fit() {
        const box = root()?.getBoundingClientRect();
        const bounds = boundsOf(store.drawn.peek(), store.catalog);
        if (!box || !bounds) return;
        const view = getViewportForBounds(
          bounds,
          box.width,
          box.height,
          0.2,
          1,
          fitPadding(box.width),
        );
        void flow.setViewport(view, { duration: duration() });
      },
      zoomIn: () => void flow.zoomIn({ duration: duration() }),
      zoomOut: () => void flow.zoomOut({ duration: duration() }),
      zoomWhole: () => void flow.zoomTo(1, { duration: duration() }),
      pan(dx, dy) {
        const { x, y, zoom } = flow.getViewport();
        void flow.setViewport({ x: x - dx, y: y - dy, zoom }, { duration: duration() });
      },
      toCanvas,
      toScreen: (point) => flow.flowToScreenPosition(point),
      centre() {
        const box = root()?.getBoundingClientRect();
        if (!box) return { x: 0, y: 0 };
        return toCanvas({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
      },
      reveal(blockId: string, takesKeyboard = true) {
        const isWanted = whileSelected(store.selectedBlocks, blockId);
        // What is on screen may be about to change: look at it when it is drawn.
        requestAnimationFrame(() => {
          bringIntoView(blockId);
          if (takesKeyboard) focusBlock(blockId, isWanted);
        });
      },
      focusWire(wireId) {
        const isWanted = whileSelected(store.selectedWires, wireId);
        requestAnimationFrame(() =>
          takeKeyboard(`.react-flow__edge[data-id="${CSS.escape(wireId)}"]`, isWanted)
        );
      },
      focusGround: () => root()?.closest<HTMLElement>(".ed-canvas")?.focus({ preventScroll: true }),
    };

    const bringIntoView = (blockId: string) => {
      const document = store.drawn.peek();
      const block = blockById(document, blockId);
      const box = root()?.getBoundingClientRect();
      const all = boundsOf(document, store.catalog);
      if (!block || !box || !all) return;
      const { x, y, zoom } = flow.getViewport();
      const size = blockSize(document, store.catalog, block);
      const left = (block.position?.x ?? 0) * zoom + x;
      const top = (block.position?.y ?? 0) * zoom + y;
      const dx = outside(left, size.width * zoom, MARGIN, box.width - MARGIN);
      const dy = outside(top, size.height * zoom, MARGIN, box.height - MARGIN_BELOW);
      if (dx === 0 && dy === 0) return;
      const fitted = getViewportForBounds(
        all,
        box.width,
        box.height,
        0.2,
        zoom,
        fitPadding(box.width),
      );
      // Everything at once where that stays readable, else just as far as needed.
      const view = fitted.zoom >= READABLE_ZOOM ? fitted : { x: x - dx, y: y - dy, zoom };
      void flow.setViewport(view, { duration: duration() });
    };

    const focusBlock = (blockId: string, isWanted: () => boolean) => {
      if (isTyping()) return;
      takeKeyboard(`.react-flow__node[data-id="${CSS.escape(blockId)}"]`, isWanted);
    };

    let newest = 0;
    // What is new is hidden until it has been measured, and what is behind a closing dialog cannot take the keyboard yet.
    const takeKeyboard = (selector: string, isWanted: () => boolean) => {
      const asked = ++newest;
      const attempt = (tries: number) => {
        // Whoever has gone on by now, to another block or into a field of the page, keeps the keyboard.
        if (asked !== newest || isTyping(":not(dialog *)") || !isWanted()) return;
        const element = root()?.querySelector<HTMLElement | SVGElement>(selector);
        element?.focus({ preventScroll: true });
        if (element && globalThis.document.activeElement === element || tries === 0) return;
        requestAnimationFrame(() => attempt(tries - 1));
      };
      attempt(20);
    };

    const box = root()?.getBoundingClientRect();
    const bounds = boundsOf(store.shown.peek(), store.catalog);
    // Once, as soon as the view can be set: whoever has begun to work finds it where it was.
    if (box && bounds && flow.viewportInitialized) {
      void flow.setViewport(
        getViewportForBounds(bounds, box.width, box.height, 0.2, 1, fitPadding(box.width)),
      );
    }
    return () => {
      ui.canvas.current = null;
    };
  }, [flow]);

  return null;
}

/** Whether something is still selected, where it is selected now. */
function whileSelected(selection: ReadonlySignal<ReadonlySet<string>>, id: string): () => boolean {
  const wasSelected = selection.peek().has(id);
  return () => !wasSelected || selection.peek().has(id);
}

/** Whether a field has the keyboard; `also` narrows down which. */
function isTyping(also = ""): boolean {
  const active = globalThis.document.activeElement;
  return active?.matches(`:is(input, textarea, select)${also}`) ?? false;
}

/** How far a stretch sticks out of a range: negative to the left, positive to the right, 0 when it is inside. */
function outside(start: number, length: number, low: number, high: number): number {
  if (start < low) return start - low;
  return Math.max(0, Math.min(start + length - high, start - low));
}
