/** What a condition's card says, in the order of its sentence: operands as chips, and the words between them. */
import {
  type BlockDefinition,
  type BlockFamily,
  outputNames,
  type ParamSpec,
  type StrategyDocument,
} from "../../engine/mod.ts";
import type { Catalog } from "./connection_rules.ts";
import {
  type Block,
  blockById,
  type Connection,
  type ParamValue,
  type PortRef,
} from "./document.ts";
import { effectiveParams } from "./params.ts";
import { valueText } from "./param_text.ts";

/** A value that a condition holds against another. */
export interface OperandPart {
  readonly kind: "operand";
  /** The input that it belongs to. */
  readonly port: string;
  /** `RSI 14`, `30`, `Close`; of an input that nothing feeds the input's own name. */
  readonly text: string;
  /** What feeds the input; `null` where a number stands, or nothing. */
  readonly source: PortRef | null;
  /** Whose tint it has; `null` where nothing feeds a required input. */
  readonly family: BlockFamily | null;
  /** The parameter that holds while nothing feeds the input. */
  readonly param: string | null;
}

/** Words between operands. */
export interface WordsPart {
  readonly kind: "words";
  readonly text: string;
  /** The parameters that they depend on, beside those of operands. */
  readonly params: readonly string[];
}

/** A piece of a condition's card. */
export type CardPart = OperandPart | WordsPart;

interface Known {
  readonly parts: Map<string, readonly CardPart[]>;
  /** What outputs say; `null` in a document with a type that this editor does not know. */
  readonly outputs: ((blockId: string, output: string) => string | null) | null;
}

const known = new WeakMap<StrategyDocument, Known>();

/** The pieces of a condition's sentence; none for a type that is not known. Read once for each document. */
export function conditionParts(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
): readonly CardPart[] {
  const { parts } = knownOf(document, catalog);
  const read = parts.get(block.id) ?? readParts(document, catalog, block);
  parts.set(block.id, read);
  return read;
}

function knownOf(document: StrategyDocument, catalog: Catalog): Known {
  let found = known.get(document);
  if (found === undefined) {
    const isReadable = document.blocks.every(({ type }) => catalog(type) !== undefined);
    found = {
      parts: new Map(),
      outputs: isReadable ? outputNames(withSoundWires(document, catalog)) : null,
    };
    known.set(document, found);
  }
  return found;
}

/** Without wires between ports that there are not: two versions drawn over each other have them. */
function withSoundWires(document: StrategyDocument, catalog: Catalog): StrategyDocument {
  const types = new Map(document.blocks.map(({ id, type }) => [id, type]));
  const isSound = ({ from, to }: Connection) =>
    catalog(types.get(from.block) ?? "")?.outputs.some(({ name }) => name === from.port) &&
    catalog(types.get(to.block) ?? "")?.inputs.some(({ name }) => name === to.port);
  return document.connections.every(isSound)
    ? document
    : { ...document, connections: document.connections.filter(isSound) };
}

function readParts(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
): readonly CardPart[] {
  const definition = catalog(block.type);
  if (!definition) return [];
  const params = effectiveParams(definition, block.params);
  const standIns = numbersOf(definition, params);
  const others = definition.params.map(({ name }) => name)
    .filter((name) => ![...standIns.values()].some((spec) => spec.name === name));
  const wires = new Map(
    document.connections.filter(({ to }) => to.block === block.id).map((wire) => [
      wire.to.port,
      wire,
    ]),
  );
  return sentencePieces(definition, params).map((piece): CardPart => {
    if (piece.port === null) return { kind: "words", text: piece.text, params: others };
    const { port } = piece;
    return operand(document, catalog, definition, {
      port,
      wire: wires.get(port),
      number: standIns.get(port),
      params,
    });
  });
}

/** The words of a condition with one of its parameters set to each of its options, by the option's value. */
export function optionWords(
  definition: BlockDefinition,
  block: Block,
  spec: ParamSpec,
): ReadonlyMap<string, string> {
  const params = effectiveParams(definition, block.params);
  return new Map((spec.options ?? []).map(({ value }) => {
    const pieces = sentencePieces(definition, { ...params, [spec.name]: value });
    const words = pieces.filter(({ port }) => port === null).map(({ text }) => text).join(" … ");
    return [value, words];
  }));
}

function operand(
  document: StrategyDocument,
  catalog: Catalog,
  definition: BlockDefinition,
  { port, wire, number, params }: {
    readonly port: string;
    readonly wire: Connection | undefined;
    readonly number: ParamSpec | undefined;
    readonly params: Readonly<Record<string, ParamValue>>;
  },
): OperandPart {
  const param = number?.name ?? null;
  const source = wire && blockById(document, wire.from.block);
  if (wire && source) {
    const family = catalog(source.type)?.family ?? null;
    const text = sourceText(document, catalog, source, wire.from.port);
    return { kind: "operand", port, text, source: wire.from, family, param };
  }
  const input = definition.inputs.find(({ name }) => name === port);
  return {
    kind: "operand",
    port,
    text: number ? valueText(number, params[number.name]) : input?.label ?? port,
    source: null,
    family: number ? "prices" : null,
    param,
  };
}

/** What gives a value, in a word or two: `SMA 200`, `Close`, `Upper band`. */
export function sourceText(
  document: StrategyDocument,
  catalog: Catalog,
  source: Block,
  port: string,
): string {
  if (source.label) return source.label;
  const definition = catalog(source.type);
  const output = definition?.outputs.find(({ name }) => name === port)?.label;
  // A wire of an earlier version may come from a port that the block has no more.
  const says = output === undefined ? null : knownOf(document, catalog).outputs?.(source.id, port);
  return says ? says.replace(/\((\d+(?:\.\d+)?)\)/g, " $1") : output ?? source.type;
}

/** The pieces of a sentence whose operands are left open: an input's name, or words. */
function sentencePieces(
  definition: BlockDefinition,
  params: Readonly<Record<string, ParamValue>>,
): readonly { readonly port: string | null; readonly text: string }[] {
  const mark = (name: string) => [{ block_id: name, parts: [] }];
  const phrase = definition.phrase({
    params,
    input: mark,
    inputs: () => definition.inputs.map(({ name }) => mark(name)),
    output: definition.outputs[0]?.name ?? "",
  });
  const pieces: { port: string | null; text: string }[] = [];
  for (const part of phrase) {
    if (typeof part !== "string") pieces.push({ port: part.block_id, text: "" });
    else if (part.trim() !== "") {
      pieces.push({ port: null, text: part.trim().replace(/^it is /, "") });
    }
  }
  return pieces;
}

/** The parameter that holds while nothing feeds an input, if one does. */
export function numberOfInput(
  definition: BlockDefinition,
  block: Block,
  port: string,
): ParamSpec | undefined {
  return numbersOf(definition, effectiveParams(definition, block.params)).get(port);
}

/** The parameters that stand in for inputs, by the input that takes their place when it is connected. */
function numbersOf(
  definition: BlockDefinition,
  params: Readonly<Record<string, ParamValue>>,
): ReadonlyMap<string, ParamSpec> {
  const found = new Map<string, ParamSpec>();
  for (const spec of definition.params) {
    if (!spec.when?.(params, new Set())) continue;
    for (const { name } of definition.inputs) {
      if (!spec.when(params, new Set([name]))) found.set(name, spec);
    }
  }
  return found;
}
