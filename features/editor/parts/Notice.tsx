/** A bar above the canvas. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../../components/pictures/block_icons.tsx";

export function Notice(
  { icon, tone, role = "status", children }: {
    icon: IconName;
    tone: "plain" | "warning" | "bad";
    role?: "status" | "alert" | "alertdialog";
    children: ComponentChildren;
  },
) {
  return (
    <div class="ed-notice" data-tone={tone} role={role} aria-label="Notice">
      <Icon name={icon} />
      {children}
    </div>
  );
}
