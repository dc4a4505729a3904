/** Hands the canvas's view (zoom, scroll, focus) to the rest of the editor. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "preact/hooks";
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Position } from "../../../studio/document/document.ts";
import { cardOf, foldingOf } from "../../../studio/canvas/folding.ts";
import { chipSelector } from "./ConditionCard.tsx";
import { useEditor } from "../session/context.ts";
import { CanvasView } from "./canvas_view.ts";
import { watchZoom } from "./zoom_watch.ts";

export function CanvasBridge({ minZoom }: { readonly minZoom: Signal<number> }) {
  const { store, ui } = useEditor();
  const flow = useReactFlow();
  const internals = useStoreApi();

  useEffect(() => {
    const view = new CanvasView(store, flow, internals, minZoom);
    const root = () => view.root();
    const toCanvas = (point: Position) => flow.screenToFlowPosition(point, { snapToGrid: false });
    ui.canvas.current = {
      fit: () => view.fit(),
      refit: () => view.refit(),
      room: () => view.room(),
      zoomIn: () => view.zoomIn(),
      zoomOut: () => view.zoomOut(),
      zoomWhole: () => view.zoomWhole(),
      pan: (dx, dy) => view.pan(dx, dy),
      roomBelow: () => view.roomBelow(),
      toCanvas,
      toScreen: (point) => flow.flowToScreenPosition(point),
      centre() {
        const box = root()?.getBoundingClientRect();
        if (!box) return { x: 0, y: 0 };
        return toCanvas({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
      },
      reveal(blockId: string, takesFocus = true) {
        const isWanted = whileSelected(store.selectedBlocks, blockId);
        // What is on screen may be about to change: look at it when it is drawn.
        requestAnimationFrame(() => {
          view.bringIntoView(cardOf(store.drawn.peek(), store.catalog, blockId));
          if (takesFocus) focusBlock(blockId, isWanted);
        });
      },
      focusBlock(blockId) {
        const isWanted = whileSelected(store.selectedBlocks, blockId);
        requestAnimationFrame(() => focusBlock(blockId, isWanted));
      },
      focusWire(wireId) {
        const isWanted = whileSelected(store.selectedWires, wireId);
        requestAnimationFrame(() =>
          takeKeyboard(`.react-flow__edge[data-id="${CSS.escape(wireId)}"]`, isWanted)
        );
      },
      focusGround: () =>
        root()?.closest<HTMLElement>('[data-part="canvas"]')?.focus({ preventScroll: true }),
    };

    const focusBlock = (blockId: string, isWanted: () => boolean) => {
      if (isTyping()) return;
      const host = foldingOf(store.drawn.peek(), store.catalog).get(blockId);
      takeKeyboard(
        host
          ? chipSelector(host.block, host.port)
          : `.react-flow__node[data-id="${CSS.escape(blockId)}"]`,
        isWanted,
      );
    };

    let newest = 0;
    // What is new is hidden until it has been measured, and what is behind a closing dialog cannot take focus yet.
    const takeKeyboard = (selector: string, isWanted: () => boolean) => {
      const asked = ++newest;
      const attempt = (tries: number) => {
        // Whoever has gone on by now, to another block or into a field of the page, keeps focus.
        if (asked !== newest || isTyping(":not(dialog *)") || !isWanted()) return;
        const element = root()?.querySelector<HTMLElement | SVGElement>(selector);
        element?.focus({ preventScroll: true });
        if (element && globalThis.document.activeElement === element || tries === 0) return;
        requestAnimationFrame(() => attempt(tries - 1));
      };
      attempt(20);
    };

    // Once, as soon as the view can be set: whoever has begun to work finds it where it was.
    if (flow.viewportInitialized) view.fit(false);
    const frame = root()?.closest<HTMLElement>('[data-part="canvas"]');
    const controls = frame?.querySelector('[data-part="canvas-controls"]');
    // Window, panels and dock change the canvas's size; its buttons break into more lines where it is narrow.
    let pointer: Position | null = null;
    const observer = new ResizeObserver(() => {
      const isOnBlock = frame?.querySelector(".react-flow__node:hover") != null;
      view.refit(isOnBlock ? pointer : null);
    });
    if (frame) observer.observe(frame);
    if (controls) observer.observe(controls);
    const unwatch = frame && watchZoom(internals, frame, ui);
    const takeHold = () => view.takeHold();
    const { pressed } = ui.panels;
    const press = () => {
      view.takeHold();
      pressed.value = true;
    };
    const letGo = () => {
      pressed.value = false;
    };
    const follow = ({ clientX, clientY }: PointerEvent) => {
      pointer = { x: clientX, y: clientY };
    };
    frame?.addEventListener("pointerdown", press, true);
    frame?.addEventListener("pointermove", follow, true);
    globalThis.addEventListener("pointerup", letGo, true);
    globalThis.addEventListener("pointercancel", letGo, true);
    frame?.addEventListener("wheel", takeHold, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      unwatch?.();
      frame?.removeEventListener("pointerdown", press, true);
      frame?.removeEventListener("pointermove", follow, true);
      globalThis.removeEventListener("pointerup", letGo, true);
      globalThis.removeEventListener("pointercancel", letGo, true);
      letGo();
      frame?.removeEventListener("wheel", takeHold, true);
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

/** Whether a field has focus; `also` narrows down which. */
function isTyping(also = ""): boolean {
  const active = globalThis.document.activeElement;
  return active?.matches(`:is(input, textarea, select)${also}`) ?? false;
}
