/** A block in hand over a wire: the one it would be put into if it were let go. */
import {
  addBlocks,
  type Connection,
  newBlock,
  type Position,
  wireId,
} from "../../../studio/document/document.ts";
import { insertedInto } from "../../../studio/canvas/wire_insert.ts";
import type { EditorParts } from "../session/context.ts";

/** What is in hand: a block of the canvas, or a type from the palette. */
type InHand = { readonly blockId: string } | { readonly type: string };

/** Looks for the wire under a point of the screen that what is in hand fits, and marks it. */
export function enteredWire(
  { store, ui }: Pick<EditorParts, "store" | "ui">,
  { x, y }: Position,
  inHand: InHand,
): Connection | null {
  const document = store.document.peek();
  const ids = new Set(
    globalThis.document.elementsFromPoint(x, y).map((element) =>
      element.closest(".react-flow__edge")?.getAttribute("data-id")
    ),
  );
  const wire = document.connections.find((candidate) => ids.has(wireId(candidate))) ?? null;
  const fits = wire !== null && !store.readOnly.peek() && fitsInto(store, wire, inHand);
  ui.entered.value = fits ? wireId(wire) : null;
  return fits ? wire : null;
}

function fitsInto(store: EditorParts["store"], wire: Connection, inHand: InHand): boolean {
  const document = store.document.peek();
  if ("blockId" in inHand) {
    return insertedInto(document, store.catalog, inHand.blockId, wire) !== null;
  }
  const definition = store.catalog(inHand.type);
  if (!definition) return false;
  const block = newBlock(document, definition, { x: 0, y: 0 });
  return insertedInto(addBlocks(document, [block]), store.catalog, block.id, wire) !== null;
}
