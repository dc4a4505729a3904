import type { ComponentChildren } from "preact";
import { Icon, type IconSource } from "./Icon.tsx";
import emptyStyles from "./Empty.module.css.ts";

/** What a place is for while there is nothing in it, and the first step. */
export function EmptyState(
  { icon, title, children, actions }: {
    readonly icon: IconSource;
    readonly title: string;
    readonly children?: ComponentChildren;
    readonly actions?: ComponentChildren;
  },
) {
  return (
    <div class={emptyStyles.empty} data-part="empty">
      <span class={emptyStyles.mark}>
        <Icon name={icon} size={20} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div class={emptyStyles.actions}>{actions}</div>}
    </div>
  );
}
