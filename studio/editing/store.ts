/**
 * The editor's state, without a framework: the document with its history, what is selected, what is being looked at.
 * Views read the signals and call the methods; nothing else changes the document.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { StrategyDocument } from "../../engine/mod.ts";
import * as edit from "../document/document.ts";
import { type Block, type Connection, type PortRef, type Position } from "../document/document.ts";
import { type Catalog, checkConnection } from "../document/connection_rules.ts";
import { adopted, cornerOfFragment, type Fragment, fragmentOf } from "../document/clipboard.ts";
import * as past from "../document/history.ts";
import { type Check, checkDocument, readBack, type ReadBackPart } from "../document/check.ts";
import { estimatedRoom } from "../canvas/block_message.ts";
import type { RoomBelow, Size } from "../canvas/block_size.ts";
import { tooLarge } from "../document/limits.ts";
import { setParam } from "../document/params.ts";
import type { Compared } from "../versions/compared.ts";
import * as folds from "../canvas/folding.ts";
import { withUnfoldedPlaced } from "../canvas/unfolding.ts";
import { tidy } from "../canvas/layout.ts";
import { insertedInto } from "../canvas/wire_insert.ts";
import { withoutRule } from "../document/rule_list.ts";
import { added, addedAtWire } from "./adding.ts";
import { type Operand, withOperand } from "./operands.ts";
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

  /**
   * Puts `edited` in the document's place as one step that can be undone; what could not be saved is refused. What is no
   * longer folded gets a place of its own.
   */
  apply(edited: StrategyDocument, label: string, mergeKey: string | null = null): boolean {
    const now = this.document.peek();
    if (this.readOnly.peek() || edited === now) return false;
    const decided = folds.decided(edited, this.catalog);
    return this.#put(
      withUnfoldedPlaced(now, decided, this.catalog, this.roomBelow.peek()),
      label,
      mergeKey,
    );
  }

  #put(next: StrategyDocument, label: string, mergeKey: string | null = null): boolean {
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
   * Adds a block of a type. Without a place it goes where blocks that play its part stand, and reads what is selected where
   * that is what it needs; the first goes around `centre`. Where a wire is given and the block fits, it is put into that. A
   * condition comes with operands.
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
    const { at, centre, into } = where;
    const { document, id, reads, between } = added(this.document.peek(), this.catalog, definition, {
      ...(at ? { at } : {}),
      ...(centre ? { centre } : {}),
      ...(into ? { into } : {}),
      selected: [...this.selectedBlocks.peek()],
      below: this.roomBelow.peek(),
    });
    // Names as they are now: with the new block in it a condition may say something else.
    const wired = between
      ? ` between ${this.nameOf(between.from.block)} and ${this.nameOf(between.to.block)}`
      : reads.length > 0
      ? `, connected to ${[...new Set(reads)].map((read) => this.nameOf(read)).join(" and ")}`
      : "";
    if (!this.apply(document, `Add ${definition.name}`)) return null;
    batch(() => {
      this.select([id]);
      this.say(`${definition.name} added${wired}`);
    });
    return id;
  }

  /** Takes out what is selected, with what is folded into it. */
  removeSelection(): void {
    const document = this.document.peek();
    const blocks = this.selectedBlocks.peek();
    const wires = this.selectedWires.peek();
    const trimmed = edit.disconnect(document, wires);
    const next = edit.removeBlocks(trimmed, folds.withFolded(document, this.catalog, blocks));
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
    const done = this.apply(connected(this.document.peek(), this.catalog, { from, to }), label);
    if (done) this.say(said);
    return done;
  }

  /** Gives an input of a condition another operand; what is wired or folded there makes room. */
  setOperand(to: PortRef, operand: Operand): boolean {
    if (operand.kind === "port") {
      const check = checkConnection(this.document.peek(), this.catalog, operand.from, to);
      if (!check.ok) {
        this.say(check.reason, "bad");
        return false;
      }
    }
    const next = withOperand(this.document.peek(), this.catalog, to, operand);
    if (!this.apply(next, `Change ${this.nameOf(to.block)}`)) return false;
    this.say(this.nameOf(to.block));
    return true;
  }

  /** Draws a block, with what feeds it alone, inside the condition that reads it. */
  fold(blockId: string): void {
    const document = this.document.peek();
    const host = folds.foldable(document, this.catalog).get(blockId);
    if (!host) return;
    const ids = folds.foldableInto(document, this.catalog, host);
    const label = `Fold into ${this.nameOf(host.block)}`;
    if (!this.apply(folds.marked(document, ids), label)) return;
    this.select([blockId]);
    this.say(`${this.nameOf(blockId)} folded into ${this.nameOf(host.block)}`);
  }

  /** Gives a folded block, with what is folded together with it, a card of its own beside the condition. */
  unfold(blockId: string): void {
    const document = this.document.peek();
    const host = folds.foldingOf(document, this.catalog).get(blockId);
    if (!host) return;
    const ids = new Set(folds.foldedInto(document, this.catalog, host.block, host.port));
    const name = this.nameOf(blockId);
    if (!this.apply(folds.unmarked(document, this.catalog, ids), `Unfold ${name}`)) return;
    this.select([blockId]);
    this.say(`${name} has a card of its own`);
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
    const { document, id } = addedAtWire(this.document.peek(), this.catalog, definition, {
      at,
      end,
      side,
      below: this.roomBelow.peek(),
    });
    if (!this.apply(document, `Add ${definition.name}`)) return null;
    batch(() => {
      this.select([id]);
      this.say(`${definition.name} added and connected`);
    });
    return id;
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
      this.#put(document, label);
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
  compare(compared: Compared): void {
    batch(() => {
      this.select([]);
      this.viewing.value = null;
      this.comparing.value = compared;
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

  /** The selected blocks with what is folded into them and the wires between them; `null` when none is selected. */
  copy(): Fragment | null {
    const document = this.shown.peek();
    const ids = folds.withFolded(document, this.catalog, this.selectedBlocks.peek());
    const part = fragmentOf(document, ids);
    // As text it is a document of its own, which would be opened with everything folded that can be.
    const fragment = folds.decided({ version: 1, ...part }, this.catalog);
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
    const folding = folds.foldingOf(next, this.catalog);
    this.select(ids.filter((id) => !folding.has(id)));
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
    this.select(folds.drawnBlocks(this.shown.peek(), this.catalog).map((block) => block.id));
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

/** A wire into an input takes the place of what feeds it; what was folded there goes with it. */
function connected(
  document: StrategyDocument,
  catalog: Catalog,
  wire: Connection,
): StrategyDocument {
  const replaced = new Set(folds.foldedInto(document, catalog, wire.to.block, wire.to.port));
  const stays = replaced.has(wire.from.block);
  return edit.connect(stays ? document : edit.removeBlocks(document, replaced), wire);
}

function countBlocks(count: number): string {
  return count === 1 ? "1 block" : `${count} blocks`;
}
