/** Faults with one obvious remedy, and the remedy. */
import { BLOCKS, type Fault, type StrategyDocument } from "../../engine/mod.ts";
import { boundsOf } from "../canvas/block_size.ts";
import { bestOutput, compatibleOutputs, portChoice } from "../document/connection_rules.ts";
import { type PortRef, samePort } from "../document/document.ts";
import type { EditorStore } from "./store.ts";

/** A remedy: what its button says and what it does. */
export interface QuickFix {
  readonly label: string;
  /** Mends the document in one step; answers the block to look at. */
  apply(store: EditorStore): string | null;
}

/** Faults that a block is missing, by the part it plays in a strategy. */
const MISSING: Readonly<Record<string, string>> = {
  no_entry: "entry",
  never_sells: "exit",
  needs_stop: "stop_loss",
};

/** Faults whose block is one too many. */
const SURPLUS: ReadonlySet<string> = new Set([
  "second_entry",
  "second_of_its_kind",
  "feeds_nothing",
]);

/** Faults whose wire should not be there. */
const WRONG_WIRE: ReadonlySet<string> = new Set(["wrong_kind", "input_taken"]);

/** The remedy for a fault of the store's document, `null` where a person has to decide. */
export function quickFix(fault: Fault, store: EditorStore): QuickFix | null {
  const role = MISSING[fault.code];
  if (role) {
    const definition = BLOCKS.find((block) => block.role?.kind === role);
    if (!definition) return null;
    const article = /^[aeiou]/i.test(definition.name) ? "an" : "a";
    return {
      label: `Add ${article} ${definition.name}`,
      apply: (store) => addAtTheEnd(store, definition.type),
    };
  }
  const { block_id: blockId, port, param } = fault;
  if (blockId === null) return null;
  if (fault.code === "unconnected_input" && port !== null) {
    const to = { block: blockId, port };
    const from = onlySource(store, to);
    return from && {
      label: `Connect ${store.nameOf(from.block)}`,
      apply(store) {
        store.connect(from, to);
        return blockId;
      },
    };
  }
  if (WRONG_WIRE.has(fault.code) && port !== null) {
    return {
      label: "Delete the connection",
      apply(store) {
        deleteWrongWires(store, { block: blockId, port });
        return blockId;
      },
    };
  }
  if (SURPLUS.has(fault.code)) {
    return {
      label: "Delete it",
      apply(store) {
        store.select([blockId]);
        store.removeSelection();
        return null;
      },
    };
  }
  if (fault.code === "param_out_of_range" && param !== null) {
    return {
      label: "Use the default",
      apply(store) {
        store.setParam(blockId, param, undefined);
        return blockId;
      },
    };
  }
  return null;
}

/** The output that an input can only have been meant for: of the one block that fits, or the one that nothing reads yet. */
function onlySource(store: EditorStore, to: PortRef): PortRef | null {
  const document = store.document.peek();
  const fitting = new Set(
    compatibleOutputs(document, store.catalog, to).map(({ ref }) => ref.block),
  );
  const read = new Set(document.connections.map((wire) => wire.from.block));
  const [one, another] = fitting.size > 1 ? [...fitting].filter((id) => !read.has(id)) : fitting;
  if (one === undefined || another !== undefined) return null;
  return bestOutput(document, store.catalog, to, one);
}

/** Takes out the wires into an input that carry the wrong kind; of several that fit, the first stays. */
function deleteWrongWires(store: EditorStore, to: PortRef): void {
  const document = store.document.peek();
  const kind = portChoice(document, store.catalog, to, "inputs")?.port.kind;
  let isTaken = false;
  const connections = document.connections.filter((wire) => {
    if (!samePort(wire.to, to)) return true;
    const source = portChoice(document, store.catalog, wire.from, "outputs");
    const stays = !isTaken && source?.port.kind === kind;
    isTaken ||= stays;
    return stays;
  });
  store.apply({ ...document, connections }, "Delete connection");
}

/** Adds a block after the one signal that nothing reads yet, wired to it; without such a signal, right of everything. */
function addAtTheEnd(store: EditorStore, type: string): string | null {
  const document = store.document.peek();
  const open = unreadSignals(document, store);
  if (open.length === 1) {
    store.select(open);
    return store.addBlock(type);
  }
  const bounds = boundsOf(document, store.catalog);
  store.select([]);
  const centre = bounds
    ? { x: bounds.x + bounds.width - 105, y: bounds.y + bounds.height + 80 }
    : { x: 0, y: 0 };
  return store.addBlock(type, { centre });
}

/** Blocks that give a signal to nobody. */
function unreadSignals(document: StrategyDocument, store: EditorStore): string[] {
  const read = new Set(document.connections.map((wire) => wire.from.block));
  return document.blocks
    .filter((block) =>
      !read.has(block.id) &&
      store.catalog(block.type)?.outputs.some((port) => port.kind === "signal")
    )
    .map((block) => block.id);
}
