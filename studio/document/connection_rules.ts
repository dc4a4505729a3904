/** Which output may feed which input, and why not, in words for the person who holds the wire. */
import type { BlockDefinition, PortSpec, StrategyDocument } from "../../engine/mod.ts";
import {
  type Block,
  blockById,
  connectedInputs,
  type Connection,
  type PortRef,
  samePort,
  wireInto,
} from "./document.ts";

/** Of several outputs that fit, the one that is meant. */
const USUAL_OUTPUT = "close";

/** Finds a block type's definition. */
export type Catalog = (type: string) => BlockDefinition | undefined;

/** The answer for one attempted wire. */
export type ConnectionCheck =
  | { readonly ok: true; readonly replaces: Connection | null }
  | { readonly ok: false; readonly reason: string };

/** A port together with the block it belongs to. */
export interface PortChoice {
  readonly ref: PortRef;
  readonly block: Block;
  readonly definition: BlockDefinition;
  readonly port: PortSpec;
}

/** Whether a wire from the output `from` to the input `to` may be drawn. */
export function checkConnection(
  document: StrategyDocument,
  catalog: Catalog,
  from: PortRef,
  to: PortRef,
): ConnectionCheck {
  const source = portChoice(document, catalog, from, "outputs");
  const target = portChoice(document, catalog, to, "inputs");
  if (!source || !target) return refused("A wire goes from an output to an input.");
  if (from.block === to.block) return refused("A block cannot feed itself.");
  if (source.port.kind !== target.port.kind) {
    return refused(
      source.port.kind === "series"
        ? `${title(target)} needs a signal (yes or no). Turn the number into one with a condition.`
        : `${title(target)} needs a number. This output is a signal (yes or no).`,
    );
  }
  if (reaches(document, to.block, from.block)) {
    return refused("That would make a loop: this block already depends on the other one.");
  }
  const existing = wireInto(document, to) ?? null;
  if (existing && samePort(existing.from, from)) return refused("These two are connected already.");
  return { ok: true, replaces: existing };
}

/** Whether following the wires from `start` leads to `goal`. */
export function reaches(document: StrategyDocument, start: string, goal: string): boolean {
  if (start === goal) return true;
  const next = new Map<string, string[]>();
  for (const wire of document.connections) {
    const list = next.get(wire.from.block);
    if (list) list.push(wire.to.block);
    else next.set(wire.from.block, [wire.to.block]);
  }
  const seen = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const follower of next.get(id) ?? []) {
      if (follower === goal) return true;
      if (!seen.has(follower)) {
        seen.add(follower);
        open.push(follower);
      }
    }
  }
  return false;
}

/** Every output that may feed the input `to`, in the document's order. */
export function compatibleOutputs(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
): PortChoice[] {
  return ports(document, catalog, "outputs").filter((choice) => {
    const existing = wireInto(document, to);
    if (existing && samePort(existing.from, choice.ref)) return true;
    return checkConnection(document, catalog, choice.ref, to).ok;
  });
}

/** Every visible input that an output of the block may feed, with the output that would feed it. */
export function compatibleTargets(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): { readonly from: PortChoice; readonly to: PortChoice; readonly replaces: Connection | null }[] {
  const targets = ports(document, catalog, "inputs");
  const found = [];
  for (const from of ports(document, catalog, "outputs")) {
    if (from.ref.block !== blockId) continue;
    for (const to of targets) {
      const check = checkConnection(document, catalog, from.ref, to.ref);
      if (check.ok) found.push({ from, to, replaces: check.replaces });
    }
  }
  return found.sort((a, b) => Number(a.replaces !== null) - Number(b.replaces !== null));
}

/**
 * The input of a block that a wire dropped on its body would take: a required free one, else a free one, else one that
 * would be replaced. `null` when the block has none that fits.
 */
