/** Which panels stand beside the canvas and how wide they are: as they were left last in this browser. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";

const KEY = "blockbuilders:panels";

/** Pixels: how narrow and how wide a panel can be made, and how wide it is before anybody has dragged it. */
export interface PanelWidths {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

export const PALETTE_WIDTHS: PanelWidths = { least: 180, usual: 220, most: 360 };
export const INSPECTOR_WIDTHS: PanelWidths = { least: 240, usual: 280, most: 440 };

/** `auto`: open while something is selected; `open` and `folded`: whatever is selected. */
export type InspectorMode = "auto" | "open" | "folded";

type ChoiceStorage = Pick<Storage, "getItem" | "setItem">;

/** The panels of one editor. */
export class Panels {
  /** False: a strip with one button. */
  readonly palette: Signal<boolean>;
  readonly inspector: Signal<InspectorMode>;
  /** Pixels; `null` as long as nobody has dragged it. */
  readonly paletteWidth: Signal<number | null>;
  readonly inspectorWidth: Signal<number | null>;
  /** Whether the inspector is open at this moment. */
  readonly inspectorOpen: Signal<boolean> = signal(false);
  /** The canvas alone. */
  readonly focusMode: Signal<boolean> = signal(false);
  /** A pointer is pressed on the canvas: no panel opens or closes under it. */
  readonly pressed: Signal<boolean> = signal(false);
  /** Whether there are panels beside the canvas; a part of a larger page has none. */
  framed = false;
  readonly #storage: ChoiceStorage | null;

  constructor(storage: ChoiceStorage | null = null) {
    this.#storage = storage;
    const kept = read(storage);
    this.palette = signal(kept.palette !== false);
    this.inspector = signal(
      kept.inspector === "open" || kept.inspector === "folded" ? kept.inspector : "auto",
    );
    this.paletteWidth = signal(widthFrom(kept.paletteWidth, PALETTE_WIDTHS));
    this.inspectorWidth = signal(widthFrom(kept.inspectorWidth, INSPECTOR_WIDTHS));
  }

  /** Opens and folds the inspector with the selection, until the answer is called. */
  follow(hasSelection: ReadonlySignal<boolean>): () => void {
    return effect(() => {
      const mode = this.inspector.value;
      const isWanted = mode === "open" || mode === "auto" && hasSelection.value;
      if (!this.pressed.value) this.inspectorOpen.value = isWanted;
    });
  }

  togglePalette(): void {
    this.palette.value = !this.palette.peek();
    this.#keep();
  }

  toggleInspector(hasSelection: boolean): void {
    if (this.inspectorOpen.peek()) this.inspector.value = hasSelection ? "folded" : "auto";
    else this.inspector.value = hasSelection ? "auto" : "open";
    this.#keep();
  }

  /** What a person asks for by its own key is shown, wherever it was folded to. */
  show(panel: "palette" | "inspector"): void {
    this.focusMode.value = false;
    if (panel === "palette") this.palette.value = true;
    else if (this.inspector.peek() === "folded") this.inspector.value = "auto";
    this.#keep();
  }

  /** `null` for the usual width. */
  resize(panel: "palette" | "inspector", width: number | null): void {
    const [target, widths] = panel === "palette"
      ? [this.paletteWidth, PALETTE_WIDTHS]
      : [this.inspectorWidth, INSPECTOR_WIDTHS];
    target.value = width === null ? null : clamped(width, widths);
    this.#keep();
  }

  #keep(): void {
    try {
      this.#storage?.setItem(
        KEY,
        JSON.stringify({
          palette: this.palette.peek(),
          inspector: this.inspector.peek(),
          paletteWidth: this.paletteWidth.peek(),
          inspectorWidth: this.inspectorWidth.peek(),
        }),
      );
    } catch {
      // A full or refused storage costs the memory of this choice, no more.
    }
  }
}

function clamped(width: number, { least, most }: PanelWidths): number {
  return Math.round(Math.min(Math.max(width, least), most));
}

function widthFrom(kept: unknown, widths: PanelWidths): number | null {
  return typeof kept === "number" && Number.isFinite(kept) ? clamped(kept, widths) : null;
}

/** Whatever stands there: anybody can write to a browser's storage. */
function read(storage: ChoiceStorage | null): Record<string, unknown> {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "null");
    if (kept !== null && typeof kept === "object") return kept as Record<string, unknown>;
  } catch {
    // Refused storage, or something else under this name: nothing was chosen.
  }
  return {};
}
