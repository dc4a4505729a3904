/**
 * The document as React Flow wants it. Elements keep their identity while nothing about them changes, so that moving one
 * block of a hundred draws one block.
 */
import type { Edge, Node } from "@xyflow/react";
import {
  type Block,
  type Connection,
  type Position,
  type StrategyDocument,
  wireId,
} from "../../../studio/document/document.ts";
import { type Catalog, portChoice } from "../../../studio/document/connection_rules.ts";
import { drawnBlocks, drawnWires } from "../../../studio/canvas/folding.ts";
import type { Size } from "../../../studio/canvas/block_size.ts";
import type { ChangeKind } from "../../../studio/versions/change_signs.ts";
import { nameOf, wireTitle } from "../../../studio/document/names.ts";

export type BlockNodeType = Node<{ block: Block }, "block">;
export type WireEdgeType = Edge<
  { kind: "series" | "signal"; change: ChangeKind | undefined },
  "wire"
>;

/**
 * Wires are reached from a block, not with Tab: a large strategy has more wires than blocks. Written as SVG knows it; the
 * `tabIndex` that React Flow sets has no meaning there.
 */
const WIRE_FOCUS: NonNullable<WireEdgeType["domAttributes"]> = Object.freeze({ tabindex: -1 });

/** What the canvas knows beyond the document. */
export interface CanvasState {
  readonly selectedBlocks: ReadonlySet<string>;
  readonly selectedWires: ReadonlySet<string>;
  /** Places of blocks that are being dragged. */
  readonly dragged: ReadonlyMap<string, Position>;
  /** Sizes as drawn, from the browser. */
  readonly measured: ReadonlyMap<string, Size>;
  readonly readOnly: boolean;
  /** What happened to blocks and wires, while two versions are compared. */
  readonly marks: ReadonlyMap<string, ChangeKind>;
}

/** No versions are compared. */
export const NO_MARKS: CanvasState["marks"] = new Map();

/** Makes nodes and edges, remembering the last ones made. */
export function createElementCache(catalog: Catalog) {
  let nodes = new Map<string, BlockNodeType>();
  let edges = new Map<string, WireEdgeType>();

  function nodeFor(
    document: StrategyDocument,
    block: Block,
    state: CanvasState,
  ): BlockNodeType {
    const position = state.dragged.get(block.id) ?? block.position ?? { x: 0, y: 0 };
    const selected = state.selectedBlocks.has(block.id);
    const measured = state.measured.get(block.id);
    const old = nodes.get(block.id);
    const name = nameOf(document, catalog, block.id);
    const card = block.label === undefined ? catalog(block.type)?.card : undefined;
    const change = state.marks.get(block.id);
    const ariaLabel = [card, name, change].filter(Boolean).join(", ");
    if (
      old && old.data.block === block && old.selected === selected &&
      old.measured === measured && old.draggable === !state.readOnly &&
      old.ariaLabel === ariaLabel &&
      old.position.x === position.x && old.position.y === position.y
    ) return old;
    return {
      id: block.id,
      type: "block",
      position: { x: position.x, y: position.y },
      data: old && old.data.block === block ? old.data : { block },
      selected,
      draggable: !state.readOnly,
      ariaLabel,
      ...(measured ? { measured } : {}),
    };
  }

  function edgeFor(
    document: StrategyDocument,
    wire: Connection,
    state: CanvasState,
  ): WireEdgeType {
    const id = wireId(wire);
    const selected = state.selectedWires.has(id);
    const kind = portChoice(document, catalog, wire.from, "outputs")?.port.kind ?? "series";
    const change = state.marks.get(id);
    const old = edges.get(id);
    const ariaLabel = wireTitle(document, catalog, wire) + (change ? `, ${change}` : "");
    if (
      old && old.ariaLabel === ariaLabel && old.selected === selected && old.data?.kind === kind &&
      old.reconnectable === !state.readOnly && old.data.change === change
    ) return old;
    return {
      id,
      type: "wire",
      source: wire.from.block,
      sourceHandle: wire.from.port,
      target: wire.to.block,
      targetHandle: wire.to.port,
      selected,
      reconnectable: !state.readOnly,
      data: { kind, change },
      domAttributes: WIRE_FOCUS,
      ariaLabel,
    };
  }

  return {
    nodes(document: StrategyDocument, state: CanvasState): BlockNodeType[] {
      const made = drawnBlocks(document, catalog).map((block) => nodeFor(document, block, state));
      nodes = new Map(made.map((node) => [node.id, node]));
      return made;
    },
    edges(document: StrategyDocument, state: CanvasState): WireEdgeType[] {
      const made = drawnWires(document, catalog).map((wire) => edgeFor(document, wire, state));
      edges = new Map(made.map((edge) => [edge.id, edge]));
      return made;
    },
  };
}
