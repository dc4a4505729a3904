/** Every short condition that the blocks can be wired to: for what must hold for each of them. */
import type { BlockDefinition, Params, PortKind } from "../blocks/definition/definition.ts";
import { BLOCKS } from "../blocks/mod.ts";
import type { Connection, DocumentBlock, StrategyDocument } from "../strategy/document.ts";

/** An output of a block and what is wired into it. */
interface Expression {
  readonly definition: BlockDefinition;
  readonly params: Params;
  readonly port: string;
  readonly inputs: Readonly<Record<string, Expression>>;
}

/** Strategies that buy on each condition: series up to two blocks deep compared, and signals joined up to three deep. */
export function* strategiesOfShortConditions(): Generator<StrategyDocument> {
  const leaves = outputsOf("series", [[]]);
  const [close, open] = leaves as [Expression, Expression];
  const once = outputsOf("series", [[close], [open], [close, open], [open, close]]);
  const twice = outputsOf("series", once.flatMap((a) => [[a], [a, close], [close, a]]));
  const compared = [
    ...outputsOf("signal", [...leaves, ...once].flatMap((a) => [[a], [a, close]])),
    ...outputsOf("signal", twice.map((a) => [a])),
  ];
  for (const condition of compared) yield buyWhen(condition);
  const [a, b] = outputsOf("signal", [[close]]) as [Expression, Expression];
  const joined = outputsOf("signal", pairs([a, b], [a, b]));
  const again = outputsOf("signal", pairs([...joined, a, b], [...joined, a, b]));
  const third = outputsOf("signal", [...pairs(again, [a, b]), ...pairs([a, b], again)]);
  for (const condition of [...joined, ...again, ...third]) yield buyWhen(condition);
}

function pairs(left: readonly Expression[], right: readonly Expression[]): Expression[][] {
  return left.flatMap((a) => [[a], ...right.map((b) => [a, b])]);
}

/**
 * Every block that has outputs of a kind and as many inputs as there are expressions in a group, wired to that group; one for
 * each option of its choices.
 */
function outputsOf(kind: PortKind, groups: readonly (readonly Expression[])[]): Expression[] {
  return BLOCKS.filter(({ role }) => role === undefined).flatMap((definition) =>
    groups.flatMap((group) => {
      const { inputs, minInputs = 0, outputs } = definition;
      const wired = inputs.slice(0, group.length);
      const needed = inputs.filter(({ required }, k) => required || k < minInputs).length;
      const given = group[0]?.definition.outputs.find(({ name }) => name === group[0]?.port)?.kind;
      if (wired.length < group.length || needed > group.length) return [];
      if (wired.some((port) => port.kind !== given)) return [];
      return variants(definition).flatMap((params) =>
        outputs.filter((port) => port.kind === kind).map(({ name }) => ({
          definition,
          params,
          port: name,
          inputs: Object.fromEntries(wired.map((port, k) => [port.name, group[k]!])),
        }))
      );
    })
  );
}

/** Defaults, and each option of each choice but for the source, which a wire says as well. */
function variants({ params }: BlockDefinition): Params[] {
  const choices = params.filter(({ kind, name }) => kind === "choice" && name !== "source");
  return [
    {},
    ...choices.flatMap((spec) =>
      spec.options!.filter(({ value }) => value !== spec.default)
        .map(({ value }) => ({ [spec.name]: value }))
    ),
  ];
}

function buyWhen(condition: Expression): StrategyDocument {
  const blocks: DocumentBlock[] = [];
  const connections: Connection[] = [];
  const ids = new Map<Expression, string>();
  const add = (expression: Expression): string => {
    const known = ids.get(expression);
    if (known) return known;
    const { definition, params, inputs } = expression;
    const id = `b${blocks.length}`;
    ids.set(expression, id);
    blocks.push({ id, type: definition.type, params });
    for (const [port, from] of Object.entries(inputs)) {
      connections.push({ from: { block: add(from), port: from.port }, to: { block: id, port } });
    }
    return id;
  };
  const from = { block: add(condition), port: condition.port };
  const entry = BLOCKS.find(({ role }) => role?.kind === "entry")!;
  blocks.push({ id: "buy", type: entry.type, params: {} });
  connections.push({ from, to: { block: "buy", port: entry.inputs[0]!.name } });
  return { version: 1, blocks, connections };
}
