/**
 * What each version would have made on the candles that the editor shows now, with the costs that are set now: all of them on
 * the same period, so that they can be compared. Computed one after the other, when they are looked at.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { StrategyDocument } from "../../engine/mod.ts";
import type { LiveSession } from "../live/live_session.ts";
import type { SavedVersion } from "../document/strategy_api.ts";

export type VersionResult =
  | { readonly kind: "waiting" }
  /** `why` is a sentence. */
  | { readonly kind: "none"; readonly why: string }
  | {
    readonly kind: "ready";
    readonly metrics: Readonly<Record<string, number | null>>;
    /** Equity at even distances, as multiples of the starting capital. */
    readonly curve: Float64Array;
  };

/** What fetches a version; `null` when it cannot be had. */
export type FetchVersion = (versionNumber: number) => Promise<SavedVersion | null>;

const WAITING: VersionResult = { kind: "waiting" };
const UNREADABLE = "This version could not be read.";
const LATE = "Could not be calculated. Open the list again.";

export class VersionResults {
  /** By what they were made of, and then by document or by number: documents never change, and versions neither. */
  #results = new WeakMap<object, Map<StrategyDocument | number, Signal<VersionResult>>>();
  readonly #documents = new Map<number, Promise<StrategyDocument | null>>();
  #queue: Promise<void> = Promise.resolve();
  /** Grows when nobody looks any more: what waits is then left. */
  #round = 0;

  constructor(
    private readonly live: Pick<LiveSession, "basis" | "outline">,
    private readonly fetch: FetchVersion,
  ) {}

  /** The result of a document, which may be on its way. Read inside a component or an effect, it is asked for anew when candles or settings change. */
  ofDocument(document: StrategyDocument): ReadonlySignal<VersionResult> {
    return this.#find(document, () => Promise.resolve(document));
  }

  /** The result of a saved version. */
  ofVersion(versionNumber: number): ReadonlySignal<VersionResult> {
    return this.#find(versionNumber, () => this.#document(versionNumber));
  }

  /** Nobody looks any more: what has not been begun is not calculated. */
  pause(): void {
    this.#round++;
  }

  #find(
    key: StrategyDocument | number,
    read: () => Promise<StrategyDocument | null>,
  ): ReadonlySignal<VersionResult> {
    const basis = this.live.basis.value;
    // Candles are on their way; the signal that was read says when they are there.
    if (basis === null) return signal(WAITING);
    let results = this.#results.get(basis);
    if (!results) this.#results.set(basis, results = new Map());
    const known = results.get(key);
    if (known) return known;
    const found = signal(WAITING);
    results.set(key, found);
    const round = this.#round;
    const isWanted = () => round === this.#round && this.live.basis.peek() === basis;
    this.#queue = this.#queue.then(async () => {
      if (isWanted()) found.value = await this.#outline(read, isWanted);
      // To be asked for again with the next look.
      if (found.peek() === WAITING) results.delete(key);
    });
    return found;
  }

  async #outline(
    read: () => Promise<StrategyDocument | null>,
    isWanted: () => boolean,
  ): Promise<VersionResult> {
    const document = await read();
    if (document === null) return { kind: "none", why: UNREADABLE };
    const outline = await this.live.outline(document);
    if (!isWanted()) return WAITING;
    if (outline === null) return { kind: "none", why: LATE };
    if (outline.kind === "refused") return { kind: "none", why: outline.message };
    const { metrics, curve } = outline;
    return { kind: "ready", metrics, curve };
  }

  /** What could not be fetched is fetched again with the next look. */
  async #document(versionNumber: number): Promise<StrategyDocument | null> {
    let document = this.#documents.get(versionNumber);
    if (!document) {
      document = this.fetch(versionNumber).then((version) => version?.document ?? null);
      this.#documents.set(versionNumber, document);
    }
    const found = await document;
    if (found === null) this.#documents.delete(versionNumber);
    return found;
  }
}
