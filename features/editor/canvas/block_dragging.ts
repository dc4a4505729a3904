/** Blocks under the hand: where they are drawn while they are dragged, and the helper lines they meet. */
import type { NodeChange } from "@xyflow/react";
import { batch, type Signal, signal } from "@preact/signals";
import type { HelperLine } from "../../../studio/canvas/helper_lines.ts";
import { foldingOf } from "../../../studio/canvas/folding.ts";
import type { Connection, Position } from "../../../studio/document/document.ts";
import type { Size } from "../../../studio/canvas/block_size.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import { alignDragged, type CanvasView } from "./drag_alignment.ts";
import type { BlockNodeType } from "./flow_elements.ts";

const NOWHERE: ReadonlyMap<string, Position> = new Map();
const NO_LINES: readonly HelperLine[] = [];

/** What React Flow tells of its nodes, kept as signals. */
export class BlockDragging {
  readonly #store: EditorStore;
  /** Places of blocks that are being dragged; the document learns of them when they are let go. */
  readonly places: Signal<ReadonlyMap<string, Position>> = signal(NOWHERE);
  readonly lines: Signal<readonly HelperLine[]> = signal(NO_LINES);
  /** Sizes as drawn, from the browser. */
  readonly measured: Signal<ReadonlyMap<string, Size>> = signal(new Map());

  constructor(store: EditorStore) {
    this.#store = store;
  }

  /** Takes in what React Flow noticed: sizes, selection, and where the hand has carried blocks. */
  take(changes: readonly NodeChange<BlockNodeType>[], view: CanvasView): void {
    const store = this.#store;
    const { catalog } = store;
    const document = store.drawn.peek();
    const sizes = new Map<string, Size>();
    const carried = new Map<string, Position>();
    let selection: Set<string> | null = null;
    for (const change of changes) {
      if (change.type === "dimensions" && change.dimensions) {
        sizes.set(change.id, change.dimensions);
      } else if (change.type === "position" && change.position && change.dragging) {
        carried.set(change.id, change.position);
      } else if (change.type === "select") {
        // What is folded is no node: when a person selects cards, it is let go with the others.
        selection ??= new Set(
          [...store.selectedBlocks.peek()].filter((id) => !foldingOf(document, catalog).has(id)),
        );
        if (change.selected) selection.add(change.id);
        else selection.delete(change.id);
      }
    }
    batch(() => {
      if (sizes.size > 0) this.measured.value = new Map([...this.measured.peek(), ...sizes]);
      if (carried.size > 0) this.#carry(carried, view);
      if (selection) store.selectedBlocks.value = selection;
    });
  }

  /** Lets go, over a wire or none: one step that can be undone. */
  drop(over: Connection | null = null): void {
    batch(() => {
      const places = this.places.peek();
      this.places.value = NOWHERE;
      this.lines.value = NO_LINES;
      if (places.size > 0) this.#store.move(places, over);
    });
  }

  #carry(carried: ReadonlyMap<string, Position>, view: CanvasView): void {
    const { document, catalog } = this.#store;
    const { places, lines } = alignDragged(
      document.peek(),
      catalog,
      carried,
      this.measured.peek(),
      view,
    );
    this.places.value = places;
    this.lines.value = lines;
  }
}
