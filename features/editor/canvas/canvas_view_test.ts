import assert from "node:assert/strict";
import { blockDefinition } from "../../../engine/mod.ts";
import { EditorStore } from "../../../studio/editing/store.ts";
import { block } from "../../../tests/support/strategies.ts";
import { CanvasView } from "./canvas_view.ts";

/** A view of two blocks on a canvas whose width can be changed; glides come to their end when they are told to. */
function view() {
  const document = {
    version: 1 as const,
    blocks: [block("price", "price", 0, 0), block("rsi", "rsi", 400, 0)],
    connections: [],
  };
  let at = { x: 0, y: 0, zoom: 1 };
  const canvas = { width: 1_000 };
  const glides: (() => void)[] = [];
  const glideTo = (end: typeof at, duration: number) => {
    if (duration === 0) at = end;
    return new Promise<boolean>((resolve) =>
      glides.push(() => {
        at = end;
        resolve(true);
      })
    );
  };
  const flow = {
    getViewport: () => at,
    setViewport: (end: typeof at, { duration = 0 } = {}) => glideTo(end, duration),
    zoomOut: ({ duration = 0 }) => glideTo({ ...at, zoom: at.zoom / 1.2 }, duration),
  };
  const domNode = {
    getBoundingClientRect: () => ({ left: 0, top: 0, width: canvas.width, height: 600 }),
    querySelectorAll: () => [],
    closest: () => null,
  };
  const made = new CanvasView(
    new EditorStore(document, { catalog: blockDefinition }),
    flow as never,
    { getState: () => ({ domNode }) } as never,
  );
  made.fit(false);
  return { view: made, at: () => at, canvas, glides };
}

Deno.test("canvas view: fitted again when the canvas changes", () => {
  const { view: fitted, at, canvas } = view();
  const before = at();
  canvas.width = 700;
  fitted.refit();
  assert.notDeepEqual(at(), before);
});

Deno.test("canvas view: a canvas that changes does not take back a zoom that has only begun", () => {
  const { view: zoomed, at, canvas, glides } = view();
  const { zoom } = at();
  zoomed.zoomOut();
  canvas.width = 700;
  zoomed.refit();
  glides.at(-1)?.();
  assert.equal(at().zoom, zoom / 1.2);
  zoomed.refit();
  assert.equal(at().zoom, zoom / 1.2);
});
