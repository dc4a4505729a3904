import type { ComponentChildren } from "preact";
import { Icon, type IconSource } from "./Icon.tsx";
import { cx } from "./cx.ts";
import styles from "./Notice.module.css.ts";

/** A sentence that belongs to the whole page or form; as a bar, to what is below it, with buttons to decide by. */
export function Notice(
  { tone = "neutral", icon, bar = false, live = false, role, children }: {
    readonly tone?: "neutral" | "caution" | "loss";
    /** In place of the tone's own. */
    readonly icon?: IconSource;
    /** From edge to edge; `children` are then side by side. */
    readonly bar?: boolean;
    /** Read out when it appears. */
    readonly live?: boolean;
    /** What it is for screen readers, where `live` does not say it. */
    readonly role?: "status" | "alert" | "alertdialog";
    readonly children: ComponentChildren;
  },
) {
  const spoken = role ?? (live ? "alert" : undefined);
  return (
    <div
      class={cx(styles.notice, tone !== "neutral" && styles[tone], bar && styles.bar)}
      role={spoken}
      aria-label={bar ? "Notice" : undefined}
    >
      <Icon name={icon ?? (tone === "neutral" ? "info" : "warning")} size={bar ? 18 : 16} />
      {bar ? children : <div>{children}</div>}
    </div>
  );
}
