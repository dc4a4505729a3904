/** The wordings of blocks, read once: "RSI [( {period} )] [of {source}]" as a list of things to match. */
import type {
  BlockDefinition,
  Params,
  ParamSpec,
  PortKind,
} from "../../blocks/definition/definition.ts";
import { BLOCKS } from "../../blocks/mod.ts";
import { tokenize } from "./tokens.ts";

export type Item =
  /** One of some runs of tokens, and how each is written. */
  | {
    readonly kind: "words";
    readonly options: readonly (readonly string[])[];
    readonly written: readonly string[];
  }
  | { readonly kind: "optional"; readonly items: readonly Item[] }
  | { readonly kind: "input"; readonly name: string; readonly carries: PortKind }
  | { readonly kind: "param"; readonly spec: ParamSpec };

export interface Pattern {
  readonly definition: BlockDefinition;
  readonly output: string;
  /** What the output carries; `null` for a block that only tells the simulation something. */
  readonly carries: PortKind | null;
  /** Parameters that the wording itself says. */
  readonly params: Params;
  readonly items: readonly Item[];
  /** How tightly it holds what stands beside it; the tighter is read first. */
  readonly binds: number;
}

/** How tightly a wording that begins with an input holds it, where it does not say so itself. */
const TIGHT = 9;

/** The wordings of all blocks. */
export const PATTERNS: readonly Pattern[] = BLOCKS.flatMap(patternsOf);

function patternsOf(definition: BlockDefinition): Pattern[] {
  return definition.says.flatMap((saying) => {
    const { say, output, params = {}, binds = TIGHT } = typeof saying === "string"
      ? { say: saying }
      : saying;
    const outputs = say.includes("{output}")
      ? definition.outputs.map(({ name }) => name)
      : [output ?? definition.outputs[0]?.name ?? ""];
    return outputs.map((name): Pattern => ({
      definition,
      output: name,
      carries: definition.outputs.find((port) => port.name === name)?.kind ?? null,
      params,
      items: readItems(say.replaceAll("{output}", name), definition),
      binds,
    }));
  });
}

/** Reads a wording; see `Saying` for how it is written. */
export function readItems(say: string, definition: BlockDefinition): Item[] {
  const pieces = say.match(/\[|\]|\{\w+\}|[^\s[\]{}]+/g) ?? [];
  const stack: Item[][] = [[]];
  for (const piece of pieces) {
    const items = stack.at(-1)!;
    if (piece === "[") stack.push([]);
    else if (piece === "]") {
      stack.pop();
      stack.at(-1)!.push({ kind: "optional", items });
    } else if (piece.startsWith("{")) items.push(hole(piece.slice(1, -1), definition));
    else {
      const written = piece.split("|").map((option) => option.replaceAll("_", " "));
      const options = written.map((option) => tokenize(option).map(({ text }) => text));
      // An article says nothing by itself; within a wording it is kept for how it is written.
      if (options[0]!.length > 0 || items.length > 0) {
        items.push({ kind: "words", options, written });
      }
    }
  }
  return stack[0]!;
}

function hole(name: string, definition: BlockDefinition): Item {
  const input = definition.inputs.find((port) => port.name === name);
  if (input) return { kind: "input", name, carries: input.kind };
  const spec = definition.params.find((param) => param.name === name);
  if (!spec) throw new TypeError(`${definition.type} has no ${name} for its wording`);
  return { kind: "param", spec };
}

/** The parameter that stands for what an input is not given by a wire: a number, or a column of the candles. */
export function insteadOf(definition: BlockDefinition, input: string): ParamSpec | null {
  return definition.params.find(({ when, default: value, kind }) =>
    (kind === "number" || kind === "choice") && value !== undefined && when !== undefined &&
    !when({}, new Set([input])) && when({}, new Set())
  ) ?? null;
}

/** The words from an item on, up to the first that differs from strategy to strategy. */
export function writtenFrom(items: readonly Item[]): string {
  const words: string[] = [];
  for (const item of items) {
    if (item.kind === "optional") words.push(writtenFrom(item.items));
    else if (item.kind === "words") words.push(item.written[0]!);
    else break;
  }
  return words.filter((word) => word !== "").join(" ");
}
