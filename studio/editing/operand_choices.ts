/** What an input of a condition can be given, as a list that is searched. */
import {
  type BlockDefinition,
  BLOCKS,
  type ParamSpec,
  type PortSpec,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { foldedInto, foldingOf, isCondition } from "../canvas/folding.ts";
import { numberOfInput, sourceText } from "../document/card_parts.ts";
import { type Catalog, compatibleOutputs } from "../document/connection_rules.ts";
import { blockById, type PortRef, wireInto } from "../document/document.ts";
import { visibleFields } from "../document/params.ts";
import { search } from "../palette/palette.ts";
import { plain } from "../../text/format.ts";
import type { Operand } from "./operands.ts";

/** One line of the list. */
export interface OperandChoice {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  /** Whose icon and tint it has. */
  readonly type: string;
  readonly operand: Operand;
}

/** Lines of new blocks that a search shows at most. */
const MOST_NEW = 24;

/**
 * What an input can be given, the best first: a number that was typed, levels in common use, what is on the canvas, and new
 * values. Numbers after a name set it: "sma 200".
 */
export function operandChoices(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  query: string,
): readonly OperandChoice[] {
  const { words, numbers } = readQuery(query);
  const [typed] = numbers;
  const found: OperandChoice[] = [];
  if (typed !== undefined && words === "") {
    found.push(numberChoice(typed));
    const own = resized(document, catalog, to, numbers);
    if (own) found.push(own);
  }
  if (query.trim() === "") found.push(...levels(document, catalog, to));
  if (numbers.length === 0 || words !== "") {
    found.push(...onCanvas(document, catalog, to, words));
    found.push(...newValues(words, numbers));
  }
  return found;
}

function numberChoice(value: number, detail = "A fixed number"): OperandChoice {
  return {
    key: `number ${value}`,
    name: plain(value),
    detail,
    type: "number",
    operand: { kind: "number", value },
  };
}

/** The block that is folded there, with its first numbers set to others: typing 21 over RSI 14. */
function resized(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  numbers: readonly number[],
): OperandChoice | null {
  const wire = wireInto(document, to);
  const block = wire && blockById(document, wire.from.block);
  const definition = block && catalog(block.type);
  if (!wire || !block || !definition || !foldingOf(document, catalog).has(block.id)) return null;
  if (foldedInto(document, catalog, to.block, to.port).length > 1) return null;
  return newValue(definition, wire.from.port, numbers, block.params);
}

/** Numbers in common use for what the input is held against. */
function levels(document: StrategyDocument, catalog: Catalog, to: PortRef): OperandChoice[] {
  const condition = blockById(document, to.block);
  const definition = condition && catalog(condition.type);
  if (!condition || !definition || wireInto(document, to)) return [];
  const spec = numberOfInput(definition, condition, to.port);
  const field = spec && visibleFields(document, catalog, definition, condition)
    .find((candidate) => candidate.spec.name === spec.name);
  return (field?.presets ?? []).map((level) => numberChoice(level, "A level in common use"));
}

/** Outputs of blocks that have a card of their own. */
function onCanvas(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  words: string,
): OperandChoice[] {
  const folding = foldingOf(document, catalog);
  const wanted = words.toLowerCase();
  return compatibleOutputs(document, catalog, to)
    .filter(({ block }) => !folding.has(block.id))
    .map(({ ref, block }) => ({
      key: `port ${ref.block} ${ref.port}`,
      name: sourceText(document, catalog, block, ref.port),
      detail: "On the canvas",
      type: block.type,
      operand: { kind: "port" as const, from: ref },
    }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** New prices, indicators and sums of these. */
function newValues(words: string, numbers: readonly number[]): OperandChoice[] {
  const values = BLOCKS.filter((definition) =>
    !isCondition(definition) && definition.type !== "number" &&
    definition.outputs.some(({ kind }) => kind === "series")
  );
  const found = new Map<string, OperandChoice>();
  const add = (definition: BlockDefinition, output: PortSpec) => {
    const choice = newValue(definition, output.name, numbers, {});
    if (choice) found.set(choice.key, choice);
  };
  const wanted = words.toLowerCase();
  const series = (definition: BlockDefinition) =>
    definition.outputs.filter(({ kind }) => kind === "series");
  // Outputs that are called so come before blocks that are found by it.
  if (wanted !== "") {
    for (const definition of values) {
      const outputs = series(definition);
      if (outputs.length < 2) continue;
      for (const output of outputs) {
        if (output.label.toLowerCase().startsWith(wanted)) add(definition, output);
      }
    }
  }
  for (const definition of search(values, words)) {
    for (const output of series(definition)) add(definition, output);
  }
  return [...found.values()].slice(0, words === "" ? undefined : MOST_NEW);
}

/** A new block with its numbers set in order; `null` where they do not fit. */
function newValue(
  definition: BlockDefinition,
  output: string,
  numbers: readonly number[],
  base: Readonly<Record<string, unknown>>,
): OperandChoice | null {
  const specs = definition.params.filter(({ kind }) => kind === "integer" || kind === "number");
  if (numbers.length > specs.length) return null;
  const params = { ...base } as Extract<Operand, { kind: "new" }>["params"] as Record<
    string,
    number | string
  >;
  for (const [k, value] of numbers.entries()) {
    const spec = specs[k];
    if (!spec || !fits(spec, value)) return null;
    params[spec.name] = value;
  }
  const block = { id: "new", type: definition.type, params };
  const alone: StrategyDocument = { version: 1, blocks: [block], connections: [] };
  return {
    key: `new ${definition.type} ${output} ${numbers.join(" ")}`,
    name: sourceText(alone, () => definition, block, output),
    // Of several outputs the summary would say the same again and again.
    detail: definition.outputs.length > 1 ? definition.name : definition.summary,
    type: definition.type,
    operand: { kind: "new", type: definition.type, output, params },
  };
}

function fits({ kind, min = -Infinity, max = Infinity }: ParamSpec, value: number): boolean {
  return value >= min && value <= max && (kind !== "integer" || Number.isInteger(value));
}

/** "sma 200", "sma(200)", "bollinger 20, 2.5", "-5" */
function readQuery(query: string): { readonly words: string; readonly numbers: readonly number[] } {
  const numbers: number[] = [];
  const words = query.replace(/(^|[\s(,])([−-]?\d+(?:\.\d+)?)(?=$|[\s),])/g, (_, before, text) => {
    numbers.push(Number(text.replace("−", "-")));
    return before;
  });
  return { words: words.replace(/[(),\s]+/g, " ").trim(), numbers };
}
