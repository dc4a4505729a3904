/** Documents and stand-ins that the editor's tests share. */
import { blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import type { DraftStorage } from "../saving/draft.ts";
import { EditorStore } from "../editing/store.ts";
import type {
  Outcome,
  SavedVersion,
  SaveOutcome,
  StrategyApi,
  VersionSummary,
} from "../document/strategy_api.ts";

/** RSI crosses above 30 → buy. */
export const RULE: StrategyDocument = {
  version: 1,
  blocks: [
    { id: "rsi", type: "rsi", params: { period: 14 }, position: { x: 0, y: 0 } },
    {
      id: "cross",
      type: "crossover",
      params: { direction: "above", value: 30 },
      position: { x: 300, y: 0 },
    },
    { id: "buy", type: "entry_signal", params: {}, position: { x: 600, y: 0 } },
  ],
  connections: [
    { from: { block: "rsi", port: "value" }, to: { block: "cross", port: "a" } },
    { from: { block: "cross", port: "signal" }, to: { block: "buy", port: "signal" } },
  ],
};

/** A store whose clock moves only when told to. */
export function storeOf(document: StrategyDocument) {
  const clock = { ms: 1_000 };
  const store = new EditorStore(document, { catalog: blockDefinition, now: () => clock.ms });
  return { store, clock };
}

/** `localStorage` in memory. */
export function memoryStorage(): DraftStorage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

/** A server that keeps versions as the real one does. */
export class VersionsInMemory implements StrategyApi {
  readonly list: SavedVersion[] = [];
  failNext: SaveOutcome | null = null;

  saveVersion(document: StrategyDocument, baseVersion: number, text = ""): Promise<SaveOutcome> {
    const failure = this.failNext;
    this.failNext = null;
    if (failure) return Promise.resolve(failure);
    if (baseVersion !== this.list.length) return Promise.resolve({ kind: "conflict" });
    const versionNumber = this.list.length + 1;
    const createdAt = new Date(versionNumber * 1_000).toISOString();
    const summary = { versionNumber, createdAt, note: text || null };
    this.list.push({ ...summary, document });
    return Promise.resolve({ kind: "saved", ...summary });
  }
  latestVersion(): Promise<Outcome<SavedVersion | null>> {
    return Promise.resolve({ kind: "done", value: this.list.at(-1) ?? null });
  }
  version(versionNumber: number): Promise<Outcome<SavedVersion>> {
    const value = this.list[versionNumber - 1];
    return Promise.resolve(
      value ? { kind: "done", value } : { kind: "refused", message: "No.", faults: [] },
    );
  }
  versions() {
    return Promise.resolve({ kind: "done" as const, value: [...this.list].reverse() });
  }
  noteVersion(versionNumber: number, note: string): Promise<Outcome<VersionSummary>> {
    const old = this.list[versionNumber - 1];
    if (!old) return Promise.resolve({ kind: "refused", message: "No.", faults: [] });
    const value = this.list[versionNumber - 1] = { ...old, note: note || null };
    return Promise.resolve({ kind: "done", value });
  }
  rename(name: string) {
    return Promise.resolve({ kind: "done" as const, value: name });
  }
}
