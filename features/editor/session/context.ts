/** What every part of the editor's view can reach. */
import { createContext, type FunctionComponent } from "preact";
import { useContext } from "preact/hooks";
import { type Signal, signal } from "@preact/signals";
import type { Trial } from "../../../contracts/trial_bounds.ts";
import type { Market } from "../../../contracts/markets.ts";
import type { RoomBelow, Size } from "../../../studio/canvas/block_size.ts";
import type { Position, StrategyDocument } from "../../../studio/document/document.ts";
import type { EditorStore } from "../../../studio/editing/store.ts";
import type { ContextKeeper } from "../../../studio/run/context_keeper.ts";
import type { LiveSession } from "../../../studio/live/live_session.ts";
import type { Saving } from "../../../studio/saving/saving.ts";
import type { StrategyApi, StrategyInfo } from "../../../studio/document/strategy_api.ts";
import type { Command } from "../../../studio/commands/shortcuts.ts";
import type { FixedEnd } from "../../../studio/canvas/wire_drop.ts";
import { Panels } from "../../../studio/frame/panels.ts";

/** Someone signed in, with what the editor shows of them. */
export interface EditorUser {
  readonly id: string;
  readonly email?: string;
  readonly timezone?: string | null;
  readonly default_fee_percent?: number | null;
  readonly default_slippage_percent?: number | null;
}

/** A wire that was pulled into empty space: which blocks fit is offered there. */
export interface PulledWire extends FixedEnd {
  readonly at: Position;
  readonly screen: Position;
}

/** A wire in hand. */
export interface HeldWire extends FixedEnd {
  /** What it is judged against: the strategy, without the wire whose end was taken off. */
  readonly document: StrategyDocument;
}

/** A piece of a condition's card whose choices are open: an operand, or with `port` `null` the words between them. */
export interface OpenChip {
  readonly block: string;
  readonly port: string | null;
  /** What was typed to open it: the first letter of its search or number. */
  readonly typed?: string;
}

/** What the canvas lets the rest of the editor do; set once it is mounted. */
export interface CanvasHandle {
  /** Shows all blocks at once. */
  fit(): void;
  /** Fits again after the canvas has changed; a view that a person has moved stays where it is. */
  refit(): void;
  /** What of the canvas nothing floats over, in pixels. */
  room(): Size | undefined;
  /** How much room the sentences below blocks take, as drawn, in canvas units. */
  roomBelow(): RoomBelow;
  zoomIn(): void;
  zoomOut(): void;
  /** Brings a block into view, and gives it focus unless that should stay where it is. */
  reveal(blockId: string, takesFocus?: boolean): void;
  /** Gives a block the focus, where it is. */
  focusBlock(blockId: string): void;
  /** Shows everything in its own size, around the middle of what is visible. */
  zoomWhole(): void;
  /** Moves the view by so many pixels of the screen. */
  pan(dx: number, dy: number): void;
  /** Gives a wire focus. */
  focusWire(wireId: string): void;
  /** Keeps focus on the canvas when what had it is gone. */
  focusGround(): void;
  /** The middle of what is visible, in canvas units. */
  centre(): Position;
  /** A point of the screen in canvas units. */
  toCanvas(point: Position): Position;
  /** A point in canvas units on the screen. */
  toScreen(point: Position): Position;
}

/** Places that a command can move focus to. */
export type FocusTarget = "search" | "settings" | "label" | "history";

/** Opens a panel where panels are sheets, and gives it focus at once, so that no typed letter is lost. */
export function focusPanel(ui: EditorUi, target: Exclude<FocusTarget, "history">): void {
  const { document } = globalThis;
  const before = document.activeElement;
  ui.panels.show(target === "search" ? "palette" : "inspector");
  ui.sheet.value = target === "search" ? "palette" : "inspector";
  ui.focus[target]?.();
  // A sheet that was closed can take focus only once it is in the page, which it is before the next key.
  if (document.activeElement === before) queueMicrotask(() => ui.focus[target]?.());
}

