/**
 * The editor's state, without a framework: the document with its history, what is selected, what is being looked at.
 * Views read the signals and call the methods; nothing else changes the document.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { StrategyDocument } from "../../engine/mod.ts";
import * as edit from "../document/document.ts";
import { type Block, type Connection, type PortRef, type Position } from "../document/document.ts";
import {
  bestOutput,
  type Catalog,
  checkConnection,
  suggestedWire,
} from "../document/connection_rules.ts";
import { adopted, cornerOfFragment, type Fragment, fragmentOf } from "../document/clipboard.ts";
import * as past from "../document/history.ts";
import { type Check, checkDocument, readBack, type ReadBackPart } from "../document/check.ts";
import { freeSpot, spotAfter, spotAround } from "../canvas/placement.ts";
import { estimatedRoom } from "../canvas/block_message.ts";
import { definitionSize, type RoomBelow, type Size } from "../canvas/block_size.ts";
import { tooLarge } from "../document/limits.ts";
import { setParam } from "../document/params.ts";
import { type Compared, compareSides, type Side } from "../versions/compared.ts";
import { tidy } from "../canvas/layout.ts";
import { insertedInto } from "../canvas/wire_insert.ts";
import { withoutRule } from "../document/rule_list.ts";
import { distinctName, nameOf } from "../document/names.ts";
import type { SavedVersion } from "../document/strategy_api.ts";

/** A short message to the person; views show the newest and read it out. */
export interface Note {
  readonly id: number;
  readonly text: string;
  /** `quiet` is read out and not shown: what it says is on screen already. */
  readonly tone: "plain" | "good" | "bad" | "quiet";
  readonly action?: { readonly label: string; readonly run: () => void };
}

const NONE: ReadonlySet<string> = new Set();
const PASTE_STEP = 30;

/** State and commands of one open editor. */
export class EditorStore {
  readonly catalog: Catalog;
  readonly #now: () => number;
  readonly #history: Signal<past.History<StrategyDocument>>;
  #notes = 0;
  #pastes = 0;

  /** The document being worked on. */
  readonly document: ReadonlySignal<StrategyDocument>;
  /** An earlier version that is looked at instead, read-only. */
  readonly viewing: Signal<SavedVersion | null> = signal(null);
  /** Two versions that are compared instead, read-only. */
  readonly comparing: Signal<Compared | null> = signal(null);
  /** What the editor speaks of: the version looked at, the later one of two compared, else the document. */
  readonly shown: ReadonlySignal<StrategyDocument>;
  /** What the canvas draws: the same, with ghosts of what is gone while two versions are compared. */
  readonly drawn: ReadonlySignal<StrategyDocument>;
  readonly readOnly: ReadonlySignal<boolean>;
  readonly selectedBlocks: Signal<ReadonlySet<string>> = signal(NONE);
  readonly selectedWires: Signal<ReadonlySet<string>> = signal(NONE);
  /** The one selected block, if exactly one is. */
  readonly focused: ReadonlySignal<Block | null>;
  readonly check: ReadonlySignal<Check>;
  /** Room for what is said below blocks, as far as it can be told without a screen. */
  readonly roomBelow: ReadonlySignal<RoomBelow>;
  readonly sentence: ReadonlySignal<readonly ReadBackPart[]>;
  readonly undoLabel: ReadonlySignal<string | null>;
  readonly redoLabel: ReadonlySignal<string | null>;
  readonly note: Signal<Note | null> = signal(null);

