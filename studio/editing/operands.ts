/** What conditions hold against what: new ones with sensible operands, and operands put in another's place. */
import { type BlockDefinition, type Counterpart, type StrategyDocument } from "../../engine/mod.ts";
import { foldedInto, foldingOf } from "../canvas/folding.ts";
import { numberOfInput } from "../document/card_parts.ts";
import type { Catalog } from "../document/connection_rules.ts";
import {
  addBlocks,
  type Block,
  blockById,
  connect,
  connectedInputs,
  disconnect,
  editBlock,
  freshId,
  idsOf,
  type ParamValue,
  type PortRef,
  removeBlocks,
  wireId,
  wireInto,
} from "../document/document.ts";
import { effectiveParams, setParam } from "../document/params.ts";

/** What an input is given: an output of a block that is there, of a new one that is folded in, or a number. */
export type Operand =
  | { readonly kind: "port"; readonly from: PortRef }
  | {
    readonly kind: "new";
    readonly type: string;
    readonly output: string;
    readonly params: Block["params"];
  }
  | { readonly kind: "number"; readonly value: number };

/**
 * A condition, just added, with what it speaks of and what that is usually held against: "Close is above SMA(200)", "RSI(14)
 * crosses above 30".
 *
 * @param subject what it speaks of; what conditions of its kind usually do where it is `null`
 */
export function withOperands(
  document: StrategyDocument,
  catalog: Catalog,
  conditionId: string,
  subject: Operand | null,
): StrategyDocument {
  const condition = blockById(document, conditionId);
  const definition = condition && catalog(condition.type);
  const usual = definition?.speaksOf;
  const chosen = subject ?? (usual ? { kind: "new" as const, ...usual, params: {} } : null);
  const first = definition?.inputs[0]?.name;
  if (!definition || !chosen || first === undefined) return document;
  const counterpart = counterpartOf(document, catalog, chosen);
  return counterpart?.kind === "price" && definition.inputs.length > 1
    ? besidePrice(document, catalog, conditionId, { line: chosen, counterpart })
    : heldAgainst(document, catalog, conditionId, { subject: chosen, counterpart });
}

/** What another block would speak of where it is chosen while a condition is added: the same value, by itself. */
export function operandOf(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): Operand | null {
  const block = blockById(document, blockId);
  const definition = block && catalog(block.type);
  if (!block || !definition) return null;
  const used = document.connections.find(({ from }) => from.block === blockId)?.from.port;
  const outputs = definition.counterparts ?? {};
  const output = used !== undefined && used in outputs ? used : Object.keys(outputs)[0];
  if (output === undefined) return null;
  // One that is folded into a condition stays there: the new condition has its own, set to the same.
  return foldingOf(document, catalog).has(blockId) && connectedInputs(document, blockId).size === 0
    ? { kind: "new", type: block.type, output, params: block.params }
    : { kind: "port", from: { block: blockId, port: output } };
}

/**
 * Puts an operand in the place of what an input has. What was folded there goes. Where the first input of a comparison
 * gets values of another kind, what they are held against follows.
 */
export function withOperand(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  operand: Operand,
): StrategyDocument {
  const condition = blockById(document, to.block);
  const definition = condition && catalog(condition.type);
  const [first, second] = definition?.inputs ?? [];
  const before = kindOfValues(document, catalog, to);
  const replaced = replace(document, catalog, to, operand);
  if (!definition || !second || first?.name !== to.port) return replaced;
  const after = kindOfValues(replaced, catalog, to);
  const other = wireInto(replaced, { block: to.block, port: second.name });
  const isFolded = !other || foldingOf(replaced, catalog).has(other.from.block);
  if (after === null || after === before || !isFolded) return replaced;
  // Where nothing stood on the left, a number that was set on the right was meant for what comes now.
  const isSet = !other && Object.keys(condition?.params ?? {}).length > 0;
  if (before === null && isSet) return replaced;
  const counterpart = counterpartOf(replaced, catalog, operand);
  return counterpart === null || counterpart.kind === "price"
    ? replaced
    : hold(replaced, catalog, to.block, counterpart);
}

/** The input gets the operand; what fed it before is taken off, and taken out where it was folded there. */
function replace(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  operand: Operand,
): StrategyDocument {
  const gone = new Set(foldedInto(document, catalog, to.block, to.port));
  const stays = operand.kind === "port" && gone.has(operand.from.block);
  let next = stays ? document : removeBlocks(document, gone);
  const wire = wireInto(next, to);
  if (wire) next = disconnect(next, new Set([wireId(wire)]));
  if (operand.kind === "port") return connect(next, { from: operand.from, to });
  if (operand.kind === "new") return withNew(next, catalog, to, operand);
  const condition = blockById(next, to.block);
  const definition = condition && catalog(condition.type);
  const spec = condition && definition && numberOfInput(definition, condition, to.port);
  return definition && spec
    ? setParam(next, definition, to.block, spec.name, operand.value)
    : withNew(next, catalog, to, {
      kind: "new",
      type: "number",
      output: "value",
      params: { value: operand.value },
    });
}

/** A new block, folded into the block whose input it feeds. What it needs itself is the close at first. */
function withNew(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  { type, output, params }: Extract<Operand, { readonly kind: "new" }>,
): StrategyDocument {
  const position = blockById(document, to.block)?.position;
  const block: Block = {
    id: freshId(idsOf(document), type),
    type,
    params: { ...params },
    ...(position ? { position } : {}),
    folded: true,
  };
  const next = connect(addBlocks(document, [block]), {
    from: { block: block.id, port: output },
    to,
  });
  const needed = catalog(type)?.inputs.filter(({ required }) => required) ?? [];
  return needed.reduce(
    (filled, { name }) => withNew(filled, catalog, { block: block.id, port: name }, CLOSE),
    next,
  );
}

