/** A bar above the canvas. */
import type { ComponentChildren } from "preact";
import { Icon, type IconSource } from "../../../ui/Icon.tsx";

export function Notice(
  { icon, tone, role = "status", children }: {
    icon: IconSource;
    tone: "plain" | "warning" | "bad";
    role?: "status" | "alert" | "alertdialog";
    children: ComponentChildren;
  },
) {
  return (
    <div class="ed-notice" data-tone={tone} role={role} aria-label="Notice">
      <Icon name={icon} size={18} />
      {children}
    </div>
  );
}
