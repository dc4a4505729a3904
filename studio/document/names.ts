/** What blocks are called on the canvas, in lists and in messages. */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";
import {
  type Block,
  blockById,
  connectedInputs,
  type Connection,
  type ParamValue,
  type PortRef,
  wireInto,
} from "./document.ts";
import type { Catalog, PortChoice } from "./connection_rules.ts";
import { conditionName, unlabelledName } from "./condition_name.ts";
import { valueText } from "./param_text.ts";
import { effectiveParams } from "./params.ts";

/** The trader's own name for a block, else what a condition says, else its type's name. */
export function nameOf(document: StrategyDocument, catalog: Catalog, blockId: string): string {
  const block = blockById(document, blockId);
  return block ? block.label ?? unlabelledName(document, catalog, block) : "block";
}

/** What a block's card says. */
export interface CardWords {
  readonly title: string;
  /** Below the title; empty where the title says it all. */
  readonly line: string;
}

/** The words of a block's card: its name and what it is set to. A signal's title is what it does. */
export function cardWords(document: StrategyDocument, catalog: Catalog, block: Block): CardWords {
  const definition = catalog(block.type);
  const subtitle = subtitleOf(document, catalog, block);
  if (!definition) return { title: block.label ?? block.type, line: "" };
  if (block.label !== undefined) {
    const says = conditionName(document, catalog, block.id);
    const kind = says === null ? definition.card ?? definition.name : "";
    return { title: block.label, line: [kind, subtitle].filter(Boolean).join(" · ") };
  }
  const title = definition.card ?? nameOf(document, catalog, block.id);
  const says = conditionName(document, catalog, block.id);
  return { title, line: says === null ? subtitle || definition.summary : "" };
}

/** The name, with what the block is set to where another block has the same name: `SMA (50 · close)`. */
export function distinctName(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): string {
  const name = nameOf(document, catalog, blockId);
  const block = blockById(document, blockId);
  const isShared = document.blocks.some((other) =>
    other.id !== blockId && nameOf(document, catalog, other.id) === name
  );
  const subtitle = block && isShared ? subtitleOf(document, catalog, block) : "";
  return subtitle === "" ? name : `${name} (${subtitle})`;
}

/** `SMA (50 · close)`, or `Price · Close` for a block with several ports on that side. */
export function portTitle(
  document: StrategyDocument,
  catalog: Catalog,
  choice: PortChoice,
): string {
  const name = distinctName(document, catalog, choice.block.id);
  const side = choice.definition.outputs.includes(choice.port)
    ? choice.definition.outputs
    : choice.definition.inputs;
  // What a condition says tells what its inputs are.
  const says = conditionName(document, catalog, choice.block.id) !== null;
  return side.length > 1 && !says ? `${name} · ${choice.port.label}` : name;
}

/** `Price · Close → Close above SMA(200)`, with the port's name where a side has several. */
export function wireTitle(document: StrategyDocument, catalog: Catalog, wire: Connection): string {
  const end = (ref: PortRef, side: "inputs" | "outputs") => {
    const ports = catalog(blockById(document, ref.block)?.type ?? "")?.[side] ?? [];
    const port = ports.find((candidate) => candidate.name === ref.port);
    const name = nameOf(document, catalog, ref.block);
    const says = conditionName(document, catalog, ref.block) !== null;
    return port && ports.length > 1 && !says ? `${name} · ${port.label}` : name;
  };
  return `${end(wire.from, "outputs")} → ${end(wire.to, "inputs")}`;
}

/**
 * What a block is set to, in a few words. What comes by a wire is named after the block it comes from. What a condition says
 * is its name already, unless it has a name of its own.
 */
export function subtitleOf(document: StrategyDocument, catalog: Catalog, block: Block): string {
  const definition = catalog(block.type);
  if (!definition) return "";
  const says = conditionName(document, catalog, block.id);
  if (says !== null) return block.label === undefined ? "" : says;
  const params = effectiveParams(definition, block.params);
  const shown: Record<string, ParamValue> = { ...params };
  const wired = (input: string) => {
    const wire = wireInto(document, { block: block.id, port: input });
    return wire ? feedName(document, catalog, wire.from) : undefined;
  };
  for (const [param, port] of paramsReplacedByWires(document, definition, block, params)) {
    shown[param] = wired(port) ?? port;
  }
  return definition.subtitle(shown, wired);
}

/** The two sides of a comparison in a word each: what feeds it, or the number it is held against. */
export function operandsOf(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
): { readonly left: string; readonly right: string } {
  const feed = (port: string) => {
    const wire = wireInto(document, { block: block.id, port });
    return wire && feedName(document, catalog, wire.from);
  };
  const definition = catalog(block.type);
  const spec = definition?.params.find(({ comparedWith }) => comparedWith === "a");
  const level = definition && spec && effectiveParams(definition, block.params)[spec.name];
  return {
    left: feed("a") ?? "a value",
    right: feed("b") ?? (spec ? valueText(spec, level) : "a level"),
  };
}

/** What feeds an input, in a word: a block with several outputs is known by the output. */
function feedName(document: StrategyDocument, catalog: Catalog, from: PortRef): string {
  const block = blockById(document, from.block);
  const outputs = (block && catalog(block.type)?.outputs) ?? [];
  const output = outputs.find((port) => port.name === from.port);
  if (output && outputs.length > 1 && !block?.label) return output.label;
  return nameOf(document, catalog, from.block);
}

/** Which parameters are without effect because an input is connected, and which input that is. */
function paramsReplacedByWires(
  document: StrategyDocument,
  definition: BlockDefinition,
  block: Block,
  params: Record<string, ParamValue>,
): [param: string, port: string][] {
  const connected = connectedInputs(document, block.id);
  const found: [string, string][] = [];
  for (const { name, when } of definition.params) {
    if (!when || when(params, connected)) continue;
    for (const port of connected) {
      const without = new Set(connected);
      without.delete(port);
      if (when(params, without)) found.push([name, port]);
    }
  }
  return found;
}
