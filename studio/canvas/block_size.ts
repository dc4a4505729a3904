/**
 * How large a block's card is drawn, and where its ports sit. The views follow these numbers, so that layout can be planned
 * without a screen.
 */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";
import {
  type Block,
  blockById,
  connectedInputs,
  connectedOutputs,
  type PortRef,
} from "../document/document.ts";
import { type Catalog, visibleInputs, visibleOutputs } from "../document/connection_rules.ts";
import { type CardPart, conditionParts } from "../document/card_parts.ts";
import { type CardWords, cardWords } from "../document/names.ts";
import { drawnBlocks, isCondition } from "./folding.ts";
import { type Box, boxAround } from "./helper_lines.ts";
import { textWidth } from "./text_width.ts";

/** A width and a height in canvas units. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How a block is drawn: a `condition` as one row of chips and words, a `joint` of logic as a small card, a `rule` (signals and
 * risk) and a `value` with one input and output at most as a card whose ports sit at its middle, another value with its ports
 * listed.
 */
export type CardKind = "condition" | "joint" | "rule" | "value" | "ports";

/** Cards that list their ports are this wide, and what is said below cards at the least. */
export const BLOCK_WIDTH = 210;
/** A card with icon, name and one line is as wide as its words within these bounds. */
export const HEAD_WIDTHS = { min: 180, max: 240 } as const;
/** The part with icon, name and subtitle. */
export const HEADER_HEIGHT = 52;
/** One line of ports. */
export const PORT_ROW = 24;
/** Space above and below the ports together. */
export const PORTS_PADDING = 12;

/** A condition: one row, as wide as its sentence within these bounds. */
export const CONDITION_HEIGHT = 44;
export const CONDITION_WIDTHS = { min: 220, max: 320 } as const;
/** The row above a condition's sentence that holds its own name, where it has one. */
export const CONDITION_NAME_ROW = 18;
/** A joint of logic is this wide, and this high at the least. */
export const JOINT_SIZE = 64;
const JOINT_PORT_ROW = 20;

/** The sizes of the type of a card's name and of the line below it. */
const NAME_TYPE = 14;
const LINE_TYPE = 12;
/** How much wider the type of a name is than that of running text. */
const BOLDER = 1.06;
/** Of a card with icon, name and line: icon and padding. */
const HEAD_EDGE = 68;
/** The size of the type of chips and words. */
const CHIP_TYPE = 13;
/** Of a chip beside its text: padding, caret, border. */
const CHIP_EDGE = 34;
/** Of words that open a list: padding. */
const WORDS_EDGE = 10;
/** Left of a condition's sentence: strip and ports; right of it: the port. */
const CONDITION_LEFT = 16;
const CONDITION_RIGHT = 16;
const CHIP_GAP = 4;
/** Characters that a piece of a sentence keeps however little room there is. */
const SHORTEST_TEXT = 4;

/** How blocks of this type are drawn. */
export function cardKind(definition: BlockDefinition): CardKind {
  if (isCondition(definition)) return "condition";
  if (definition.family === "logic") return "joint";
  if (definition.family === "signals" || definition.family === "risk") return "rule";
  return definition.inputs.length <= 1 && definition.outputs.length <= 1 ? "value" : "ports";
}

/** The size of a block of a document; an unknown type is drawn without ports. */
export function blockSize(document: StrategyDocument, catalog: Catalog, block: Block): Size {
  const definition = catalog(block.type);
  if (!definition) return { width: BLOCK_WIDTH, height: HEADER_HEIGHT };
  return sizeOf(definition, connectedPorts(document, block.id), {
    parts: isCondition(definition) ? conditionParts(document, catalog, block) : [],
    words: isCondition(definition) ? null : cardWords(document, catalog, block),
    isNamed: block.label !== undefined,
  });
}

/** Names of ports that have a wire. */
interface ConnectedPorts {
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
}

function connectedPorts(document: StrategyDocument, blockId: string): ConnectedPorts {
  return {
    inputs: connectedInputs(document, blockId),
    outputs: connectedOutputs(document, blockId),
  };
}

function sizeOf(
  definition: BlockDefinition,
  connected: ConnectedPorts,
  { parts, words, isNamed }: {
    readonly parts: readonly CardPart[];
    readonly words: CardWords | null;
    readonly isNamed: boolean;
  },
): Size {
  const inputs = visibleInputs(definition, connected.inputs).length;
  switch (cardKind(definition)) {
    case "condition":
      return {
        width: conditionWidth(parts),
        height: CONDITION_HEIGHT + (isNamed ? CONDITION_NAME_ROW : 0),
      };
    case "joint":
      return { width: JOINT_SIZE, height: Math.max(JOINT_SIZE, (inputs + 1) * JOINT_PORT_ROW) };
    case "ports": {
      const rows = Math.max(inputs, visibleOutputs(definition, connected.outputs).length);
      return {
        width: BLOCK_WIDTH,
        height: HEADER_HEIGHT + rows * PORT_ROW + PORTS_PADDING,
      };
    }
    default:
      return { width: headWidth(words), height: HEADER_HEIGHT };
  }
}

