/**
 * Unsaved work kept in the browser. Every tab keeps its own draft, so that two tabs on one strategy never overwrite each
 * other; a tab that comes back (reload) finds its own, a new one finds those of tabs that are gone (crash).
 */
import { parseStrategy, type StrategyDocument } from "../../engine/mod.ts";

/** Work that is not in any saved version. */
export interface Draft {
  /** The version the work started from; 0 when there was none. */
  readonly baseVersion: number;
  readonly savedAtMs: number;
  readonly document: StrategyDocument;
}

/** Where unsaved work goes; see {@link Drafts} for what each does. */
export interface DraftKeeper {
  write(draft: Draft): boolean;
  clear(): void;
  recover(openTabs: ReadonlySet<string>): Draft | null;
}

/** The part of `localStorage` that drafts need. */
export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "blockbuilders:draft:";

/** The drafts of one person for one strategy. */
export class Drafts implements DraftKeeper {
  readonly #storage: DraftStorage | null;
  readonly #scope: string;
  readonly #own: string;

  /** `storage` may be `null` where the browser refuses it: then nothing is kept. */
  constructor(
    storage: DraftStorage | null,
    ids: { readonly userId: string; readonly strategyId: string; readonly tabId: string },
  ) {
    this.#storage = storage;
    this.#scope = `${PREFIX}${ids.userId}:${ids.strategyId}:`;
    this.#own = this.#scope + ids.tabId;
  }

  /** Keeps this tab's draft. False when the browser would not (full, or storage is off). */
  write(draft: Draft): boolean {
    try {
      this.#storage?.setItem(this.#own, JSON.stringify(draft));
      return this.#storage !== null;
    } catch {
      return false;
    }
  }

  /** Forgets this tab's draft: the work is in a version now, or was given up on purpose. */
  clear(): void {
    try {
      this.#storage?.removeItem(this.#own);
    } catch {
      // A browser that refuses storage has nothing to forget.
    }
  }

  /**
   * The draft to go on with: this tab's own, else the newest that a tab which is gone left behind. A draft taken over
   * becomes this tab's.
   * @param openTabs ids of the tabs that are open now; their drafts are left alone
   */
  recover(openTabs: ReadonlySet<string>): Draft | null {
    const own = this.#read(this.#own);
    if (own) return own;
    let newest: { key: string; draft: Draft } | null = null;
    for (const key of this.#keys()) {
      if (openTabs.has(key.slice(this.#scope.length))) continue;
      const draft = this.#read(key);
      if (draft && (!newest || draft.savedAtMs > newest.draft.savedAtMs)) newest = { key, draft };
    }
    if (!newest) return null;
    if (this.write(newest.draft)) this.#storage?.removeItem(newest.key);
    return newest.draft;
  }

  #keys(): string[] {
    const keys: string[] = [];
    for (let i = 0; i < (this.#storage?.length ?? 0); i++) {
      const key = this.#storage?.key(i);
      if (key?.startsWith(this.#scope)) keys.push(key);
    }
    return keys;
  }

  #read(key: string): Draft | null {
    try {
      const text = this.#storage?.getItem(key);
      if (!text) return null;
      const raw: unknown = JSON.parse(text);
      if (raw === null || typeof raw !== "object") return null;
      const { baseVersion, savedAtMs, document } = raw as Record<string, unknown>;
      const parsed = parseStrategy(document);
      if (!parsed.ok || typeof baseVersion !== "number" || typeof savedAtMs !== "number") {
        return null;
      }
      return { baseVersion, savedAtMs, document: parsed.document };
    } catch {
      return null;
    }
  }
}
