/**
 * Saving as versions, without ever losing work: a draft is kept in the browser from the first change on, a version saved
 * elsewhere in the meantime is a choice, and a failed save leaves everything as it was.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { StrategyDocument } from "../../engine/mod.ts";
import { emptyDocument, sameDocument } from "../document/document.ts";
import type { Draft, DraftKeeper } from "./draft.ts";
import type { EditorStore } from "../editing/store.ts";
import type { ApiFailure, SavedVersion, StrategyApi } from "../document/strategy_api.ts";

/** Somebody saved since this work began. */
export interface Conflict {
  /** The newest version, saved in another tab or on another machine. */
  readonly theirs: SavedVersion;
  /** The version this work began from. */
  readonly baseVersion: number;
}

/** Work found in the browser when the editor opened. */
export interface Recovered {
  readonly savedAtMs: number;
  /** What the document was before the draft was put in its place. */
  readonly before: StrategyDocument;
}

/** The longest note, in characters: the API's rule (a test holds the two together), without its schemas in the page. */
export const MAX_NOTE = 200;

const DRAFT_DELAY_MS = 400;

/** Versions, drafts and conflicts of one open editor. */
export class Saving {
  readonly #store: EditorStore;
  readonly #api: StrategyApi;
  readonly #drafts: DraftKeeper;
  readonly #now: () => number;
  #stopDrafts: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<number | null> | null = null;

  /** The newest version this editor knows; `null` before the first. */
  readonly saved: Signal<SavedVersion | null>;
  readonly dirty: ReadonlySignal<boolean>;
  readonly busy: Signal<boolean> = signal(false);
  readonly conflict: Signal<Conflict | null> = signal(null);
  readonly recovered: Signal<Recovered | null> = signal(null);
  /** Why the last save did not happen; `null` once one did. */
  readonly failure: Signal<ApiFailure | null> = signal(null);
  /** False when the browser refuses to keep drafts. */
  readonly draftsWork: Signal<boolean> = signal(true);
  /** What the author wants to say about the next version, as typed. */
  readonly note: Signal<string> = signal("");
  /** The number the next version will get. */
  readonly nextVersion: ReadonlySignal<number>;

  constructor(
    store: EditorStore,
    parts: {
      readonly api: StrategyApi;
      readonly drafts: DraftKeeper;
      readonly latest: SavedVersion | null;
      readonly now?: () => number;
    },
  ) {
    this.#store = store;
    this.#api = parts.api;
    this.#drafts = parts.drafts;
    this.#now = parts.now ?? Date.now;
    this.saved = signal(parts.latest);
    this.nextVersion = computed(() =>
      (this.conflict.value?.theirs.versionNumber ?? this.saved.value?.versionNumber ?? 0) + 1
    );
    this.dirty = computed(() =>
      !sameDocument(store.document.value, this.saved.value?.document ?? emptyDocument())
    );
  }

