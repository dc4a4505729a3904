import { cx } from "./cx.ts";
import styles from "./Skeleton.module.css.ts";

/** A grey shape where something is about to be; give it the size of what comes, so that nothing jumps. */
export function Skeleton({ class: className = "" }: { class?: string }) {
  return <span class={cx(styles.skeleton, className)} aria-hidden="true" />;
}
