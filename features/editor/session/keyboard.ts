/** From keys and buttons to commands. */
import { fragmentToText } from "../../../studio/document/clipboard.ts";
import {
  chordText,
  type Command,
  commandFor,
  SHORTCUTS,
} from "../../../studio/commands/shortcuts.ts";
import { type EditorParts, focusPanel } from "./context.ts";
import { GRID } from "../../../studio/document/document.ts";
import { leaveVersions } from "./other_versions.ts";
import { rememberMinimap } from "./minimap_choice.ts";
import { isNarrow } from "./use_narrow.ts";
import { runBacktest } from "./run_backtest.ts";
import {
  createWireWalk,
  enterCard,
  keepSelected,
  onlyWire,
  openPulled,
  typeNumber,
} from "./keyboard_building.ts";
import { withFiles } from "./later_files.ts";
import { browserStorage } from "../../../components/storage/tab_session.ts";

/** How far an arrow key moves blocks with Shift: ten steps of the grid. */
const JUMP = 10 * GRID;
/** Pixels that the view moves for each unit a block would. */
const PAN_STEP = 8;

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** The first key of a command, as printed on this machine's keyboard. */
export function keysOf(command: Command): string {
  const chord = SHORTCUTS.find((shortcut) => shortcut.command === command)?.keys[0];
  return chord ? chordText(chord, isMac) : "";
}

/** All keys of a command. */
export function allKeysOf(command: Command): string[] {
  const shortcut = SHORTCUTS.find((candidate) => candidate.command === command);
  return (shortcut?.keys ?? []).map((chord) => chordText(chord, isMac));
}

/** Does what a command says. Answers whether there was anything to do, so that a key can go on to the browser. */
export function createRunner(parts: Omit<EditorParts, "run">): (command: Command) => boolean {
  const { store, saving, ui, live } = parts;
  const hasBlocks = () => store.selectedBlocks.peek().size > 0;
  const hasSelection = () => hasBlocks() || store.selectedWires.peek().size > 0;
  const when = (condition: boolean, action: () => void) => {
    if (condition) action();
    return condition;
  };
  const always = (action: () => void) => when(true, action);
  const move = (dx: number, dy: number) => {
    if (hasBlocks()) store.nudge(dx, dy);
    else ui.canvas.current?.pan(PAN_STEP * dx, PAN_STEP * dy);
    return true;
  };
  const wires = createWireWalk(parts);

  const copy = () => {
    const fragment = store.copy();
    if (!fragment) return false;
    const text = fragmentToText(fragment);
    const count = fragment.blocks.length === 1 ? "1 block" : `${fragment.blocks.length} blocks`;
    const write = navigator.clipboard?.writeText(text);
    if (!write) store.say("This browser does not let pages use the clipboard.", "bad");
    write?.then(
      () => store.say(`${count} copied`),
      () => store.say("The browser did not allow copying.", "bad"),
    );
    return true;
  };

  const commands: Record<Command, () => boolean> = {
    undo: () => always(() => store.undo()),
    redo: () => always(() => store.redo()),
    save: () => always(() => void saving.save()),
    save_note: () =>
      always(() => {
        const unsaved = saving.dirty.peek() || saving.saved.peek() === null;
        ui.saveNote.value = unsaved && !store.readOnly.peek();
      }),
    run: () => always(() => void runBacktest(parts)),
    run_with: () =>
      always(() => {
        ui.dialog.value = "run";
      }),
    copy,
    cut: () => copy() && always(() => store.removeSelection()),
    paste: () => false, // The browser's paste event carries the text: see `pasteText`.
    duplicate: () => when(hasBlocks(), () => store.duplicate()),
    delete: () =>
      when(hasSelection(), () => {
        store.removeSelection();
        ui.canvas.current?.focusGround();
      }),
    select_all: () => always(() => store.selectAll()),
    clear: () => {
      const { focusMode } = ui.panels;
      if (focusMode.peek() && ui.pulled.peek() === null) {
        focusMode.value = false;
        return true;
      }
      // One thing at a time: a sheet, the candle that is held, then another version, then the selection.
      // What two versions differ in goes with the comparison.
      if (ui.sheet.peek() !== null && store.comparing.peek() === null) {
        ui.sheet.value = null;
        // Beside the canvas nothing is closed by that.
        if (isNarrow()) return true;
      }
      if (live.pinned.peek()) return always(() => live.release());
      const looksElsewhere = store.comparing.peek() !== null ||
        store.viewing.peek() !== null && !hasSelection();
      if (looksElsewhere) return always(() => leaveVersions(parts));
      return when(hasSelection() || ui.pulled.peek() !== null, () => {
        ui.pulled.value = null;
        ui.kept.clear();
        if (!wires.leave()) store.select([]);
      });
    },
    keep: () => keepSelected(parts),
    find_block: () =>
      always(() => {
        focusPanel(ui, "search");
      }),
    add_after: () => openPulled(parts, "from"),
    add_before: () => openPulled(parts, "to"),
    walk_wires: () => wires.next(),
    connect: () =>
      when((store.focused.peek() ?? onlyWire(store)) !== null && !store.readOnly.peek(), () => {
        ui.dialog.value = "connect";
      }),
    open_card: () => enterCard() || commands.inspect(),
    inspect: () =>
      when(store.focused.peek() !== null, () => {
        focusPanel(ui, "settings");
      }),
    rename: () =>
      when(store.focused.peek() !== null, () => {
        focusPanel(ui, "label");
      }),
    next_fault: () => showFault(parts, 1),
    tidy: () =>
      always(() => {
        store.tidy(ui.canvas.current?.roomBelow(), ui.canvas.current?.room());
        requestAnimationFrame(() => ui.canvas.current?.fit());
      }),
    palette: () => when(ui.panels.framed, () => ui.panels.togglePalette()),
    inspector: () => when(ui.panels.framed, () => ui.panels.toggleInspector(hasBlocks())),
    focus_mode: () =>
      when(ui.panels.framed, () => {
        ui.panels.focusMode.value = !ui.panels.focusMode.peek();
      }),
    fit: () => always(() => ui.canvas.current?.fit()),
    zoom_in: () => always(() => ui.canvas.current?.zoomIn()),
    minimap: () =>
      always(() => {
        ui.minimap.value = !ui.minimap.peek();
        rememberMinimap(browserStorage(), ui.minimap.peek());
      }),
    zoom_out: () => always(() => ui.canvas.current?.zoomOut()),
    next_trade: () => live.pinTrade(1),
    previous_trade: () => live.pinTrade(-1),
    zoom_whole: () => always(() => ui.canvas.current?.zoomWhole()),
    help: () =>
      always(() => {
        ui.dialog.value = "shortcuts";
      }),
    nudge_left: () => move(-GRID, 0),
    nudge_right: () => move(GRID, 0),
    nudge_up: () => move(0, -GRID),
    nudge_down: () => move(0, GRID),
    jump_left: () => move(-JUMP, 0),
    jump_right: () => move(JUMP, 0),
    jump_up: () => move(0, -JUMP),
    jump_down: () => move(0, JUMP),
  };
  return (command) => commands[command]();
}

