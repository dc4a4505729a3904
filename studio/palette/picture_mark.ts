/** What the palette's pictures are made of. */

/** The size of a picture, in the units of its paths. */
export const PICTURE = { width: 64, height: 24 } as const;

/** One stroke or area of a picture; `faint` is what goes in, `second` stands behind what is `strong`. */
export interface PictureMark {
  /** The data of an SVG path. */
  readonly d: string;
  readonly draw: "stroke" | "fill";
  readonly weight: "faint" | "second" | "strong";
}