/** The width of a card with icon, name and one line: that of its words, in steps of the grid. */
function headWidth(words: CardWords | null): number {
  const text = words === null ? 0 : Math.max(
    textWidth(words.title, NAME_TYPE) * BOLDER,
    textWidth(words.line, LINE_TYPE),
  );
  const { min, max } = HEAD_WIDTHS;
  return Math.min(max, Math.max(min, Math.ceil((text + HEAD_EDGE) / 10) * 10));
}

/** The width of a condition's card: that of its sentence, in steps of the grid. */
function conditionWidth(parts: readonly CardPart[]): number {
  const last = partsInRow(parts).at(-1);
  const width = (last ? last.x + last.width : 0) + CONDITION_RIGHT;
  const { min, max } = CONDITION_WIDTHS;
  return Math.min(max, Math.max(min, Math.ceil(width / 10) * 10));
}

/** A piece of a condition's sentence in its row. */
export interface ChipBox {
  readonly part: CardPart;
  /** From the card's left edge. */
  readonly x: number;
  readonly width: number;
  /** As far as it fits. */
  readonly text: string;
}

/** Where the pieces of a condition's sentence stand on a card of this width; the longest is cut where they are too long. */
export function chipBoxes(parts: readonly CardPart[], cardWidth: number): readonly ChipBox[] {
  let texts = parts.map(({ text }) => text);
  for (;;) {
    const row = partsInRow(parts, texts);
    const last = row.at(-1);
    const over = (last ? last.x + last.width : 0) + CONDITION_RIGHT - cardWidth;
    const longest = texts.reduce((at, text, k) => text.length > texts[at]!.length ? k : at, 0);
    const text = texts[longest] ?? "";
    if (over <= 0 || text.length <= SHORTEST_TEXT) return row;
    texts = texts.with(longest, `${text.slice(0, -2).trimEnd()}…`);
  }
}

function partsInRow(parts: readonly CardPart[], texts = parts.map(({ text }) => text)): ChipBox[] {
  let x = CONDITION_LEFT;
  return parts.map((part, k) => {
    const text = texts[k] ?? "";
    const width = textWidth(text, CHIP_TYPE) + (part.kind === "operand" ? CHIP_EDGE : WORDS_EDGE);
    const box = { part, x, width, text };
    x += width + CHIP_GAP;
    return box;
  });
}

/** The height at which a port's middle sits, measured from the top of its block's card. */
export function portOffset(
  document: StrategyDocument,
  catalog: Catalog,
  { block: blockId, port }: PortRef,
  side: "inputs" | "outputs",
): number {
  const block = blockById(document, blockId);
  const definition = block && catalog(block.type);
  if (!block || !definition) return HEADER_HEIGHT / 2;
  const list = side === "inputs"
    ? visibleInputs(definition, connectedInputs(document, blockId))
    : visibleOutputs(definition, connectedOutputs(document, blockId));
  const index = Math.max(0, list.findIndex(({ name }) => name === port));
  if (cardKind(definition) === "ports") {
    return HEADER_HEIGHT + PORTS_PADDING / 2 + index * PORT_ROW + PORT_ROW / 2;
  }
  const { height } = blockSize(document, catalog, block);
  return spread(height, index, list.length);
}

/** Where the `index`th of some ports sits on a side of this height. */
export function spread(height: number, index: number, count: number): number {
  return Math.round(height * (index + 1) / (Math.max(count, 1) + 1));
}

/** What stands below blocks, by their ids: the height of the sentence that says what is wrong, in canvas units. */
export type RoomBelow = ReadonlyMap<string, number>;

/** Nothing is wrong with any block. */
export const NO_ROOM_BELOW: RoomBelow = new Map();

/** The size of a block together with the sentence below it. */
export function occupiedSize(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
  below: RoomBelow,
): Size {
  const { width, height } = blockSize(document, catalog, block);
  const room = below.get(block.id) ?? 0;
  return { width: room > 0 ? Math.max(width, BLOCK_WIDTH) : width, height: height + room };
}

/** The box around all cards with what stands below them, in canvas units; `null` when there is none. */
export function boundsOf(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow = NO_ROOM_BELOW,
): Box | null {
  return boxAround(
    drawnBlocks(document, catalog).map((block) => {
      const { x, y } = block.position ?? { x: 0, y: 0 };
      return { x, y, ...occupiedSize(document, catalog, block, below) };
    }),
  );
}