  /** Takes up work that an earlier visit left, then keeps a draft of every change. Call `stop` to end. */
  start(openTabs: ReadonlySet<string>): void {
    const draft = this.#drafts.recover(openTabs);
    if (draft) this.#takeUp(draft);
    this.#stopDrafts = effect(() => {
      const dirty = this.dirty.value;
      const document = this.#store.document.value;
      clearTimeout(this.#timer);
      if (!dirty) this.#drafts.clear();
      else this.#timer = setTimeout(() => this.#keep(document), DRAFT_DELAY_MS);
    });
  }

  /** Writes a draft that is still waiting, now: the page may be going away. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.dirty.peek()) this.#keep(this.#store.document.peek());
  }

  stop(): void {
    this.flush();
    this.#stopDrafts?.();
  }

  /**
   * Saves the document as the next version, with the note that was typed or the one given here. A second call while one
   * is under way waits for it.
   * @returns the version that now holds the document; `null` when it could not be saved
   */
  save(note?: string): Promise<number | null> {
    this.#running ??= this.#save(note).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #save(note?: string): Promise<number | null> {
    const saved = this.saved.peek();
    if (saved && !this.dirty.peek()) return saved.versionNumber;
    if (this.conflict.peek()) {
      this.#store.say("Choose first: keep your work, or load the newer version.", "bad");
      return null;
    }
    return await this.#post(saved?.versionNumber ?? 0, note);
  }

  async #post(baseVersion: number, given?: string): Promise<number | null> {
    const document = this.#store.document.peek();
    const typed = this.note.peek();
    this.busy.value = true;
    this.#store.note.value = null;
    const outcome = await this.#api.saveVersion(
      document,
      baseVersion,
      (given ?? typed).trim(),
    );
    this.busy.value = false;
    if (outcome.kind === "saved") {
      const { kind: _saved, ...summary } = outcome;
      const { versionNumber } = summary;
      batch(() => {
        this.saved.value = { ...summary, document };
        // What is being typed by now is meant for the version after this one.
        if (given === undefined && this.note.peek() === typed) this.note.value = "";
        this.conflict.value = null;
        this.recovered.value = null;
        this.failure.value = null;
        this.#store.say(`Version ${versionNumber} saved`, "good");
      });
      return versionNumber;
    }
    if (outcome.kind === "conflict") await this.#learnTheirs(baseVersion);
    else this.failure.value = outcome;
    this.flush();
    return null;
  }

  /** Conflict: what is on the canvas becomes the version after theirs. */
  async keepMine(): Promise<number | null> {
    const conflict = this.conflict.peek();
    return conflict ? await this.#post(conflict.theirs.versionNumber) : null;
  }

  /** Conflict: their version comes onto the canvas; one's own work is one *Undo* away. */
  takeTheirs(): void {
    const conflict = this.conflict.peek();
    if (!conflict) return;
    batch(() => {
      this.saved.value = conflict.theirs;
      this.conflict.value = null;
      this.recovered.value = null;
      this.failure.value = null;
      const { versionNumber, document } = conflict.theirs;
      this.#store.replaceWith(document, `Load version ${versionNumber}`);
      this.#store.say(`Version ${versionNumber} loaded. Undo brings your work back.`);
    });
  }

  /** Gives recovered work up: back to the saved version. Can be undone. */
  discardRecovered(): void {
    const recovered = this.recovered.peek();
    if (!recovered) return;
    batch(() => {
      this.recovered.value = null;
      this.#store.replaceWith(recovered.before, "Discard unsaved changes");
      this.#store.say("Unsaved changes discarded. Undo brings them back.");
    });
  }

  /** Brings an earlier version back as a new one. What is on the canvas stays one *Undo* away. */
  async restore(version: SavedVersion): Promise<number | null> {
    batch(() => {
      this.#store.leaveVersions();
      this.#store.replaceWith(version.document, `Restore version ${version.versionNumber}`);
    });
    return await this.save(`Version ${version.versionNumber} restored`);
  }

  async #learnTheirs(baseVersion: number): Promise<void> {
    const latest = await this.#api.latestVersion();
    if (latest.kind !== "done") this.failure.value = latest;
    else if (latest.value) this.conflict.value = { theirs: latest.value, baseVersion };
  }

  #takeUp(draft: Draft): void {
    const saved = this.saved.peek();
    const before = this.#store.document.peek();
    if (sameDocument(draft.document, before)) {
      this.#drafts.clear();
      return;
    }
    batch(() => {
      this.#store.replaceWith(draft.document, "Restore unsaved changes");
      this.recovered.value = { savedAtMs: draft.savedAtMs, before };
      if (saved && saved.versionNumber > draft.baseVersion) {
        this.conflict.value = { theirs: saved, baseVersion: draft.baseVersion };
      }
    });
  }

  #keep(document: StrategyDocument): void {
    const conflict = this.conflict.peek();
    this.draftsWork.value = this.#drafts.write({
      baseVersion: conflict?.baseVersion ?? this.saved.peek()?.versionNumber ?? 0,
      savedAtMs: this.#now(),
      document,
    });
  }
}
