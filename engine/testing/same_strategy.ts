/** The same strategy, written down differently: what may not change a result, nor a sentence. */
import type { BlockDefinition, ParamValue, SourceName } from "../blocks/definition/definition.ts";
import { BLOCKS } from "../blocks/mod.ts";
import type { Connection, DocumentBlock, StrategyDocument } from "../strategy/document.ts";
import { type GraphBlock, readGraph } from "../strategy/graph.ts";
import { resolveParams } from "../strategy/params.ts";
import { randomValue } from "./random_strategy.ts";

/** Numbers in [0, 1). */
type Draw = () => number;

export interface SameStrategy {
  readonly document: StrategyDocument;
  /** Id in the first document of a block of this one; what is new has none. */
  readonly originalOf: (id: string) => string | undefined;
}

/**
 * Another order, other ids, places, names and notes; defaults written out; parameters without effect changed; a part of the
 * graph copied; a source wired instead of chosen; blocks that feed nothing.
 */
export function sameStrategy(document: StrategyDocument, draw: Draw): SameStrategy {
  const originals = new Map(document.blocks.map(({ id }) => [id, id]));
  const rewritten = [
    (given: StrategyDocument) => copyPart(given, originals, draw),
    (given: StrategyDocument) => rewriteParams(given, draw),
    (given: StrategyDocument) => wireSource(given, draw),
  ].reduce((given, change) => draw() < 0.7 ? change(given) : given, document);
  const idle: DocumentBlock[] = [
    { id: "idle", type: "sma", params: { period: 900 } },
    { id: "idle-too", type: "compare", params: {} },
  ];
  const all: StrategyDocument = {
    version: 1,
    blocks: [...rewritten.blocks, ...idle],
    connections: [...rewritten.connections, wire("idle.value", "idle-too.a")],
  };
  const names = new Map(shuffled(all.blocks, draw).map(({ id }, k) => [id, `renamed-${k}`]));
  const ids = new Map([...names].map(([id, name]) => [name, id]));
  const end = ({ block, port }: Connection["from"]) => ({ block: names.get(block)!, port });
  return {
    originalOf: (name) => originals.get(ids.get(name)!),
    document: {
      version: 1,
      notes: "Thoughts.",
      blocks: shuffled(all.blocks, draw).map((block) => ({
        ...block,
        id: names.get(block.id)!,
        label: `Mine ${Math.floor(draw() * 100)}`,
        position: { x: Math.floor(draw() * 900), y: 3 },
      })),
      connections: shuffled(all.connections, draw)
        .map(({ from, to }) => ({ from: end(from), to: end(to) })),
    },
  };
}

/** The blocks that matter: those that lead to a signal or set a risk. */
export function liveBlocks(document: StrategyDocument): GraphBlock[] {
  const graph = readGraph(document);
  const live = new Set<GraphBlock>();
  const visit = (id: string) => {
    const found = graph.get(id)!;
    if (live.has(found)) return;
    live.add(found);
    for (const { from } of found.wires.values()) visit(from.block);
  };
  for (const { block, definition } of graph.values()) if (definition.role) visit(block.id);
  return [...live];
}

/** The names of a block's parameters that have an effect, and of those that have none. */
export function effectOfParams(
  { block, definition, wires }: GraphBlock,
): { readonly effective: readonly string[]; readonly idle: readonly string[] } {
  const params = resolveParams(definition, block.params);
  const connected = new Set(wires.keys());
  const matters = new Set(
    definition.params.filter((spec) => spec.when?.(params, connected) ?? true),
  );
  const names = (effective: boolean) =>
    definition.params.filter((spec) => matters.has(spec) === effective).map(({ name }) => name);
  return { effective: names(true), idle: names(false) };
}

/** The document with other parameters for one block. */
export function withParams(
  document: StrategyDocument,
  id: string,
  params: Readonly<Record<string, ParamValue>>,
): StrategyDocument {
  return {
    ...document,
    blocks: document.blocks.map((block) => block.id === id ? { ...block, params } : block),
  };
}

/** A wire's source with all that leads to it, once more, for this wire alone. */
function copyPart(
  document: StrategyDocument,
  originals: Map<string, string>,
  draw: Draw,
): StrategyDocument {
  const graph = readGraph(document);
  const moved = document.connections[Math.floor(draw() * document.connections.length)];
  if (!moved) return document;
  const blocks: DocumentBlock[] = [];
  const wires: Connection[] = [];
  const copied = new Set<string>();
  const copyOf = (id: string) => `${id}-again`;
  const copy = (id: string) => {
    if (copied.has(id)) return;
    copied.add(id);
    originals.set(copyOf(id), originals.get(id)!);
    const found = graph.get(id)!;
    blocks.push({ ...found.block, id: copyOf(id) });
    for (const { from, to } of found.wires.values()) {
      copy(from.block);
      wires.push({
        from: { ...from, block: copyOf(from.block) },
        to: { ...to, block: copyOf(id) },
      });
    }
  };
  copy(moved.from.block);
  const others = document.connections.filter((other) => other !== moved);
  const instead = { from: { ...moved.from, block: copyOf(moved.from.block) }, to: moved.to };
  return {
    ...document,
    blocks: [...document.blocks, ...blocks],
    connections: [...others, ...wires, instead],
  };
}

/** Defaults written out, and parameters without effect set to anything. */
function rewriteParams(document: StrategyDocument, draw: Draw): StrategyDocument {
  let changed = document;
  for (const graphBlock of readGraph(document).values()) {
    const { block, definition } = graphBlock;
    const params: Record<string, ParamValue> = { ...resolveParams(definition, block.params) };
    for (const name of effectOfParams(graphBlock).idle) {
      params[name] = randomValue(definition.params.find((spec) => spec.name === name)!, draw);
    }
    changed = withParams(changed, block.id, params);
  }
  return changed;
}

/** A chosen source taken from a block that gives it. */
function wireSource(document: StrategyDocument, draw: Draw): StrategyDocument {
  const unwired = [...readGraph(document).values()].filter(({ definition, wires }) =>
    definition.inputs.some(({ name, required }) => name === "source" && !required) &&
    !wires.has("source")
  );
  const found = unwired[Math.floor(draw() * unwired.length)];
  if (!found) return document;
  const source = resolveParams(found.definition, found.block.params).source as SourceName;
  const [giver, port] = giverOf(source);
  return {
    ...document,
    blocks: [...document.blocks, { id: "giver", type: giver.type, params: {} }],
    connections: [...document.connections, wire(`giver.${port}`, `${found.block.id}.source`)],
  };
}

/** The block, and its port, that gives a column of the candles as it is. */
function giverOf(source: SourceName): [BlockDefinition, string] {
  for (const definition of BLOCKS) {
    for (const [port, column] of Object.entries(definition.columns ?? {})) {
      if (column === source) return [definition, port];
    }
  }
  throw new Error(`no block gives ${source}`);
}

function wire(from: string, to: string): Connection {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  return { from: end(from), to: end(to) };
}

function shuffled<T>(list: readonly T[], draw: Draw): T[] {
  return list.map((item) => ({ item, key: draw() })).sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
