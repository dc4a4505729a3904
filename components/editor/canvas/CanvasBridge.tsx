/** Hands the canvas's view (zoom, scroll, focus) to the rest of the editor. */
import { getViewportForBounds, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "preact/hooks";
import { blockById, type Position } from "../model/document.ts";
import { blockSize, boundsOf } from "../model/block_size.ts";
import { useEditor } from "../context.ts";

/** Room around the strategy when it is fitted on screen; more below, for the canvas's buttons. */
const FIT_PADDING = { top: "40px", right: "40px", bottom: "72px", left: "40px" } as const;

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
        const bounds = boundsOf(store.shown.peek(), store.catalog);
        if (!box || !bounds) return;
        const view = getViewportForBounds(bounds, box.width, box.height, 0.2, 1, FIT_PADDING);
        void flow.setViewport(view, { duration: duration() });
      },
      zoomIn: () => void flow.zoomIn({ duration: duration() }),
      zoomOut: () => void flow.zoomOut({ duration: duration() }),
      toCanvas,
      centre() {
        const box = root()?.getBoundingClientRect();
        if (!box) return { x: 0, y: 0 };
        return toCanvas({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
      },
      reveal(blockId: string) {
        // The block may have been added this very moment: wait until it is drawn.
        requestAnimationFrame(() => {
          const block = blockById(store.shown.peek(), blockId);
          const box = root()?.getBoundingClientRect();
          if (!block || !box) return;
          const size = blockSize(store.shown.peek(), store.catalog, block);
          const { x, y, zoom } = flow.getViewport();
          const left = (block.position?.x ?? 0) * zoom + x;
          const top = (block.position?.y ?? 0) * zoom + y;
          const inside = left >= 12 && top >= 12 && left + size.width * zoom <= box.width - 12 &&
            top + size.height * zoom <= box.height - 48;
          if (!inside) {
            void flow.setCenter(
              (block.position?.x ?? 0) + size.width / 2,
              (block.position?.y ?? 0) + size.height / 2,
              { zoom: Math.max(zoom, 0.6), duration: duration() },
            );
          }
          const element = root()?.querySelector<HTMLElement>(
            `.react-flow__node[data-id="${CSS.escape(blockId)}"]`,
          );
          const active = globalThis.document.activeElement;
          const typing = active instanceof HTMLElement && active.matches("input, textarea, select");
          if (!typing) element?.focus({ preventScroll: true });
        });
      },
    };
    const element = root();
    const box = element?.getBoundingClientRect();
    const bounds = boundsOf(store.shown.peek(), store.catalog);
    if (box && bounds) {
      void flow.setViewport(
        getViewportForBounds(bounds, box.width, box.height, 0.2, 1, FIT_PADDING),
      );
    }
    return () => {
      ui.canvas.current = null;
    };
  }, [flow]);

  return null;
}
