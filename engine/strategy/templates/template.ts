/** Ready-made strategies. */
import type { ParamValue } from "../../blocks/definition/definition.ts";
import type { Connection, DocumentBlock, StrategyDocument } from "../document.ts";

/** What a template is after. */
export const TEMPLATE_KINDS = ["trend", "dip", "breakout", "benchmark", "overfitted"] as const;
export type TemplateKind = typeof TEMPLATE_KINDS[number];

export interface StrategyTemplate {
  readonly id: string;
  readonly name: string;
  readonly kind: TemplateKind;
  /** One paragraph: what it does and why. */
  readonly summary: string;
  /** A whole sentence that also goes on after "Works when:". */
  readonly when_it_works: string;
  /** A whole sentence that also goes on after "Fails when:". */
  readonly when_it_fails: string;
  readonly document: StrategyDocument;
}

/** A block on a grid: column 0 at the left, rows downwards. */
export function at(
  column: number,
  row: number,
  id: string,
  type: string,
  params: Readonly<Record<string, ParamValue>> = {},
): DocumentBlock {
  return { id, type, params, position: { x: 40 + column * 280, y: 40 + row * 140 } };
}

/** A connection written `rsi.value > dip.a`. */
export function wire(text: string): Connection {
  const [from = "", to = ""] = text.split(" > ");
  return { from: end(from), to: end(to) };
}

/** A document of blocks and wires. */
export function graph(
  blocks: readonly DocumentBlock[],
  wires: readonly string[],
): StrategyDocument {
  return { version: 1, blocks, connections: wires.map(wire) };
}

function end(text: string): { block: string; port: string } {
  const [block = "", port = ""] = text.split(".");
  return { block, port };
}