/** Which panels are open. Nothing here is worth saving. */
export interface EditorUi {
  readonly dialog: Signal<"shortcuts" | "connect" | "run" | "keep" | "unreadable" | "say" | null>;
  /** A file or text that is no strategy: what the dialog says of it. */
  readonly unreadable: Signal<{ readonly title: string; readonly problems: readonly string[] }>;
  /** The field for a note on the next version. */
  readonly saveNote: Signal<boolean>;
  /** Palette and inspector beside the canvas. */
  readonly panels: Panels;
  /** On narrow screens palette and inspector are sheets, and this one is open. */
  readonly sheet: Signal<"palette" | "inspector" | null>;
  /** On narrow screens the strategy is a list; false for the canvas. */
  readonly stack: Signal<boolean>;
  readonly query: Signal<string>;
  /** Whether the small map of the whole canvas is shown. */
  readonly minimap: Signal<boolean>;
  /** The block whose unread outputs are shown as well. */
  readonly unfolded: Signal<string | null>;
  /** Cards show their sentence alone, because the canvas is zoomed out. */
  readonly sentences: Signal<boolean>;
  /** The smallest type that can be read at the present zoom, in canvas units. */
  readonly leastType: Signal<number>;
  readonly pulled: Signal<PulledWire | null>;
  readonly chip: Signal<OpenChip | null>;
  /** While a wire is in hand: ports that do not fit it stand back. */
  readonly pulling: Signal<HeldWire | null>;
  /** The block type that is dragged from the palette, while one is. */
  readonly dragged: Signal<string | null>;
  /** The wire that a block in hand would be put into. */
  readonly entered: Signal<string | null>;
  /** Blocks that stay selected while focus goes on to others. */
  readonly kept: Set<string>;
  /** How a panel takes focus; each panel puts its own in. */
  readonly focus: Partial<Record<FocusTarget, () => void>>;
  /** The choice of the strategy's market. */
  readonly marketMenu: Signal<boolean>;
  /** The strategy was just saved by somebody who had no account: a real market is offered. */
  readonly marketOffer: Signal<boolean>;
  /** A backtest is being started. */
  readonly starting: Signal<boolean>;
  /** Why the last backtest that was asked for did not start. */
  readonly runProblem: Signal<string | null>;
  /** Which of the faults the banner shows. */
  readonly faultIndex: Signal<number>;
  readonly canvas: { current: CanvasHandle | null };
  /** How many variations were looked at, once that is counted. */
  readonly gauge: Signal<FunctionComponent | null>;
  /** Counts variations that were tried beside the one on the canvas, once that is counted. */
  readonly tries: Signal<((trials: readonly Trial[]) => void) | null>;
}

/** Everything a part of the editor may need. */
export interface EditorParts {
  readonly store: EditorStore;
  readonly saving: Saving;
  readonly api: StrategyApi;
  readonly strategy: Signal<StrategyInfo>;
  readonly user: EditorUser;
  readonly markets: readonly Market[];
  readonly live: LiveSession;
  /** Keeps what the live result and the run form are set to. */
  readonly keeper: Pick<ContextKeeper, "note" | "flush">;
  readonly ui: EditorUi;
  readonly run: (command: Command) => boolean;
}

export const EditorContext = createContext<EditorParts | null>(null);

/** The editor this component is part of. */
export function useEditor(): EditorParts {
  const parts = useContext(EditorContext);
  if (!parts) throw new Error("useEditor outside of an editor");
  return parts;
}

/** Panels, all closed. */
export function createUi({ minimap = false, panels = new Panels() } = {}): EditorUi {
  return {
    panels,
    dialog: signal(null),
    unreadable: signal({ title: "", problems: [] }),
    saveNote: signal(false),
    sheet: signal(null),
    stack: signal(true),
    query: signal(""),
    minimap: signal(minimap),
    unfolded: signal(null),
    sentences: signal(false),
    leastType: signal(0),
    pulled: signal(null),
    chip: signal(null),
    pulling: signal(null),
    dragged: signal(null),
    entered: signal(null),
    gauge: signal(null),
    tries: signal(null),
    kept: new Set(),
    focus: {},
    marketMenu: signal(false),
    marketOffer: signal(false),
    starting: signal(false),
    runProblem: signal(null),
    faultIndex: signal(0),
    canvas: { current: null },
  };
}

/** The kind of data a palette entry carries while it is dragged. */
export const BLOCK_DRAG_TYPE = "application/x-blockbuilders-block";
