/**
 * A strategy can be read as it opens: every block is in view, and no text of a card is smaller than 11 px on the screen. Held
 * for every template and for made-up strategies of 20 and 60 blocks, at three sizes of the window.
 */
import assert from "node:assert/strict";
import { blockDefinition, type StrategyDocument, TEMPLATES } from "../../engine/mod.ts";
import { syntheticStrategy } from "../testing/synthetic.ts";
import { INSPECTOR_WIDTHS, PALETTE_WIDTHS } from "../frame/panels.ts";
import { estimatedRoom, messageLines } from "./block_message.ts";
import { blockSize, boundsOf, type Size } from "./block_size.ts";
import { drawnBlocks } from "./folding.ts";
import { type Box, overlaps } from "./helper_lines.ts";
import { tidy, withPlaces } from "./layout.ts";
import { fittedView, largestFreeArea } from "./view_fit.ts";
import {
  LEAST_TEXT_PX,
  leastType,
  LINE,
  SENTENCE_BELOW,
  sentenceLines,
  SMALLEST_TYPE,
  typeSize,
} from "./zoom_level.ts";

/** Pixels: bar above, sentence below, a folded panel. */
const [BAR, SENTENCE, STRIP] = [48, 40, 44];

/** Windows with the height of the live result as it opens in them; on a phone the canvas has a page of its own. */
const WINDOWS = [
  { name: "1440×900", width: 1440, height: 900, dock: 300 },
  { name: "1280×720", width: 1280, height: 720, dock: 210 },
  { name: "1024×768", width: 1024, height: 768, dock: 234 },
] as const;

type Open = "palette" | "inspector" | "both" | "none";

function canvasOf({ width, height, dock }: typeof WINDOWS[number], open: Open): Size {
  const left = open === "palette" || open === "both" ? PALETTE_WIDTHS.usual : STRIP;
  const right = open === "inspector" || open === "both" ? INSPECTOR_WIDTHS.usual : STRIP;
  return { width: width - left - right, height: height - BAR - SENTENCE - dock };
}

/** Buttons at the lower left, the maker's name at the lower right. */
function floatsOf({ width, height }: Size): Box[] {
  return [
    { x: 12, y: height - 50, width: Math.min(410, width - 24), height: 38 },
    { x: width - 64, y: height - 20, width: 64, height: 20 },
  ];
}

interface Shown {
  readonly zoom: number;
  readonly blocks: readonly { readonly id: string; readonly box: Box }[];
}

function shownIn(frame: Size, document: StrategyDocument): Shown {
  const below = estimatedRoom(document, blockDefinition);
  const bounds = boundsOf(document, blockDefinition, below);
  assert.ok(bounds);
  const { x, y, zoom } = fittedView(bounds, frame, floatsOf(frame), 1);
  const blocks = drawnBlocks(document, blockDefinition).map((block) => {
    const { width, height } = blockSize(document, blockDefinition, block);
    const at = block.position ?? { x: NaN, y: NaN };
    return {
      id: block.id,
      box: { x: at.x * zoom + x, y: at.y * zoom + y, width: width * zoom, height: height * zoom },
    };
  });
  return { zoom, blocks };
}

/** Every block in view, none under a button, and with room for a line of text that is large enough to read. */
function assertReadable(frame: Size, document: StrategyDocument, what: string): number {
  const { zoom, blocks } = shownIn(frame, document);
  const type = typeSize(SMALLEST_TYPE, zoom);
  assert.ok(type * zoom >= LEAST_TEXT_PX, `${what}: text of ${type * zoom} px`);
  for (const { id, box } of blocks) {
    const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= frame.width &&
      box.y + box.height <= frame.height;
    assert.ok(isInside, `${what}: ${id} is outside`);
    assert.ok(!floatsOf(frame).some((float) => overlaps(box, float)), `${what}: ${id} is covered`);
    const lines = sentenceLines(box.height / zoom, type);
    assert.ok(lines >= 1, `${what}: ${id} is ${box.height} px high, too low for its text`);
  }
  return zoom;
}

for (const window of WINDOWS) {
  Deno.test(`every template can be read as it opens at ${window.name}`, () => {
    for (const { id, document } of TEMPLATES) {
      assert.ok(document.blocks.length <= 12, id);
      const frame = canvasOf(window, "palette");
      const opened = withPlaces(document, blockDefinition);
      const zoom = assertReadable(frame, opened, id);
      if (window.width >= 1280) assert.ok(zoom >= SENTENCE_BELOW, `${id}: ${zoom}`);
      // With the settings open as well, and after tidying up for the room there is.
      assertReadable(canvasOf(window, "both"), opened, `${id}, settings open`);
      const free = largestFreeArea(frame, floatsOf(frame));
      assertReadable(frame, tidy(opened, blockDefinition, undefined, free), `${id}, tidied`);
    }
  });

  Deno.test(`20 and 60 blocks can be read at ${window.name}`, () => {
    for (
      const [count, opens] of [[20, ["palette", "inspector", "none"]], [60, ["none"]]] as const
    ) {
      for (const open of opens) {
        const frame = canvasOf(window, open);
        const scattered = syntheticStrategy(count);
        const below = estimatedRoom(scattered, blockDefinition);
        const free = largestFreeArea(frame, floatsOf(frame));
        const document = tidy(scattered, blockDefinition, below, free);
        assertReadable(frame, document, `${count} blocks, ${open}`);
      }
    }
  });
}

Deno.test("type is never smaller on the screen than can be read, and as usual where there is no need", () => {
  for (const zoom of [2, 1, 0.95]) assert.equal(typeSize(SMALLEST_TYPE, zoom), SMALLEST_TYPE);
  assert.equal(leastType(1), 0);
  for (let zoom = 0.9; zoom > 0.05; zoom *= 0.99) {
    const onScreen = typeSize(SMALLEST_TYPE, zoom) * zoom;
    assert.ok(onScreen >= LEAST_TEXT_PX - 1e-9, `${zoom}: ${onScreen}`);
    assert.ok(onScreen < LEAST_TEXT_PX * 1.04, `${zoom}: ${onScreen}`);
  }
  for (const zoom of [0, -1, NaN, Infinity]) assert.equal(leastType(zoom), 0, `${zoom}`);
});

Deno.test("a card holds as many lines as have room", () => {
  assert.equal(sentenceLines(44, 43 / LINE), 1);
  assert.equal(sentenceLines(44, 45 / LINE), 0);
  assert.equal(sentenceLines(88, 20), 4);
});

Deno.test("a message below a card keeps to its room, however large its type", () => {
  const [one, three] = [28, 60];
  assert.equal(messageLines(one, 0), null);
  assert.equal(messageLines(three, SMALLEST_TYPE), null);
  for (let zoom = 0.9; zoom >= SENTENCE_BELOW; zoom -= 0.01) {
    const type = typeSize(SMALLEST_TYPE, zoom);
    const lines = messageLines(three, type)!;
    assert.ok(lines >= 1 && lines <= 3);
    assert.ok(lines * type * 4 / 3 <= three - 12, `${zoom}: ${lines} lines`);
    assert.equal(messageLines(one, type), 1);
  }
});
