/** Building without a mouse: blocks at the end of a wire that is not pulled, wires one by one, several blocks at once. */
import {
  connectedInputs,
  connectedOutputs,
  type Connection,
  type PortRef,
  wireId,
  wireInto,
} from "../../../studio/document/document.ts";
import { blockSize, portOffset } from "../../../studio/canvas/block_size.ts";
import { cardOf, drawnWires, foldingOf, isCondition } from "../../../studio/canvas/folding.ts";
import { conditionParts } from "../../../studio/document/card_parts.ts";
import { visibleInputs, visibleOutputs } from "../../../studio/document/connection_rules.ts";
import { wireTitle } from "../../../studio/document/names.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import { type EditorParts, focusPanel } from "./context.ts";

type Parts = Pick<EditorParts, "store" | "ui">;

/** How far beside a block the list of blocks opens, in canvas units. */
const BESIDE = 80;

/** The selected wire, where one wire and nothing else is selected. */
export function onlyWire(store: EditorStore): Connection | null {
  const [id, more] = [...store.selectedWires.peek()];
  if (!id || more || store.selectedBlocks.peek().size > 0) return null;
  return store.shown.peek().connections.find((wire) => wireId(wire) === id) ?? null;
}

/** Opens the list of blocks that fit the selected block's output (`from`) or a free input of it (`to`). */
export function openPulled({ store, ui }: Parts, side: "from" | "to"): boolean {
  const block = store.focused.peek();
  const canvas = ui.canvas.current;
  const definition = block && store.catalog(block.type);
  if (!block || !definition || !canvas || store.readOnly.peek()) return false;
  const document = store.document.peek();
  const inputs = visibleInputs(definition, connectedInputs(document, block.id));
  const isFree = (port: { name: string }) =>
    !wireInto(document, { block: block.id, port: port.name });
  const list = side === "from"
    ? visibleOutputs(definition, connectedOutputs(document, block.id))
    : inputs;
  const port = side === "from"
    ? list[0]
    : inputs.find((input) => input.required && isFree(input)) ?? inputs.find(isFree);
  if (!port) {
    const name = store.nameOf(block.id);
    store.say(
      side === "from"
        ? `${name} has no output: it is the end of a rule.`
        : definition.inputs.length === 0
        ? `${name} has no inputs.`
        : `Every input of ${name} is connected.`,
    );
    return true;
  }
  const end: PortRef = { block: block.id, port: port.name };
  const { x, y } = block.position ?? { x: 0, y: 0 };
  const { width } = blockSize(document, store.catalog, block);
  const at = {
    x: side === "from" ? x + width + BESIDE : x - BESIDE,
    y: y + portOffset(document, store.catalog, end, side === "from" ? "outputs" : "inputs"),
  };
  ui.pulled.value = { end, side, at, screen: canvas.toScreen(at) };
  return true;
}

/** Goes through the wires of a block one by one; each is selected, and can be deleted or moved. */
export function createWireWalk({ store, ui }: Parts) {
  let owner: string | null = null;
  let index = -1;
  return {
    /** The next wire of the selected block; of the block whose wires are being gone through, if one is. */
    next(): boolean {
      const focused = store.focused.peek();
      const wire = onlyWire(store);
      if (focused) {
        owner = cardOf(store.shown.peek(), store.catalog, focused.id);
        index = -1;
      } else if (wire && owner !== wire.from.block && owner !== wire.to.block) {
        owner = wire.from.block;
        index = -1;
      }
      if (owner === null) return false;
      const id = owner;
      const document = store.shown.peek();
      const drawn = drawnWires(document, store.catalog);
      const wires = [
        ...drawn.filter((candidate) => candidate.to.block === id),
        ...drawn.filter((candidate) => candidate.from.block === id),
      ];
      if (wires.length === 0) {
        store.say(`${store.nameOf(id)} has no connections.`);
        return true;
      }
      index = (index + 1) % wires.length;
      const chosen = wires[index];
      if (!chosen) return false;
      store.select([], [wireId(chosen)]);
      ui.canvas.current?.focusWire(wireId(chosen));
      const title = wireTitle(document, store.catalog, chosen);
      store.say(`Connection ${index + 1} of ${wires.length}: ${title}`, "quiet");
      return true;
    },
    /** Back from its wires to the block. False when no wire is being looked at. */
    leave(): boolean {
      if (owner === null || !onlyWire(store)) return false;
      const id = owner;
      owner = null;
      if (!store.shown.peek().blocks.some((block) => block.id === id)) return false;
      store.select([id]);
      ui.canvas.current?.reveal(id);
      return true;
    },
  };
}

