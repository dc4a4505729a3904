/** Where the tooltip of a chart goes; loaded with what draws the chart. */
import { float } from "../ui/floating.ts";

/**
 * Keeps a tooltip beside a place in the chart that it is drawn in, and within that chart.
 *
 * @param left from the left edge of the chart, pixels
 * @param top from its upper edge, pixels
 * @returns what ends it
 */
export function floatTooltip(tooltip: HTMLElement, left: number, top: number): () => void {
  const chart = tooltip.parentElement!;
  const place = () => {
    const { x, y } = chart.getBoundingClientRect();
    return new DOMRect(x + left, y + top);
  };
  return float({ getBoundingClientRect: place }, tooltip, {
    placement: "right-start",
    gap: 12,
    outset: 48,
    boundary: chart,
    strategy: "absolute",
  });
}
