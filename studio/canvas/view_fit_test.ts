import assert from "node:assert/strict";
import { blockDefinition, parseStrategy } from "../../engine/mod.ts";
import { estimatedRoom } from "./block_message.ts";
import { boundsOf, occupiedSize } from "./block_size.ts";
import { type Box, overlaps } from "./helper_lines.ts";
import { tidy } from "./layout.ts";
import { syntheticStrategy } from "../testing/synthetic.ts";
import { anchoredView, fittedView, largestFreeArea, SMALLEST_ZOOM } from "./view_fit.ts";

/** Canvases as they are in windows of these sizes, with what floats over them. */
const FRAMES = [
  { window: "1440×900", width: 888, height: 480, controls: 38, map: true },
  { window: "1440×900, dock closed", width: 888, height: 760, controls: 38, map: true },
  { window: "1280×720", width: 728, height: 300, controls: 38, map: true },
  { window: "1280×720, no map", width: 728, height: 300, controls: 38, map: false },
  { window: "390×844", width: 390, height: 420, controls: 84, map: false },
  { window: "390×844, dock open", width: 390, height: 220, controls: 84, map: false },
];

function floatsOf({ width, height, controls, map }: typeof FRAMES[number]): Box[] {
  const across = Math.min(430, width - 24);
  return [
    { x: 12, y: height - 12 - controls, width: across, height: controls },
    { x: width - 64, y: height - 20, width: 64, height: 20 },
    ...(map ? [{ x: width - 182, y: height - 148, width: 170, height: 118 }] : []),
  ];
}

for (const count of [3, 61, 150, 200]) {
  Deno.test(`a fit of ${count} blocks shows each of them, and none below what floats over the canvas`, () => {
    const scattered = syntheticStrategy(count);
    assert.equal(parseStrategy(scattered).ok, true);
    const below = estimatedRoom(scattered, blockDefinition);
    for (const document of [scattered, tidy(scattered, blockDefinition, below)]) {
      const bounds = boundsOf(document, blockDefinition, below);
      assert.ok(bounds);
      for (const frame of FRAMES) {
        const floats = floatsOf(frame);
        const { x, y, zoom } = fittedView(bounds, frame, floats, 1);
        assert.ok(zoom > 0 && zoom <= 1, `${frame.window}: zoom ${zoom}`);
        for (const block of document.blocks) {
          const size = occupiedSize(document, blockDefinition, block, below);
          const box = {
            x: block.position!.x * zoom + x,
            y: block.position!.y * zoom + y,
            width: size.width * zoom,
            height: size.height * zoom,
          };
          const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= frame.width &&
            box.y + box.height <= frame.height;
          assert.ok(isInside, `${frame.window}: ${block.id} is outside`);
          for (const float of floats) {
            assert.ok(!overlaps(box, float), `${frame.window}: ${block.id} is covered`);
          }
        }
      }
    }
  });
}

Deno.test("a small strategy is shown in its own size, and a wide one beside the map rather than above it", () => {
  const frame = FRAMES[0]!;
  const floats = floatsOf(frame);
  assert.equal(fittedView({ x: 0, y: 0, width: 500, height: 90 }, frame, floats, 1).zoom, 1);
  // Above the map there is less height than beside it there is width for a tall strategy.
  const tall = { x: 0, y: 0, width: 300, height: 900 };
  const { zoom } = fittedView(tall, frame, floats, 1);
  assert.ok(zoom > (frame.height - 148 - 52) / 900, `${zoom}`);
});

Deno.test("a fit finds a view however far apart blocks stand, and however little room there is", () => {
  const far = fittedView({ x: -1e9, y: -1e9, width: 2e9, height: 2e9 }, FRAMES[0]!, [], 1);
  assert.equal(far.zoom, SMALLEST_ZOOM);
  const endless = { x: -1e308, y: 0, width: Infinity, height: 1 };
  assert.ok(Object.values(fittedView(endless, FRAMES[0]!, [], 1)).every(Number.isFinite));
  const slit = { width: 60, height: 20 };
  const covered = [{ x: 0, y: 0, width: 60, height: 20 }];
  const { zoom } = fittedView({ x: 0, y: 0, width: 210, height: 90 }, slit, covered, 1);
  assert.ok(zoom > 0 && zoom < 1);
  const area = largestFreeArea(slit, covered);
  assert.ok(area.width > 0 && area.height > 0);
});

Deno.test("a view that is held at the pointer shows everything, and leaves the point where it is", () => {
  const content = { x: 0, y: 0, width: 1000, height: 300 };
  const wide = { width: 1176, height: 500 };
  const narrow = { width: 940, height: 500 };
  const floats = floatsOf({ ...FRAMES[3]!, ...narrow });
  const from = fittedView(content, wide, [], 1);
  const onScreen = (view: typeof from, x: number, y: number) => ({
    x: x * view.zoom + view.x,
    y: y * view.zoom + view.y,
  });
  for (const [x, y] of [[100, 50], [400, 150], [600, 280]] as const) {
    const pointer = onScreen(from, x, y);
    const held = anchoredView(content, narrow, floats, 1, pointer, from);
    assert.ok(held, `${x}, ${y}`);
    const now = onScreen(held, x, y);
    assert.ok(Math.abs(now.x - pointer.x) < 1e-6 && Math.abs(now.y - pointer.y) < 1e-6);
    const [start, end] = [onScreen(held, 0, 0), onScreen(held, 1000, 300)];
    assert.ok(start.x >= 0 && start.y >= 0 && end.x <= narrow.width && end.y <= narrow.height);
    assert.ok(held.zoom <= fittedView(content, narrow, floats, 1).zoom);
  }
  // What is below the opened panel cannot stay, nor what could do so only much smaller.
  assert.equal(anchoredView(content, narrow, floats, 1, { x: 1100, y: 200 }, from), null);
  assert.equal(anchoredView(content, narrow, floats, 1, onScreen(from, 980, 10), from), null);
});
