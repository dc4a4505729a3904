/**
 * Documents with their plans, each parsed and compiled once a process: a run's document is needed by the check before it, by
 * the job and by the engine, and a daily run's every day again. A plan holds functions, so it cannot be sent to a thread;
 * every engine thread keeps compilations of its own.
 */
import {
  compileStrategy,
  type Fault,
  parseStrategy,
  type StrategyDocument,
  type StrategyPlan,
} from "../../engine/mod.ts";

export type Compilation =
  | {
    readonly kind: "sound";
    readonly document: StrategyDocument;
    readonly plan: StrategyPlan;
    readonly warnings: readonly Fault[];
  }
  /** A document that cannot run. */
  | {
    readonly kind: "faulty";
    readonly document: StrategyDocument;
    readonly faults: readonly Fault[];
  }
  /** No document at all. */
  | { readonly kind: "unreadable"; readonly faults: readonly Fault[] };

export interface CompilationsOptions {
  /** So many are kept, those used last. */
  readonly capacity?: number;
  /** Documents whose JSON is longer, in UTF-16 units, are not kept. */
  readonly maxLength?: number;
}

export class Compilations {
  readonly #byJson = new Map<string, Compilation>();
  readonly #capacity: number;
  readonly #maxLength: number;
  #count = 0;

  constructor({ capacity = 200, maxLength = 100_000 }: CompilationsOptions = {}) {
    this.#capacity = capacity;
    this.#maxLength = maxLength;
  }

  /** How many documents were compiled so far. */
  get count(): number {
    return this.#count;
  }

  /** The compilation of a document, which is whatever a client sent or a row holds. */
  of(definition: unknown): Compilation {
    // Its content is its key: nothing can be out of date, and two versions of the same content share a plan.
    const json = JSON.stringify(definition);
    if (json === undefined || json.length > this.#maxLength) return this.#compile(definition);
    const known = this.#byJson.get(json);
    const compilation = known ?? this.#compile(definition);
    this.#byJson.delete(json);
    this.#byJson.set(json, compilation);
    if (this.#byJson.size > this.#capacity) {
      for (const oldest of this.#byJson.keys()) {
        this.#byJson.delete(oldest);
        break;
      }
    }
    return compilation;
  }

  #compile(definition: unknown): Compilation {
    this.#count++;
    const parsed = parseStrategy(definition);
    if (!parsed.ok) return { kind: "unreadable", faults: parsed.faults };
    const { document } = parsed;
    const compiled = compileStrategy(document);
    return compiled.ok
      ? { kind: "sound", document, plan: compiled.plan, warnings: compiled.warnings }
      : { kind: "faulty", document, faults: compiled.faults };
  }
}

/** Those of this process, or of this thread. */
export const compilations = new Compilations();
