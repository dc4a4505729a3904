import type { ComponentChildren } from "preact";
import { Button } from "./Button.tsx";
import { Icon, type IconName } from "./Icon.tsx";
import toastStyles from "./Toast.module.css.ts";

export type ToastTone = "neutral" | "problem";

/** A message by itself, for places that keep messages of their own. */
export function ToastBox(
  { tone = "neutral", icon, action = null, onDismiss, children }: {
    readonly tone?: ToastTone;
    /** In place of the tone's own. */
    readonly icon?: IconName;
    readonly action?: { readonly label: string; readonly run: () => void } | null;
    readonly onDismiss: (event: Event) => void;
    readonly children: ComponentChildren;
  },
) {
  return (
    <div class={toastStyles.toast} data-part="toast" data-tone={tone}>
      <Icon name={icon ?? (tone === "problem" ? "warning" : "check")} />
      <span>{children}</span>
      {action && <Button size="sm" variant="ghost" onClick={action.run}>{action.label}</Button>}
      <Button size="sm" variant="ghost" icon="close" aria-label="Dismiss" onClick={onDismiss} />
    </div>
  );
}
