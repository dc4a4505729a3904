/** Where floating things go; loaded by `floating.ts` alone. */
import { autoUpdate, computePosition, flip, offset, shift, size } from "@floating-ui/dom";
import type { Anchor, FloatingOptions } from "./floating_options.ts";

/** From what is placed to the edge of the window, pixels. */
const EDGE = 8;

/** Places at once, and again whenever something moves. `onPlaced` is called after the first time. */
export function keepPlaced(
  anchor: Anchor,
  panel: HTMLElement,
  { placement, gap, outset = 0, boundary, fitsHeight = false, onTop = false, strategy = "fixed" }:
    FloatingOptions,
  onPlaced: () => void,
): () => void {
  const room = { padding: EDGE, ...(boundary ? { boundary } : {}) };
  const place = async () => {
    const { x, y } = await computePosition(anchor, panel, {
      placement,
      strategy,
      middleware: [
        offset({ mainAxis: gap, crossAxis: -outset }),
        flip({ ...room, crossAxis: false }),
        // What fits its height to the room on its side has no need to cover the anchor.
        shift({ ...room, crossAxis: boundary !== undefined && !fitsHeight }),
        ...fitsHeight
          ? [size({
            ...room,
            apply: ({ availableHeight }) => {
              panel.style.setProperty("--room", `${Math.max(160, Math.floor(availableHeight))}px`);
            },
          })]
          : [],
      ],
    });
    if (onTop && !panel.matches(":popover-open")) {
      panel.setAttribute("popover", "manual");
      panel.showPopover?.();
    }
    panel.dataset.placed = "";
    Object.assign(panel.style, { position: strategy, left: `${x}px`, top: `${y}px` });
    onPlaced();
  };
  return autoUpdate(anchor, panel, () => void place());
}