/**
 * Goes to the fault `step` further on (to a warning when there is no fault): selects its block and brings it into view.
 * The first press on a fault that is not selected shows that one; the following ones walk on.
 */
export function showFault(parts: Omit<EditorParts, "run">, step: number): boolean {
  const { store, ui } = parts;
  const { faults, warnings, ready } = store.check.peek();
  const list = ready ? warnings : faults;
  if (list.length === 0) return false;
  const current = Math.min(ui.faultIndex.peek(), list.length - 1);
  const selected = [...store.selectedBlocks.peek()];
  const isShown = list[current]?.block_id === (selected.length === 1 ? selected[0] : null);
  const next = isShown ? (current + step + list.length) % list.length : current;
  ui.faultIndex.value = next;
  const fault = list[next];
  if (!fault) return false;
  store.select(fault.block_id === null ? [] : [fault.block_id]);
  if (fault.block_id !== null) ui.canvas.current?.reveal(fault.block_id);
  store.say(fault.message, "quiet");
  return true;
}

/** Listens to keys and to paste for as long as the editor is open: to those inside `within`, else to all of the page. */
export function listenToKeyboard(
  parts: EditorParts,
  within?: () => Element | null,
): () => void {
  const isElsewhere = ({ target }: Event) =>
    within !== undefined && !within()?.contains(target as Node | null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || parts.ui.dialog.peek() !== null || isElsewhere(event)) return;
    const digits = parts.ui.chip.peek()?.typed === undefined ? /^[1-9]$/ : /^[\d.]$/;
    if (digits.test(event.key) && isPlain(event) && isOnCanvas(event.target)) {
      if (typeNumber(parts, event.key)) event.preventDefault();
      return;
    }
    const command = commandFor(event, isField(event.target));
    if (!command) return;
    if (leavesToElement(event, command)) return;
    if (command === "copy" && String(globalThis.getSelection() ?? "") !== "") return;
    if (parts.run(command)) event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (isField(event.target) || parts.ui.dialog.peek() !== null || isElsewhere(event)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    withFiles(parts.store, (files) => files.pasteText(parts, text));
  };
  globalThis.addEventListener("keydown", onKeyDown);
  globalThis.document.addEventListener("paste", onPaste);
  return () => {
    globalThis.removeEventListener("keydown", onKeyDown);
    globalThis.document.removeEventListener("paste", onPaste);
  };
}

function isPlain({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey;
}

/** Whether a key belongs to the canvas: pressed there, or nowhere. */
function isOnCanvas(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && !isField(target) &&
    (target === globalThis.document.body || target.closest('[data-part="canvas"]') !== null) &&
    target.closest('[data-part="chip-panel"], [data-part="pulled-wire-menu"]') === null;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("select, textarea, input:not([type=range], [type=checkbox], [type=radio])"));
}

/** Arrow keys move sliders and menus; Delete and Enter belong to what has the focus outside the canvas. */
function leavesToElement(event: KeyboardEvent, command: Command): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (/^(nudge|jump)_/.test(command)) {
    // With nothing selected they move the view: only from the canvas, or from nowhere.
    return target.matches("input, [role=option], [role=menuitem], summary, [role=listbox] *") ||
      target.closest('[data-part="palette"], [data-part="inspector"], [data-part="menu"]') !== null;
  }
  // Enter presses a button and follows a link; only a block has nothing else to do with it.
  if (command === "open_card") return !target.matches(".react-flow__node");
  if (command === "delete") {
    return target.closest('[data-part="palette"], [data-part="inspector"], [data-part="menu"]') !==
      null;
  }
  return false;
}