/** What is spoken of where nothing else is said. */
const CLOSE = { kind: "new", type: "price", output: "close", params: {} } as const;

/** The subject on the left, what it is held against on the right. */
function heldAgainst(
  document: StrategyDocument,
  catalog: Catalog,
  conditionId: string,
  { subject, counterpart }: {
    readonly subject: Operand;
    readonly counterpart: Counterpart | null;
  },
): StrategyDocument {
  const definition = definitionOf(document, catalog, conditionId);
  const [first, second] = definition?.inputs ?? [];
  if (!first) return document;
  const next = replace(document, catalog, { block: conditionId, port: first.name }, subject);
  return second && counterpart ? hold(next, catalog, conditionId, counterpart) : next;
}

/** Gives the second input what the first is usually held against. */
function hold(
  document: StrategyDocument,
  catalog: Catalog,
  conditionId: string,
  counterpart: Counterpart,
): StrategyDocument {
  const definition = definitionOf(document, catalog, conditionId);
  const [first, second] = definition?.inputs ?? [];
  const wire = first && wireInto(document, { block: conditionId, port: first.name });
  if (!definition || !second || !wire) return document;
  const to = { block: conditionId, port: second.name };
  switch (counterpart.kind) {
    case "level": {
      const params = effectiveParams(definition, blockById(document, conditionId)?.params ?? {});
      const crosses = definition.comparison?.(params).crosses ?? false;
      const value = crosses ? counterpart.crossed : counterpart.standing;
      return replace(document, catalog, to, { kind: "number", value });
    }
    case "block":
      return replace(document, catalog, to, { ...counterpart, kind: "new" });
    case "output":
      return withCopy(document, catalog, to, wire.from.block, counterpart.output);
    case "average": {
      const averaged = replace(document, catalog, to, {
        kind: "new",
        type: "sma",
        output: "value",
        params: { period: counterpart.bars },
      });
      const average = wireInto(averaged, to)?.from.block;
      return average === undefined ? averaged : withCopy(
        averaged,
        catalog,
        { block: average, port: "source" },
        wire.from.block,
        wire.from.port,
      );
    }
    case "price":
      return document;
  }
}

/**
 * An input fed by an output of a block that feeds another: by a copy of it where it is folded, for a block that two inputs
 * read is folded into neither.
 */
function withCopy(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
  sourceId: string,
  output: string,
): StrategyDocument {
  const source = blockById(document, sourceId);
  if (!source) return document;
  const isFolded = source.folded === true && connectedInputs(document, sourceId).size === 0;
  return replace(
    document,
    catalog,
    to,
    isFolded
      ? { kind: "new", type: source.type, output, params: source.params }
      : { kind: "port", from: { block: sourceId, port: output } },
  );
}

/** The close on the left, a line that belongs to the price on the right. */
function besidePrice(
  document: StrategyDocument,
  catalog: Catalog,
  conditionId: string,
  { line, counterpart }: {
    readonly line: Operand;
    readonly counterpart: Extract<Counterpart, { readonly kind: "price" }>;
  },
): StrategyDocument {
  const definition = definitionOf(document, catalog, conditionId);
  const [first, second] = definition?.inputs ?? [];
  if (!definition || !first || !second) return document;
  let next = replace(document, catalog, { block: conditionId, port: first.name }, CLOSE);
  const to = { block: conditionId, port: second.name };
  if (counterpart.delayed) {
    const before: Operand = { kind: "new", type: "previous", output: "value", params: { bars: 1 } };
    next = replace(next, catalog, to, before);
    const previous = wireInto(next, to)?.from.block;
    if (previous !== undefined) {
      next = replace(next, catalog, { block: previous, port: "source" }, line);
    }
  } else next = replace(next, catalog, to, line);
  return counterpart.side === -1 ? turned(next, definition, conditionId) : next;
}

/** The condition with the first of its choices that wants its left side below the right one. */
function turned(
  document: StrategyDocument,
  definition: BlockDefinition,
  conditionId: string,
): StrategyDocument {
  const block = blockById(document, conditionId);
  if (!block || !definition.comparison) return document;
  for (const spec of definition.params) {
    for (const { value } of spec.options ?? []) {
      const params: Record<string, ParamValue> = { ...block.params, [spec.name]: value };
      if (definition.comparison(effectiveParams(definition, params)).side === -1) {
        return editBlock(document, conditionId, (old) => ({ ...old, params }));
      }
    }
  }
  return document;
}

function counterpartOf(
  document: StrategyDocument,
  catalog: Catalog,
  operand: Operand,
): Counterpart | null {
  if (operand.kind === "number") return null;
  const [type, output] = operand.kind === "new"
    ? [operand.type, operand.output]
    : [blockById(document, operand.from.block)?.type ?? "", operand.from.port];
  return catalog(type)?.counterparts?.[output] ?? null;
}

/** What the values of an input are like: two of a kind can be held against the same. `null` where nothing feeds it. */
function kindOfValues(
  document: StrategyDocument,
  catalog: Catalog,
  to: PortRef,
): string | null {
  const wire = wireInto(document, to);
  const definition = wire && definitionOf(document, catalog, wire.from.block);
  const output = definition?.outputs.find(({ name }) => name === wire?.from.port);
  if (!definition || !output) return null;
  const counterpart = definition.counterparts?.[output.name];
  // Prices and what lies among them are of one kind.
  if (counterpart?.kind === "price" || definition.type === "price") return "price";
  return output.scale ? JSON.stringify(output.scale) : `${definition.type}.${output.name}`;
}

function definitionOf(document: StrategyDocument, catalog: Catalog, blockId: string) {
  return catalog(blockById(document, blockId)?.type ?? "");
}
