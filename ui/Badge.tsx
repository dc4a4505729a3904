import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";
import styles from "./Badge.module.css.ts";

export type BadgeTone = "neutral" | "accent" | "gain" | "loss" | "caution";

/** A word or two about the state of something. */
export function Badge(
  { tone = "neutral", title, children }: {
    readonly tone?: BadgeTone;
    readonly title?: string;
    readonly children: ComponentChildren;
  },
) {
  return (
    <span class={tone === "neutral" ? styles.badge : cx(styles.badge, styles[tone])} title={title}>
      {children}
    </span>
  );
}
