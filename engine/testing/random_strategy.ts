/**
 * Random strategies that can run, made from the definitions of the blocks alone: a new block takes part without a word here.
 * Periods are kept short, so that short walks of candles become tradable.
 */
import type { BlockDefinition, ParamSpec, ParamValue, PortKind } from "../blocks/definition.ts";
import { BLOCKS } from "../blocks/mod.ts";
import type { Connection, DocumentBlock, StrategyDocument } from "../strategy/document.ts";
import { problemOf, resolveParams } from "../strategy/params.ts";
import { seededRandom } from "./random_walk.ts";

/** Numbers in [0, 1) that a strategy is made of. */
type Draw = () => number;

const LONGEST_PERIOD = 12;

/** Random parameters of a definition, all in range and going together. */
export function randomParams(
  definition: BlockDefinition,
  draw: Draw,
): Record<string, ParamValue> {
  for (;;) {
    const params: Record<string, ParamValue> = {};
    for (const spec of definition.params) {
      // What is left out takes its default; a default may be a long period.
      if (spec.kind !== "integer" && draw() < 0.2) continue;
      params[spec.name] = randomValue(spec, draw);
    }
    const resolved = resolveParams(definition, params);
    const sound = definition.params.every((spec) => problemOf(spec, resolved[spec.name]!) === null);
    if (sound && (definition.check?.(resolved) ?? null) === null) return params;
  }
}

function randomValue(spec: ParamSpec, draw: Draw): ParamValue {
  if (spec.kind === "choice") {
    return spec.options![Math.floor(draw() * spec.options!.length)]!.value;
  }
  if (spec.kind === "days") {
    const days = [0, 1, 2, 3, 4, 5, 6].filter(() => draw() < 0.7);
    return days.length > 0 ? days : [1];
  }
  const min = spec.min ?? (spec.kind === "integer" ? 0 : -2);
  if (spec.kind === "integer") {
    return min +
      Math.floor(draw() * (Math.min(spec.max ?? LONGEST_PERIOD, min + LONGEST_PERIOD) - min));
  }
  // Levels of an oscillator, of a price, near zero, or a small positive number.
  const values = [100 * draw(), 100 + 4 * (draw() - 0.5), draw() - 0.5, 0.5 + 4 * draw()];
  return values[Math.floor(draw() * values.length)]!;
}

interface Port {
  readonly block: string;
  readonly port: string;
}

/** The strategy of a seed: `count` blocks or a few more, besides entry, exit and risk. */
export function randomStrategy(count: number, seed: number): StrategyDocument {
  const draw = seededRandom(seed);
  const blocks: DocumentBlock[] = [];
  const connections: Connection[] = [];
  const outputs: Record<PortKind, Port[]> = { series: [], signal: [] };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;

  const add = (definition: BlockDefinition) => {
    const id = `b${blocks.length}`;
    blocks.push({ id, type: definition.type, params: randomParams(definition, draw) });
    definition.inputs.forEach((port, k) => {
      const wanted = port.required || k < (definition.minInputs ?? 0) || draw() < 0.3;
      // Later blocks first, so that chains grow long.
      const sources = outputs[port.kind].slice(-12);
      if (wanted && sources.length > 0) {
        connections.push({ from: pick(sources), to: { block: id, port: port.name } });
      }
    });
    for (const { name, kind } of definition.outputs) outputs[kind].push({ block: id, port: name });
  };
  const fits = ({ inputs, minInputs = 0 }: BlockDefinition) =>
    inputs.every(({ kind, required }, k) =>
      !(required || k < minInputs) || outputs[kind].length > 0
    );

  const computing = BLOCKS.filter(({ role }) => role === undefined);
  while (blocks.length < count || outputs.signal.length === 0) {
    add(pick(computing.filter((definition) => fits(definition))));
  }
  const withRole = (kind: string) => BLOCKS.find(({ role }) => role?.kind === kind)!;
  add(withRole("entry"));
  if (draw() < 0.7) add(withRole("exit"));
  const hasStop = draw() < 0.6;
  if (hasStop) add(withRole(draw() < 0.5 ? "stop_loss" : "trailing_stop"));
  for (const kind of ["position_size", "take_profit", "time_exit", "cooldown"]) {
    if (draw() >= 0.4) continue;
    const before = blocks.length;
    add(withRole(kind));
    const { mode } = blocks[before]!.params;
    if (!hasStop && (mode === "r_multiple" || mode === "risk_percent")) blocks.pop();
  }
  return { version: 1, blocks, connections };
}
