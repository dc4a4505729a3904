/**
 * The one way in which anything is placed beside something else: menus, boxes below buttons, definitions, pickers. The
 * placing itself (`@floating-ui/dom`) is loaded when something is first about to open, so that no page waits for it.
 */
import type { Anchor, FloatingOptions } from "./floating_options.ts";

export type { Anchor, FloatingOptions };

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