  constructor(
    initial: StrategyDocument,
    options: { readonly catalog: Catalog; readonly now?: () => number },
  ) {
    this.catalog = options.catalog;
    this.#now = options.now ?? Date.now;
    this.#history = signal(past.startHistory(initial));
    this.document = computed(() => this.#history.value.present.value);
    this.shown = computed(() =>
      this.comparing.value?.after.document ?? this.viewing.value?.document ?? this.document.value
    );
    this.drawn = computed(() => this.comparing.value?.drawn ?? this.shown.value);
    this.readOnly = computed(() => this.viewing.value !== null || this.comparing.value !== null);
    this.focused = computed(() => {
      const [id, more] = [...this.selectedBlocks.value];
      return id && !more ? edit.blockById(this.shown.value, id) ?? null : null;
    });
    this.check = computed(() => checkDocument(this.shown.value));
    this.roomBelow = computed(() =>
      estimatedRoom(this.shown.value, this.catalog, this.check.value)
    );
    this.sentence = computed(() => readBack(this.shown.value));
    this.undoLabel = computed(() => past.undoLabel(this.#history.value));
    this.redoLabel = computed(() => past.redoLabel(this.#history.value));
  }

  // ---- Document ------------------------------------------------------------------------------

  /** Puts `next` in the document's place as one step that can be undone; what could not be saved is refused. */
  apply(next: StrategyDocument, label: string, mergeKey: string | null = null): boolean {
    if (this.readOnly.peek() || next === this.document.peek()) return false;
    const reason = tooLarge(next);
    if (reason !== null) {
      this.say(`${reason} Nothing was changed.`, "bad");
      return false;
    }
    batch(() => {
      this.#history.value = past.record(this.#history.peek(), next, label, {
        atMs: this.#now(),
        mergeKey,
      });
      this.#dropStaleSelection();
    });
    return true;
  }

  undo(): void {
    this.#travel(past.undo, this.undoLabel.peek(), "Undone");
  }

  redo(): void {
    this.#travel(past.redo, this.redoLabel.peek(), "Redone");
  }

  #travel(
    go: (history: past.History<StrategyDocument>) => past.History<StrategyDocument>,
    label: string | null,
    verb: string,
  ): void {
    if (this.readOnly.peek() || label === null) return;
    batch(() => {
      this.#history.value = go(this.#history.peek());
      this.#dropStaleSelection();
      this.say(`${verb}: ${label}`);
    });
  }

  /**
   * Adds a block of a type. Without a place it goes beside the selected block, and is wired to it where that is what it
   * needs; else around `centre`. Where a wire is given and the block fits, it is put into that.
   * @returns the new block's id, `null` for an unknown type
   */
  addBlock(
    type: string,
    where: {
      readonly at?: Position;
      readonly centre?: Position;
      readonly into?: Connection | null;
    } = {},
  ): string | null {
    const definition = this.catalog(type);
    if (!definition || this.readOnly.peek()) return null;
    const document = this.document.peek();
    const beside = where.at ? null : this.focused.peek();
    const below = this.roomBelow.peek();
    const before = where.into && edit.blockById(document, where.into.from.block);
    const place = where.at ??
      (beside ?? before
        ? spotAfter(document, this.catalog, (beside ?? before)!, definition, below)
        : spotAround(document, this.catalog, where.centre ?? { x: 0, y: 0 }, definition, below));
    const block = edit.newBlock(document, definition, place);
    let next = edit.addBlocks(document, [block]);
    const wire = beside ? suggestedWire(next, this.catalog, beside.id, block.id) : null;
    if (wire) next = edit.connect(next, wire);
    const through = where.into && insertedInto(next, this.catalog, block.id, where.into);
    // Names as they are now: with the new block in it a condition may say something else.
    const wired = through && where.into
      ? ` between ${this.nameOf(where.into.from.block)} and ${this.nameOf(where.into.to.block)}`
      : wire && beside
      ? `, connected to ${this.nameOf(beside.id)}`
      : "";
    const added = this.apply(through || next, `Add ${definition.name}`);
    if (!added) return null;
    batch(() => {
      this.select([block.id]);
      this.say(`${definition.name} added${wired}`);
    });
    return block.id;
  }

  removeSelection(): void {
    const blocks = this.selectedBlocks.peek();
    const wires = this.selectedWires.peek();
    const trimmed = edit.disconnect(this.document.peek(), wires);
    const next = edit.removeBlocks(trimmed, blocks);
    const what = blocks.size === 1
      ? this.nameOf([...blocks][0] ?? "")
      : blocks.size > 1
      ? `${blocks.size} blocks`
      : wires.size === 1
      ? "connection"
      : `${wires.size} connections`;
    if (this.apply(next, `Delete ${what}`)) this.say(`Deleted ${what}`);
  }

  /** Takes a rule away, with the values that it alone reads. */
  removeRule(blockId: string): void {
    const name = this.nameOf(blockId);
    const next = withoutRule(this.document.peek(), this.catalog, blockId);
    if (this.apply(next, `Delete ${name}`)) this.say(`Deleted ${name}`);
  }

  /** Moves blocks; a single one that is let go over a wire it fits is put into that. */
  move(places: ReadonlyMap<string, Position>, into: Connection | null = null): void {
    const next = edit.moveBlocks(this.document.peek(), places);
    const [id, another] = places.keys();
    const through = into && id !== undefined && another === undefined &&
      insertedInto(next, this.catalog, id, into);
    if (through) {
      const name = this.nameOf(id);
      const between = `${this.nameOf(into.from.block)} and ${this.nameOf(into.to.block)}`;
      this.apply(through, `Put ${name} into a connection`);
      this.say(`${name} put between ${between}`);
      return;
    }
    this.apply(next, places.size === 1 ? "Move block" : `Move ${places.size} blocks`);
  }

  /** Moves the selected blocks by a step; a quick series of nudges is one undo step. */
  nudge(dx: number, dy: number): void {
    const places = new Map<string, Position>();
    for (const block of this.document.peek().blocks) {
      if (!this.selectedBlocks.peek().has(block.id)) continue;
      places.set(block.id, {
        x: (block.position?.x ?? 0) + dx,
        y: (block.position?.y ?? 0) + dy,
      });
    }
    const key = `nudge:${[...places.keys()].join(",")}`;
    this.apply(edit.moveBlocks(this.document.peek(), places), "Move", key);
  }

  setParam(blockId: string, name: string, value: edit.ParamValue | undefined): void {
    const block = edit.blockById(this.document.peek(), blockId);
    const definition = block && this.catalog(block.type);
    const spec = definition?.params.find((candidate) => candidate.name === name);
    if (!definition || !spec) return;
    const next = setParam(this.document.peek(), definition, blockId, name, value);
    this.apply(next, `Change ${spec.label.toLowerCase()}`, `param:${blockId}:${name}`);
  }

  setLabel(blockId: string, label: string): void {
    const next = edit.setLabel(this.document.peek(), blockId, label);
    this.apply(next, "Rename block", `label:${blockId}`);
  }

  setNotes(notes: string): void {
    this.apply(edit.setNotes(this.document.peek(), notes), "Change notes", "notes");
  }

  /** Connects two ports; a refused wire says why and changes nothing. */
  connect(from: PortRef, to: PortRef): boolean {
    const check = checkConnection(this.document.peek(), this.catalog, from, to);
    if (!check.ok) {
      this.say(check.reason, "bad");
      return false;
    }
    const label = check.replaces ? "Replace connection" : "Connect";
    const said = `${this.nameOf(from.block)} connected to ${this.nameOf(to.block)}`;
    const done = this.apply(edit.connect(this.document.peek(), { from, to }), label);
    if (done) this.say(said);
    return done;
  }

  disconnect(wires: readonly Connection[]): void {
    const ids = new Set(wires.map(edit.wireId));
    this.apply(edit.disconnect(this.document.peek(), ids), "Disconnect");
  }

  /** Moves an end of an existing wire; one step. */
  rewire(old: Connection, from: PortRef, to: PortRef): void {
    if (edit.samePort(old.from, from) && edit.samePort(old.to, to)) return;
    const without = edit.disconnect(this.document.peek(), new Set([edit.wireId(old)]));
    const check = checkConnection(without, this.catalog, from, to);
    if (!check.ok) this.say(check.reason, "bad");
    else this.apply(edit.connect(without, { from, to }), "Move connection");
  }

  /** Adds a block of a type at a place and wires it to a port that was pulled into empty space. */
  addWired(type: string, at: Position, end: PortRef, side: "from" | "to"): string | null {
    const definition = this.catalog(type);
    if (!definition || this.readOnly.peek()) return null;
    const document = this.document.peek();
    const below = this.roomBelow.peek();
    const place = freeSpot(document, this.catalog, at, definitionSize(definition), below);
    const block = edit.newBlock(document, definition, place);
    let next = edit.addBlocks(document, [block]);
    if (side === "from") {
      const input = definition.inputs.find((port) =>
        checkConnection(next, this.catalog, end, { block: block.id, port: port.name }).ok
      );
      if (input) {
        next = edit.connect(next, { from: end, to: { block: block.id, port: input.name } });
      }
    } else {
      const from = bestOutput(next, this.catalog, end, block.id);
      if (from) next = edit.connect(next, { from, to: end });
    }
    if (!this.apply(next, `Add ${definition.name}`)) return null;
    batch(() => {
      this.select([block.id]);
      this.say(`${definition.name} added and connected`);
    });
    return block.id;
  }

  /**
   * Lays all blocks out.
   *
   * @param measured how much room the sentences below blocks take, where they have been drawn
   * @param room what of the canvas can be seen, in pixels
   */
  tidy(measured?: RoomBelow, room?: Size): void {
    const document = this.document.peek();
    const below = new Map([...this.roomBelow.peek(), ...measured ?? []]);
    if (this.apply(tidy(document, this.catalog, below, room), "Tidy up")) this.say("Tidied up");
  }

  /** Puts a whole other document in place (a template, a restored version); can be undone. */
  replaceWith(document: StrategyDocument, label: string): void {
    batch(() => {
      this.apply(document, label);
      this.select([]);
    });
  }

  /** Starts over from a document, without history: used once, when the editor opens. */
  open(document: StrategyDocument): void {
    batch(() => {
      this.#history.value = past.startHistory(document);
      this.select([]);
    });
  }

  // ---- Other versions ------------------------------------------------------------------------

  /** Shows a saved version instead of the document. */
  view(version: SavedVersion): void {
    batch(() => {
      this.select([]);
      this.comparing.value = null;
      this.viewing.value = version;
    });
  }

  /** Shows what differs between two sides instead of the document. */
  compare(before: Side, after: Side): void {
    batch(() => {
      this.select([]);
      this.viewing.value = null;
      this.comparing.value = compareSides(before, after, this.catalog);
    });
  }

  /** Back to the document. */
  leaveVersions(): void {
    batch(() => {
      this.select([]);
      this.viewing.value = null;
      this.comparing.value = null;
    });
  }

  // ---- Clipboard -----------------------------------------------------------------------------

  /** The selected blocks with the wires between them; `null` when none is selected. */
  copy(): Fragment | null {
    const fragment = fragmentOf(this.shown.peek(), this.selectedBlocks.peek());
    this.#pastes = 0;
    return fragment.blocks.length > 0 ? fragment : null;
  }

  /**
   * Adds a fragment: with its corner at `at`, else a step beside where it was. The new blocks are selected.
   * @returns their ids; none when they could not be added
   */
  paste(fragment: Fragment, at?: Position, label = "Paste"): readonly string[] {
    if (this.readOnly.peek() || fragment.blocks.length === 0) return [];
    const corner = cornerOfFragment(fragment);
    const step = PASTE_STEP * ++this.#pastes;
    const shift = at
      ? { x: edit.snapped(at).x - corner.x, y: edit.snapped(at).y - corner.y }
      : { x: step, y: step };
    const fresh = adopted(this.document.peek(), fragment, shift);
    const ids = fresh.blocks.map((block) => block.id);
    const count = countBlocks(ids.length);
    const next = edit.addBlocks(this.document.peek(), fresh.blocks, fresh.connections);
    if (!this.apply(next, `${label} ${count}`)) return [];
    this.select(ids);
    this.say(`${count} added`);
    return ids;
  }

  duplicate(): void {
    const fragment = this.copy();
    if (fragment) this.paste(fragment, undefined, "Duplicate");
  }

  // ---- Selection and messages ----------------------------------------------------------------

  select(blocks: Iterable<string>, wires: Iterable<string> = []): void {
    batch(() => {
      this.selectedBlocks.value = new Set(blocks);
      this.selectedWires.value = new Set(wires);
    });
  }

  selectAll(): void {
    this.select(this.shown.peek().blocks.map((block) => block.id));
  }

  /** The name a person knows a block by. */
  nameOf(blockId: string): string {
    return nameOf(this.drawn.peek(), this.catalog, blockId);
  }

  /** The same, told apart from blocks of the same name. */
  distinctNameOf(blockId: string): string {
    return distinctName(this.shown.peek(), this.catalog, blockId);
  }

  say(text: string, tone: Note["tone"] = "plain", action?: Note["action"]): void {
    this.note.value = { id: ++this.#notes, text, tone, ...(action ? { action } : {}) };
  }

  #dropStaleSelection(): void {
    const document = this.document.peek();
    const ids = edit.idsOf(document);
    const blocks = [...this.selectedBlocks.peek()].filter((id) => ids.has(id));
    const wireIds = new Set(document.connections.map(edit.wireId));
    const wires = [...this.selectedWires.peek()].filter((id) => wireIds.has(id));
    if (blocks.length < this.selectedBlocks.peek().size) {
      this.selectedBlocks.value = new Set(blocks);
    }
    if (wires.length < this.selectedWires.peek().size) this.selectedWires.value = new Set(wires);
  }
}

function countBlocks(count: number): string {
  return count === 1 ? "1 block" : `${count} blocks`;
}
