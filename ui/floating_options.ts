/** What is placed against: an element, or a place that has a box of its own. */
export type Anchor = Element | { readonly getBoundingClientRect: () => DOMRect };

export interface FloatingOptions {
  /** The side of the anchor, and the edge that both share. Where there is no room it goes to the other side. */
  readonly placement: "bottom-start" | "bottom-end" | "top-end" | "right-start";
  /** Between the anchor and what is placed, pixels. */
  readonly gap: number;
  /** How far it begins before the shared edge, to the left of it or above it, pixels. */
  readonly outset?: number;
  /** What it has to stay within; the window without it. */
  readonly boundary?: Element;
  /** Makes it no higher than the room there is; it scrolls then. */
  readonly fitsHeight?: boolean;
  /** Lifts it out of whatever would cut it off: a bar that is pushed sideways, a table. */
  readonly onTop?: boolean;
  /** For anchors that lie within the panel's own parent and move with it. */
  readonly strategy?: "fixed" | "absolute";
}
