/** Signals of a run that are told by the places at which they are true, where nothing needs them bar by bar. */
import type { Column } from "../blocks/definition/definition.ts";
import { CrossFinder, type CrossPlaces } from "../kernels/cross_places.ts";
import type { CountedPlaces } from "../kernels/place_reader.ts";
import type { PlanNode, StrategyPlan } from "../strategy/plan.ts";

interface Pair {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly places: CrossPlaces;
}

export class SearchedSignals {
  /** Nodes whose one output goes to the simulation and to no other node. */
  readonly #nodes: ReadonlySet<PlanNode>;
  readonly #readers = new Map<number, CountedPlaces>();
  readonly #pairs: Pair[] = [];
  /** One a pair, used again by the next run. */
  readonly #finders: CrossFinder[] = [];

  constructor({ nodes, entrySlot, exitSlot }: StrategyPlan) {
    const read = new Set(nodes.flatMap(({ inputs }) => Object.values(inputs)));
    this.#nodes = new Set(
      nodes.filter(({ definition, outputs }) =>
        definition.search !== undefined &&
        Object.values(outputs).every((slot) =>
          (slot === entrySlot || slot === exitSlot) && !read.has(slot)
        )
      ),
    );
  }

  /** Forgets what was found, and the series with it. */
  clear(): void {
    this.#readers.clear();
    this.#pairs.length = 0;
  }

  /** Searches a node's signal; false where its column is needed, or it cannot be searched. */
  find(node: PlanNode, inputs: Readonly<Record<string, Column | null>>): boolean {
    if (!this.#nodes.has(node)) return false;
    const reader = node.definition.search!({
      params: node.params,
      inputs,
      crossing: (a, b) => this.#crossing(inputs[a] as Float64Array, inputs[b] as Float64Array),
    });
    if (reader === null) return false;
    for (const slot of Object.values(node.outputs)) {
      this.#readers.set(slot, reader as CountedPlaces);
    }
    return true;
  }

  /** What was found for a slot. */
  reader(slot: number): CountedPlaces | undefined {
    return this.#readers.get(slot);
  }

  #crossing(a: Float64Array, b: Float64Array): CountedPlaces {
    for (const { a: x, b: y, places } of this.#pairs) {
      if (x === a && y === b) return places.up;
      if (x === b && y === a) return places.down;
    }
    const finder = this.#finders[this.#pairs.length] ??= new CrossFinder();
    const places = finder.find(a, b);
    this.#pairs.push({ a, b, places });
    return places.up;
  }
}
