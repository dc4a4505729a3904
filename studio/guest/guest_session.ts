/**
 * The editor's document, names and drafts for someone without an account, without a framework. From the first change on,
 * what is kept in the browser is what is on the canvas, in every tab.
 */
import { batch, type Signal, signal } from "@preact/signals";
import type {} from "../../engine/mod.ts";
import { blockDefinition, type StrategyDocument } from "../../engine/mod.ts";
import { sameDocument } from "../document/document.ts";
import type { DraftKeeper } from "../saving/draft.ts";
import { withPlaces } from "../canvas/layout.ts";
import { saidName } from "../say/said_name.ts";
import { Saving } from "../saving/saving.ts";
import { EditorStore } from "../editing/store.ts";
import type {
  ApiFailure,
  SavedVersion,
  StrategyApi,
  StrategyInfo,
} from "../document/strategy_api.ts";
import { GUEST_SERIES } from "./guest_market.ts";
import type { GuestTemplate } from "./guest_templates.ts";
import type { GuestWork, GuestWorks } from "./guest_works.ts";

/** What a guest's calls to the server come to. */
const NO_ACCOUNT: ApiFailure = { kind: "signed_out" };

export class GuestSession {
  readonly store: EditorStore;
  readonly saving: Saving;
  readonly strategy: Signal<StrategyInfo>;
  readonly api: StrategyApi;
  /** Which market the strategy is kept for; the guest's candles stay the synthetic ones. */
  readonly asset: Signal<string>;
  /** The template that is on the canvas, or that it began with; `null` when the work is of an earlier visit. */
  readonly template: Signal<string | null>;

  constructor(private readonly works: GuestWorks, template: GuestTemplate) {
    const work = works.read();
    const { timeframe } = GUEST_SERIES;
    this.asset = signal(work?.asset ?? GUEST_SERIES.asset);
    this.template = signal(work ? null : template.id);
    this.strategy = signal({
      id: "guest",
      name: work?.name ?? template.name,
      asset: GUEST_SERIES.asset,
      timeframe,
    });
    const start = withPlaces(template.document, blockDefinition);
    const document = work ? withPlaces(work.document, blockDefinition) : start;
    this.store = new EditorStore(document, { catalog: blockDefinition });
    this.api = guestApi((name) => this.rename(name));
    const drafts: DraftKeeper = {
      write: () => this.keep(),
      // Back to where it began: what is kept follows, and nothing is kept for who has changed nothing.
      clear: () => void (this.works.read() && this.keep()),
      recover: () => null,
    };
    this.saving = new Saving(this.store, {
      api: this.api,
      drafts,
      // Work of an earlier visit counts as changed: it is nowhere but in this browser.
      latest: work ? null : startOf(start),
    });
  }

  /** Keeps what is on the canvas now. False when the browser would not. */
  keep(): boolean {
    const { name, timeframe } = this.strategy.peek();
    return this.works.write({
      name,
      timeframe,
      asset: this.asset.peek(),
      document: this.store.document.peek(),
    });
  }

  rename(name: string): boolean {
    this.strategy.value = { ...this.strategy.peek(), name };
    return this.keep();
  }

  /** Puts a template on the canvas; what was there is one *Undo* away. */
  choose(template: GuestTemplate): void {
    const undo = () => this.store.undo();
    const changed = this.saving.dirty.peek();
    const document = withPlaces(template.document, blockDefinition);
    batch(() => {
      this.store.replaceWith(document, `Start from ${template.name.toLowerCase()}`);
      this.template.value = template.id;
      this.strategy.value = { ...this.strategy.peek(), name: template.name };
      if (!this.works.read()) this.saving.saved.value = startOf(document);
      if (changed) {
        this.store.say(`${template.name} is on the canvas.`, "plain", {
          label: "Restore my strategy",
          run: undo,
        });
      }
    });
  }

  /** Puts a strategy on the canvas that was built from words; what was there is one *Undo* away. */
  build(said: StrategyDocument): void {
    const changed = this.saving.dirty.peek();
    const undo = () => this.store.undo();
    batch(() => {
      this.store.replaceWith(withPlaces(said, blockDefinition), "Build from words");
      this.template.value = null;
      this.strategy.value = { ...this.strategy.peek(), name: saidName(said, blockDefinition) };
      this.store.say(
        "Built from your words. Change anything, or save it.",
        "good",
        changed ? { label: "Restore my strategy", run: undo } : undefined,
      );
    });
    this.keep();
  }

  /** Takes over what another tab, or this page's later self, has written; call when storage may have changed. */
  adopt(): void {
    const work = this.works.read();
    if (work) this.#take(work);
    // It was handed over to an account: what is still on this canvas is kept again only once it is changed.
    else if (this.saving.dirty.peek()) {
      this.saving.saved.value = startOf(this.store.document.peek());
    }
  }

  #take(work: GuestWork): void {
    batch(() => {
      this.asset.value = work.asset;
      this.strategy.value = { ...this.strategy.peek(), name: work.name };
      if (sameDocument(work.document, this.store.document.peek())) return;
      this.template.value = null;
      this.store.replaceWith(
        withPlaces(work.document, blockDefinition),
        "Changes from another tab",
      );
    });
  }
}

/** Where a guest begins: as a version, but before the first. */
function startOf(document: StrategyDocument): SavedVersion {
  return { versionNumber: 0, createdAt: new Date(0).toISOString(), note: null, document };
}

function guestApi(rename: (name: string) => boolean): StrategyApi {
  return {
    saveVersion: () => Promise.resolve(NO_ACCOUNT),
    latestVersion: () => Promise.resolve({ kind: "done", value: null }),
    version: () => Promise.resolve(NO_ACCOUNT),
    versions: () => Promise.resolve({ kind: "done", value: [] }),
    rename: (name) => {
      rename(name);
      return Promise.resolve({ kind: "done", value: name });
    },
  };
}