export function bestInput(
  document: StrategyDocument,
  catalog: Catalog,
  from: PortRef,
  blockId: string,
): PortRef | null {
  let best: { ref: PortRef; rank: number } | null = null;
  for (const choice of ports(document, catalog, "inputs")) {
    if (choice.ref.block !== blockId) continue;
    const check = checkConnection(document, catalog, from, choice.ref);
    if (!check.ok) continue;
    const rank = check.replaces ? 0 : choice.port.required ? 2 : 1;
    if (!best || rank > best.rank) best = { ref: choice.ref, rank };
  }
  return best?.ref ?? null;
}

/** The output of a block that a wire dropped backwards on its body would take, if one fits the input `to`. */
export function bestOutput(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  blockId: string,
): PortRef | null {
  const fitting = ports(document, catalog, "outputs").filter((choice) =>
    choice.ref.block === blockId && checkConnection(document, catalog, choice.ref, to).ok
  );
  return (fitting.find((choice) => choice.port.name === USUAL_OUTPUT) ?? fitting[0])?.ref ?? null;
}

/**
 * The wire that adding a block right after another one suggests: into a *required* input alone, so that nothing is wired
 * that would also work without. `null` when nothing suggests itself.
 */
export function suggestedWire(
  document: StrategyDocument,
  catalog: Catalog,
  fromBlock: string,
  toBlock: string,
): Connection | null {
  const required = ports(document, catalog, "inputs").filter((choice) =>
    choice.ref.block === toBlock && choice.port.required && !wireInto(document, choice.ref)
  );
  for (const target of required) {
    const from = bestOutput(document, catalog, target.ref, fromBlock);
    if (from) return { from, to: target.ref };
  }
  return null;
}

/**
 * The inputs of a block that the canvas shows. A block with many like inputs shows those in use and one more, at least
 * two, so that it grows as it is wired.
 */
export function visibleInputs(
  definition: BlockDefinition,
  connected: ReadonlySet<string>,
): readonly PortSpec[] {
  if (definition.inputs.length <= 4) return definition.inputs;
  let last = -1;
  definition.inputs.forEach((port, i) => {
    if (connected.has(port.name)) last = i;
  });
  return definition.inputs.slice(0, Math.max(2, last + 2));
}

/**
 * The outputs of a block that the canvas shows: those in use, or the usual one while none is. The others are folded away; they
 * come after these when they are shown, so that no wire moves.
 */
export function visibleOutputs(
  definition: BlockDefinition,
  connected: ReadonlySet<string>,
): readonly PortSpec[] {
  const { outputs } = definition;
  const used = outputs.filter(({ name }) => connected.has(name));
  if (used.length > 0) return used;
  const usual = outputs.find(({ name }) => name === USUAL_OUTPUT) ?? outputs[0];
  return usual ? [usual] : [];
}

/** The port behind a reference, or `null` when the block, its type or the port is unknown. */
export function portChoice(
  document: StrategyDocument,
  catalog: Catalog,
  ref: PortRef,
  side: "inputs" | "outputs",
): PortChoice | null {
  const block = blockById(document, ref.block);
  const definition = block && catalog(block.type);
  const port = definition?.[side].find((candidate) => candidate.name === ref.port);
  return block && definition && port ? { ref, block, definition, port } : null;
}

function ports(
  document: StrategyDocument,
  catalog: Catalog,
  side: "inputs" | "outputs",
): PortChoice[] {
  return document.blocks.flatMap((block) => {
    const definition = catalog(block.type);
    if (!definition) return [];
    const list = side === "inputs"
      ? visibleInputs(definition, connectedInputs(document, block.id))
      : definition.outputs;
    return list.map((port) => ({
      ref: { block: block.id, port: port.name },
      block,
      definition,
      port,
    }));
  });
}

/** The input's name, after its block's where that has several; a condition is not called by its type. */
function title({ block, definition, port }: PortChoice): string {
  if (block.label === undefined && definition.family === "conditions") return "This condition";
  const name = block.label ?? definition.name;
  return definition.inputs.length > 1 ? `${port.label} of ${name}` : name;
}

function refused(reason: string): ConnectionCheck {
  return { ok: false, reason };
}
