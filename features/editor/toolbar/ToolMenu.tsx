/** A button of the bar with a list of things to do below it. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { type Opener, Popover } from "../../../ui/Popover.tsx";
import { stepFocus } from "../../../ui/step_focus.ts";
import toolbarStyles from "./toolbar.module.css.ts";

/** `children` are buttons and links, which the arrow keys go through. */
export function ToolMenu(
  { label, align = "end", class: className, opener, children }: {
    /** What the list is about. */
    readonly label: string;
    readonly align?: "start" | "end";
    readonly class?: string;
    readonly opener: (attributes: Opener & { readonly onClick: () => void }) => ComponentChildren;
    readonly children: (close: (givesFocusBack: boolean) => void) => ComponentChildren;
  },
) {
  const open = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...list.current?.querySelectorAll<HTMLElement>("button:enabled, a") ?? []];
  const toggle = () => {
    open.value = !open.peek();
    if (open.peek()) requestAnimationFrame(() => items()[0]?.focus());
  };
  return (
    <Popover
      open={open}
      align={align}
      class={className ?? ""}
      panelClass={toolbarStyles.menu}
      part="menu"
      label={label}
      onKeyDown={(event) => stepFocus(event, items)}
      opener={(attributes) => opener({ ...attributes, onClick: toggle })}
    >
      {(close) => <div ref={list}>{children(close)}</div>}
    </Popover>
  );
}
