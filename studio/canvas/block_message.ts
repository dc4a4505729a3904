/** The sentence below a block that says what is wrong with it, and the room that it takes. */
import type { StrategyDocument } from "../../engine/mod.ts";
import type { RoomBelow } from "./block_size.ts";
import { type Check, checkDocument } from "../document/check.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { SMALLEST_TYPE } from "./zoom_level.ts";
import { nameOf } from "../document/names.ts";
import { drawnBlocks, foldedInto } from "./folding.ts";

/** What stands below a block. */
export interface BlockMessage {
  readonly text: string;
  readonly tone: "bad" | "warning";
}

/** Pixels between a block and its message, and below it. */
const MESSAGE_GAP = 6;
const LINE_HEIGHT = 16;
/** Characters that a line of a message holds at the least: 211 px of 12 px type. */
const LINE_CHARACTERS = 30;

/**
 * The first fault of a block, else its first warning; `null` when there is neither. Of what is folded into it the same, with
 * the name of the block that it is about.
 */
export function blockMessage(
  document: StrategyDocument,
  catalog: Catalog,
  check: Check,
  blockId: string,
): BlockMessage | null {
  const ids = [blockId, ...foldedInto(document, catalog, blockId)];
  const [fault] = ids.flatMap((id) => check.faultsByBlock.get(id) ?? []);
  const [warning] = ids.flatMap((id) => check.warningsByBlock.get(id) ?? []);
  const found = fault ?? warning;
  if (!found) return null;
  const text = withoutName(document, catalog, blockId, found.message);
  return { text, tone: fault ? "bad" : "warning" };
}

/** A message without the block's name before it: beside the block that goes without saying. */
export function withoutName(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
  message: string,
): string {
  const type = document.blocks.find(({ id }) => id === blockId)?.type ?? "";
  for (const name of [nameOf(document, catalog, blockId), catalog(type)?.name ?? ""]) {
    if (name === "" || !message.startsWith(name)) continue;
    const rest = /^:? (\S.*)$/s.exec(message.slice(name.length))?.[1];
    if (rest !== undefined) return rest.charAt(0).toUpperCase() + rest.slice(1);
  }
  return message;
}

/** How much room messages need where nobody has measured them: rather a line too many than one over the next block. */
export function estimatedRoom(
  document: StrategyDocument,
  catalog: Catalog,
  check: Check = checkDocument(document),
): RoomBelow {
  const room = new Map<string, number>();
  for (const { id } of drawnBlocks(document, catalog)) {
    const message = blockMessage(document, catalog, check, id);
    if (message) room.set(id, roomFor(message.text));
  }
  return room;
}

/** The room below a block for a message of this height as drawn. */
export function roomForHeight(height: number): number {
  return height + 2 * MESSAGE_GAP;
}

/**
 * How many lines of a message are drawn in type of this size: no more than have room, so that a canvas that is zoomed out lays
 * none over the next block; `null` for all of them.
 *
 * @param room what the message has, in canvas units
 * @param type in canvas units; 0 for the usual one
 */
export function messageLines(room: number, type: number): number | null {
  if (type <= SMALLEST_TYPE) return null;
  const lines = (room - 2 * MESSAGE_GAP) / (LINE_HEIGHT * type / SMALLEST_TYPE);
  return Math.max(1, Math.floor(lines));
}

/** Lines as they break between words; a longer word is broken itself. */
function roomFor(text: string): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(" ")) {
    if (used > 0 && used + 1 + word.length > LINE_CHARACTERS) {
      lines++;
      used = 0;
    }
    lines += Math.max(0, Math.ceil(word.length / LINE_CHARACTERS) - 1);
    used += (used > 0 ? 1 : 0) + Math.min(word.length, LINE_CHARACTERS);
  }
  return roomForHeight(lines * LINE_HEIGHT);
}
