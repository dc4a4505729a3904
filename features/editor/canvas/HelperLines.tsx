/** The helper lines, drawn on the canvas itself: they scroll and zoom with it, and stay a hair thin. */
import { ViewportPortal } from "@xyflow/react";
import type { ReadonlySignal } from "@preact/signals";
import type { HelperLine } from "../../../studio/canvas/helper_lines.ts";
import styles from "./HelperLines.module.css.ts";

/** How far a line reaches beyond the blocks it touches, in canvas units. */
const OVERHANG = 12;

export function HelperLines({ lines }: { lines: ReadonlySignal<readonly HelperLine[]> }) {
  if (lines.value.length === 0) return null;
  return (
    <ViewportPortal>
      <svg class={styles.lines} aria-hidden="true">
        {lines.value.map(({ axis, at, from, to }) => {
          const [start, end] = [from - OVERHANG, to + OVERHANG];
          return (
            <path
              key={axis}
              data-axis={axis}
              d={axis === "x" ? `M${at} ${start}V${end}` : `M${start} ${at}H${end}`}
            />
          );
        })}
      </svg>
    </ViewportPortal>
  );
}
