/**
 * The one way in which anything is placed beside something else: menus, boxes below buttons, definitions, pickers. The
 * placing itself (`@floating-ui/dom`) is loaded when something is first about to open, so that no page waits for it.
 */

/** What is placed against: an element, or a place that has a box of its own. */
export type Anchor = Element | { readonly getBoundingClientRect: () => DOMRect };

export interface FloatingOptions {
  /** The side of the anchor, and the edge that both share. Where there is no room it goes to the other side. */
  readonly placement: "bottom-start" | "bottom-end";
  /** Between the anchor and what is placed, pixels. */
  readonly gap: number;
  /** How far it begins to the left of the shared edge, pixels. */
  readonly outset?: number;
  /** What it has to stay within; the window without it. */
  readonly boundary?: Element;
  /** Makes it no higher than the room there is; it scrolls then. */
  readonly fitsHeight?: boolean;
  /** For anchors that lie within the panel's own parent and move with it. */
  readonly strategy?: "fixed" | "absolute";
}

let placing: Promise<typeof import("./floating_placement.ts")> | null = null;

/** Loads the placing ahead, when something is likely to be opened. */
export function preloadFloating(): void {
  placing ??= import("./floating_placement.ts");
  // Without a connection what opens stays where the styles put it, and the next one tries again.
  placing.catch(() => {
    placing = null;
  });
}

/** Keeps `panel` beside `anchor` until the function that it returns is called. */
export function float(anchor: Anchor, panel: HTMLElement, options: FloatingOptions): () => void {
  let stop: (() => void) | null = null;
  let isOver = false;
  preloadFloating();
  // It can take focus at once, and is seen when it is where it belongs.
  panel.style.opacity = "0";
  const show = () => panel.style.removeProperty("opacity");
  placing?.then(({ keepPlaced }) => {
    if (!isOver) stop = keepPlaced(anchor, panel, options, show);
  }).catch(show);
  return () => {
    isOver = true;
    stop?.();
    show();
  };
}