/** Keeps the focused block selected while others are gone to; a second time lets it go. */
export function keepSelected({ store, ui }: Parts): boolean {
  const active = globalThis.document.activeElement;
  const id = active?.classList.contains("react-flow__node") && active.getAttribute("data-id");
  if (!id) return false;
  forgetStale({ store, ui });
  if (ui.kept.has(id)) ui.kept.delete(id);
  else ui.kept.add(id);
  store.select(new Set([...ui.kept, id]));
  const stays = ui.kept.has(id);
  store.say(
    stays
      ? `${store.nameOf(id)} added to the selection. Tab goes to the next block.`
      : `${store.nameOf(id)} is no longer kept in the selection.`,
  );
  return true;
}

/** A block that focus came to is selected, together with those that are kept. */
export function selectFocused({ store, ui }: Parts, blockId: string): void {
  if (store.selectedBlocks.peek().has(blockId)) return;
  forgetStale({ store, ui });
  store.select([...ui.kept, blockId]);
}

/** What was let go by other means (a click, Escape, Undo) is no longer kept. */
function forgetStale({ store, ui }: Parts): void {
  const selected = store.selectedBlocks.peek();
  for (const id of ui.kept) if (!selected.has(id)) ui.kept.delete(id);
}

/** Moves focus from a condition's card to the first of its chips. False for another card. */
export function enterCard(): boolean {
  const active = globalThis.document.activeElement;
  if (!active?.classList.contains("react-flow__node")) return false;
  const chip = active.querySelector<HTMLElement>("[data-chip]");
  chip?.focus({ preventScroll: true });
  return chip !== null;
}

/** Goes through the chips of a card with the arrow keys; Escape leads back to the card. */
export function walkChips(event: KeyboardEvent): void {
  const chip = event.currentTarget as HTMLElement;
  const card = chip.closest<HTMLElement>(".react-flow__node");
  const chips = [...card?.querySelectorAll<HTMLElement>("[data-chip]") ?? []];
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (event.key === "Escape") card?.focus({ preventScroll: true });
  else if (step !== 0) chips[chips.indexOf(chip) + step]?.focus({ preventScroll: true });
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * A digit typed over a block begins its number: the level of a condition, what is folded in a chip, the first number of another
 * block. False where there is none.
 */
export function typeNumber({ store, ui }: Parts, digit: string): boolean {
  const open = ui.chip.peek();
  if (open?.typed !== undefined) {
    // Its choices are still being loaded: once they are there, they have the focus.
    ui.chip.value = { ...open, typed: open.typed + digit };
    return true;
  }
  const block = store.focused.peek();
  const definition = block && store.catalog(block.type);
  if (!block || !definition || store.readOnly.peek()) return false;
  const document = store.document.peek();
  const host = foldingOf(document, store.catalog).get(block.id);
  if (host) {
    ui.chip.value = { ...host, typed: digit };
    return true;
  }
  const level = isCondition(definition) &&
    conditionParts(document, store.catalog, block).find((part) =>
      part.kind === "operand" && part.source === null && part.param !== null
    );
  if (level && level.kind === "operand") {
    ui.chip.value = { block: block.id, port: level.port, typed: digit };
    return true;
  }
  if (!definition.params.some(({ kind }) => kind === "integer" || kind === "number")) return false;
  focusPanel(ui, "settings");
  const field = globalThis.document.activeElement;
  // The digit itself goes where focus is now.
  if (field instanceof HTMLInputElement && field.type === "text") field.select();
  return false;
}
