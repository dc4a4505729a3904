/** The picture of what a block does, beside its name. Decoration: the summary says the same in words. */
import type { BlockDefinition } from "../../../engine/mod.ts";
import { blockPicture } from "../../../studio/palette/block_picture.ts";
import { PICTURE, type PictureMark } from "../../../studio/palette/picture_mark.ts";
import styles from "./BlockPicture.module.css.ts";

/** Pictures are computed once: the list is drawn again with every letter of a search. */
const made = new Map<string, readonly PictureMark[]>();

export function BlockPicture({ definition }: { definition: BlockDefinition }) {
  let marks = made.get(definition.type);
  if (!marks) made.set(definition.type, marks = blockPicture(definition));
  return (
    <svg
      class={styles.picture}
      viewBox={`0 0 ${PICTURE.width} ${PICTURE.height}`}
      width={PICTURE.width}
      height={PICTURE.height}
      aria-hidden="true"
    >
      {marks.map(({ d, draw, weight }, i) => (
        <path key={i} d={d} data-draw={draw} data-weight={weight} />
      ))}
    </svg>
  );
}
