import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

/** A sentence that belongs to the whole page or form. */
export function Notice(
  { tone = "neutral", children, live = false }: {
    readonly tone?: "neutral" | "caution" | "loss";
    readonly children: ComponentChildren;
    /** Read out when it appears. */
    readonly live?: boolean;
  },
) {
  return (
    <div class={`notice notice-${tone}`} {...(live ? { role: "alert" } : {})}>
      <Icon name={tone === "neutral" ? "info" : "warning"} />
      <div>{children}</div>
    </div>
  );
}
