/** Blocks as text: copying, pasting into the same or another strategy, duplicating. */
import type { StrategyDocument } from "../../engine/mod.ts";
import { type Block, type Connection, freshId, idsOf } from "./document.ts";

/** Some blocks and the wires between them. */
export interface Fragment {
  readonly blocks: readonly Block[];
  readonly connections: readonly Connection[];
}

/** The chosen blocks and the wires that run between two of them. */
export function fragmentOf(document: StrategyDocument, ids: ReadonlySet<string>): Fragment {
  return {
    blocks: document.blocks.filter((block) => ids.has(block.id)),
    connections: document.connections.filter((wire) =>
      ids.has(wire.from.block) && ids.has(wire.to.block)
    ),
  };
}

/** The text put on the clipboard: a strategy document of those blocks, so that it can be pasted anywhere. */
export function fragmentToText(fragment: Fragment): string {
  return JSON.stringify(
    { version: 1, blocks: fragment.blocks, connections: fragment.connections },
    null,
    2,
  );
}

/** The fragment with ids that are free in `document`, moved by `shift`. */
export function adopted(
  document: StrategyDocument,
  fragment: Fragment,
  shift: { readonly x: number; readonly y: number },
): Fragment {
  const taken = idsOf(document);
  const names = new Map<string, string>();
  const blocks = fragment.blocks.map((block) => {
    const id = freshId(taken, block.id);
    taken.add(id);
    names.set(block.id, id);
    const position = {
      x: Math.round((block.position?.x ?? 0) + shift.x),
      y: Math.round((block.position?.y ?? 0) + shift.y),
    };
    return { ...block, id, position };
  });
  const connections = fragment.connections.flatMap((wire) => {
    const from = names.get(wire.from.block);
    const to = names.get(wire.to.block);
    if (!from || !to) return [];
    return [{
      from: { block: from, port: wire.from.port },
      to: { block: to, port: wire.to.port },
    }];
  });
  return { blocks, connections };
}

/** The top left corner of a fragment. */
export function cornerOfFragment(fragment: Fragment): { x: number; y: number } {
  return {
    x: Math.min(...fragment.blocks.map((block) => block.position?.x ?? 0)),
    y: Math.min(...fragment.blocks.map((block) => block.position?.y ?? 0)),
  };
}
