/** How much of a card is drawn at a zoom, and how large its text is: never smaller on the screen than can be read. */

/** Pixels on the screen: no text of a card is smaller. */
export const LEAST_TEXT_PX = 11;
/** The smallest type on cards, in canvas units. */
export const SMALLEST_TYPE = 12;
/** Below this zoom a card shows its sentence alone. */
export const SENTENCE_BELOW = 0.7;
/** Of a line of text, in parts of its type. */
export const LINE = 1.1;
/** Type grows in steps, so that a zoom does not set every card anew with each pixel. */
const STEP = 1.02;

/**
 * The smallest type in canvas units that is still read on the screen at this zoom; 0 where all type is larger than that
 * anyway.
 */
export function leastType(zoom: number): number {
  if (!(zoom > 0) || zoom * SMALLEST_TYPE >= LEAST_TEXT_PX) return 0;
  const steps = Math.ceil(Math.log(LEAST_TEXT_PX / zoom / SMALLEST_TYPE) / Math.log(STEP));
  return SMALLEST_TYPE * STEP ** steps;
}

/** The type that text of this usual size is drawn in, in canvas units. */
export function typeSize(usual: number, zoom: number): number {
  return Math.max(usual, leastType(zoom));
}

/** How many lines of type of this size fit on a card of this height, both in canvas units. */
export function sentenceLines(height: number, type: number): number {
  return Math.floor(height / (type * LINE));
}
