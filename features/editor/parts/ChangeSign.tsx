/** The sign of a change: it says what its colour says. Words beside it, or a label around it, say it to screen readers. */
import { CHANGE_SIGNS, type ChangeKind } from "../../../studio/versions/change_signs.ts";
import styles from "./ChangeSign.module.css.ts";

export function ChangeSign({ kind }: { kind: ChangeKind }) {
  return (
    <span class={styles.sign} data-change={kind} aria-hidden="true">
      {CHANGE_SIGNS[kind]}
    </span>
  );
}
