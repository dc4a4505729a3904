/** Phrases as blocks and wires: what is said twice becomes one block that is read twice. */
import type { ParamValue } from "../../blocks/definition/definition.ts";
import type { Connection, DocumentBlock, PortReference, StrategyDocument } from "../document.ts";
import type { PhraseNode } from "./parser.ts";

export interface BuiltDocument {
  readonly document: StrategyDocument;
  /** What each block was read from, the first time it was said. */
  readonly nodeOf: ReadonlyMap<string, PhraseNode>;
  /** The output of each of the phrases. */
  readonly outputs: readonly PortReference[];
}

/** Makes a document of phrases. */
export function buildDocument(nodes: readonly PhraseNode[]): BuiltDocument {
  const builder = new Builder();
  const outputs = nodes.map((node) => builder.add(node));
  return {
    document: { version: 1, blocks: builder.blocks, connections: builder.connections },
    nodeOf: builder.nodeOf,
    outputs,
  };
}

class Builder {
  readonly blocks: DocumentBlock[] = [];
  readonly connections: Connection[] = [];
  readonly nodeOf = new Map<string, PhraseNode>();
  /** Ids by what the blocks compute. */
  readonly #known = new Map<string, string>();
  readonly #added = new Map<PhraseNode, PortReference>();
  readonly #counts = new Map<string, number>();

  add(node: PhraseNode): PortReference {
    const before = this.#added.get(node);
    if (before) return before;
    const { definition, output } = node.pattern;
    const wires = this.#wires(node);
    const params = sorted(node.params);
    const key = JSON.stringify([definition.type, params, wires]);
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.#idFor(definition.type);
      this.#known.set(key, id);
      this.nodeOf.set(id, node);
      this.blocks.push({ id, type: definition.type, params: Object.fromEntries(params) });
      for (const [port, from] of wires) this.connections.push({ from, to: { block: id, port } });
    }
    const reference = { block: id, port: output };
    this.#added.set(node, reference);
    return reference;
  }

  /** What is wired to each input; "a and b and c" is one block. */
  #wires(node: PhraseNode): [string, PortReference][] {
    const { definition } = node.pattern;
    if (!definition.minInputs) {
      return Object.entries(node.inputs).map(([port, input]) => [port, this.add(input)]);
    }
    const ports = definition.inputs.map(({ name }) => name);
    const joined = joinedBy(node, ports.length);
    return joined.map((input, k) => [ports[k]!, this.add(input)]);
  }

  #idFor(type: string): string {
    const count = (this.#counts.get(type) ?? 0) + 1;
    this.#counts.set(type, count);
    return count === 1 ? type : `${type}-${count}`;
  }
}

/** The phrases that a block joins, those of its own kind within it among them while there are inputs for them. */
function joinedBy(node: PhraseNode, most: number): PhraseNode[] {
  let joined = Object.values(node.inputs);
  for (;;) {
    const place = joined.findIndex(({ pattern, inputs }) =>
      pattern.definition === node.pattern.definition &&
      joined.length - 1 + Object.keys(inputs).length <= most
    );
    if (place < 0) return joined;
    const within = Object.values(joined[place]!.inputs);
    joined = [...joined.slice(0, place), ...within, ...joined.slice(place + 1)];
  }
}

function sorted(params: Readonly<Record<string, ParamValue>>): [string, ParamValue][] {
  return Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
}
