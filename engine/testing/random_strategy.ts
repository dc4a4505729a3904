/**
 * Random strategies that can run, made from the definitions of the blocks alone: a new block takes part without a word here.
 */
import type {
  BlockDefinition,
  ParamSpec,
  ParamValue,
  PortKind,
} from "../blocks/definition/definition.ts";
import { BLOCKS } from "../blocks/mod.ts";
import { compileStrategy } from "../strategy/compile.ts";
import type { Connection, DocumentBlock, StrategyDocument } from "../strategy/document.ts";
import { problemOf, resolveParams } from "../strategy/params.ts";
import { seededRandom } from "./random_walk.ts";

/** Numbers in [0, 1) that a strategy is made of. */
type Draw = () => number;

/** Whole numbers are drawn from this many, so that short walks become tradable; now and then from all there are. */
const USUAL_CHOICES = 12;
/** Wires come from the newest outputs, so that chains grow long. */
const NEWEST = 10;

/** Random parameters of a definition, all in range and going together. */
export function randomParams(
  definition: BlockDefinition,
  draw: Draw,
): Record<string, ParamValue> {
  for (;;) {
    const params: Record<string, ParamValue> = {};
    for (const spec of definition.params) {
      // What is left out takes its default; a default may be a long period.
      if (draw() >= (spec.kind === "integer" ? 0.05 : 0.2)) {
        params[spec.name] = randomValue(spec, draw);
      }
    }
    if (isSound(definition, params)) return params;
  }
}

/** Whether parameters are in range and go together. */
export function isSound(
  definition: BlockDefinition,
  params: Readonly<Record<string, ParamValue>>,
): boolean {
  const resolved = resolveParams(definition, params);
  return definition.params.every((spec) => problemOf(spec, resolved[spec.name]!) === null) &&
    (definition.check?.(resolved) ?? null) === null;
}

/** A random value of one parameter; it may be out of range. */
export function randomValue(spec: ParamSpec, draw: Draw): ParamValue {
  if (spec.kind === "choice") {
    return spec.options![Math.floor(draw() * spec.options!.length)]!.value;
  }
  if (spec.kind === "days") {
    const days = [0, 1, 2, 3, 4, 5, 6].filter(() => draw() < 0.7);
    return days.length > 0 ? days : [1];
  }
  if (spec.kind === "integer") {
    const { min = 0, max = min + USUAL_CHOICES } = spec;
    const choices = draw() < 0.01 ? max - min + 1 : Math.min(max - min + 1, USUAL_CHOICES);
    // The square prefers few bars: "nine times in a row" is hardly ever true.
    return min + Math.floor(draw() * draw() * choices);
  }
  // Levels of an oscillator, of a price, near zero, or a small positive number.
  const values = [100 * draw(), 100 + 4 * (draw() - 0.5), draw() - 0.5, 0.5 + 4 * draw()];
  return values[Math.floor(draw() * values.length)]!;
}

/** The strategy of a seed: `count` blocks or a few more, besides entry, exit and risk. */
export function randomStrategy(count: number, seed: number): StrategyDocument {
  const draw = seededRandom(seed);
  const builder = new RandomGraph(draw);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const computing = BLOCKS.filter(({ role }) => role === undefined);
  while (builder.blocks.length < count || builder.outputs.signal.length === 0) {
    const possible = computing.filter((definition) => builder.canFeed(definition));
    // Blocks that read others, rather than more that could feed them.
    const reading = possible.filter(({ inputs }) => inputs.length > 0);
    builder.add(pick(draw() < 0.8 && reading.length > 0 ? reading : possible));
  }
  const withRole = new Map(BLOCKS.flatMap((block) => block.role ? [[block.role.kind, block]] : []));
  for (const [kind, definition] of withRole) {
    const share = kind === "entry" ? 1 : kind === "exit" ? 0.7 : 0.4;
    if (draw() < share) builder.add(definition);
  }
  return withoutFaulty(builder);
}

interface Port {
  readonly block: string;
  readonly port: string;
}

class RandomGraph {
  readonly blocks: DocumentBlock[] = [];
  readonly connections: Connection[] = [];
  readonly outputs: Record<PortKind, Port[]> = { series: [], signal: [] };
  readonly #read = new Set<Port>();
  /** What each block depends on, itself included. */
  readonly #upstream = new Map<string, Set<string>>();

  constructor(private readonly draw: Draw) {}

  /** Whether there is something for each input that a block needs. */
  canFeed({ inputs, minInputs = 0 }: BlockDefinition): boolean {
    return inputs.every(({ kind, required }, k) =>
      !(required || k < minInputs) || this.outputs[kind].length > 0
    );
  }

  /** Adds a block, wired to what is there. */
  add(definition: BlockDefinition): void {
    const id = `b${this.blocks.length}`;
    const { type, inputs, outputs, role, minInputs = 0 } = definition;
    const upstream = new Set([id]);
    this.#upstream.set(id, upstream);
    this.blocks.push({ id, type, params: randomParams(definition, this.draw) });
    const share = minInputs > 0 ? 0.1 : 0.5;
    const wanted = inputs.filter(({ required }) => required || this.draw() < share);
    for (const port of this.#shuffled(inputs)) {
      if (wanted.length < minInputs && !wanted.includes(port)) wanted.push(port);
    }
    for (const { name, kind } of wanted) {
      const from = role?.kind === "entry" ? this.#largest(kind) : this.#source(kind);
      if (!from) continue;
      this.connections.push({ from, to: { block: id, port: name } });
      this.#read.add(from);
      for (const other of this.#upstream.get(from.block)!) upstream.add(other);
    }
    for (const { name, kind } of outputs) this.outputs[kind].push({ block: id, port: name });
  }

  /** An output to read, mostly one that nothing reads yet, so that most blocks lead somewhere. */
  #source(kind: PortKind): Port | undefined {
    const unread = this.outputs[kind].filter((port) => !this.#read.has(port));
    const among = unread.length > 0 && this.draw() < 0.7 ? unread : this.outputs[kind];
    const newest = among.slice(-NEWEST);
    return newest[Math.floor(this.draw() * newest.length)];
  }

  /** Of some outputs the one that most blocks lead to. */
  #largest(kind: PortKind): Port | undefined {
    const size = ({ block }: Port) => this.#upstream.get(block)!.size;
    return this.#shuffled(this.outputs[kind]).slice(0, NEWEST).sort((a, b) => size(b) - size(a))[0];
  }

  #shuffled<T>(list: readonly T[]): T[] {
    return list.map((item) => ({ item, key: this.draw() })).sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
}

/** A document without the blocks that keep it from running: a risk block may need another that was not drawn. */
function withoutFaulty({ blocks, connections }: RandomGraph): StrategyDocument {
  const document: StrategyDocument = { version: 1, blocks, connections };
  const compiled = compileStrategy(document);
  if (compiled.ok) return document;
  const faulty = new Set(compiled.faults.map(({ block_id }) => block_id));
  return { ...document, blocks: blocks.filter(({ id }) => !faulty.has(id)) };
}
