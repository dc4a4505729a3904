import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { float, preloadFloating } from "./floating.ts";
import { Icon, type IconSource } from "./Icon.tsx";
import { stepFocus } from "./step_focus.ts";
import { cx } from "./cx.ts";
import buttonStyles from "./Button.module.css.ts";
import styles from "./Menu.module.css.ts";

/** A button with a menu of actions. The browser's popover, so that no table cuts it off and Escape closes it. */
export function Menu(
  { id, label, text, icon, busy = false, children }: {
    /** Unique on the page. */
    readonly id: string;
    /** What the actions are about, for screen readers. */
    readonly label: string;
    /** The words on the button; three dots without them. */
    readonly text?: string;
    readonly icon?: IconSource;
    /** What was chosen is being done. */
    readonly busy?: boolean;
    readonly children: ComponentChildren;
  },
) {
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);

  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const items =
    () => [...panel.current?.querySelectorAll<HTMLElement>('[data-part="menu-item"]') ?? []];
  const isOpening = (event: Event) => (event as ToggleEvent).newState === "open";
  // What has focus while it opens, not a moment after: the next key may be there before the event that says it is open.
  const onBeforeToggle = (event: Event) => {
    if (isOpening(event)) items()[0]?.setAttribute("autofocus", "");
  };
  const onToggle = (event: Event) => {
    stop.current?.();
    stop.current = isOpening(event) && button.current && panel.current
      ? float(button.current, panel.current, {
        placement: text === undefined ? "bottom-end" : "bottom-start",
        gap: 4,
      })
      : null;
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={text === undefined
          ? cx(buttonStyles.button, buttonStyles.ghost, buttonStyles.sm, buttonStyles.icon)
          : cx(buttonStyles.button, buttonStyles.secondary)}
        aria-label={text === undefined ? label : undefined}
        disabled={busy}
        data-busy={busy || undefined}
        aria-haspopup="true"
        popovertarget={id}
        onPointerEnter={preloadFloating}
        onFocus={preloadFloating}
      >
        {text === undefined ? <Icon name="more" /> : (
          <>
            {icon && !busy && <Icon name={icon} />}
            {text}
            <Icon name="chevron-down" size={14} />
          </>
        )}
      </button>
      <div
        ref={panel}
        id={id}
        class={styles.menu}
        popover="auto"
        aria-label={text === undefined ? undefined : label}
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        onKeyDown={(event: KeyboardEvent) => stepFocus(event, items)}
        onClick={() => panel.current?.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}

/** An action of a menu, or with `href` a place to go. */
export function MenuItem(
  { icon, href, onSelect, danger = false, blocked = null, children }: {
    readonly icon: IconSource;
    readonly href?: string;
    readonly onSelect?: () => void;
    readonly danger?: boolean;
    /** Why the action cannot be done now: it is shown with it, and choosing it does nothing. */
    readonly blocked?: string | null;
    readonly children: ComponentChildren;
  },
) {
  const look = danger ? cx(styles.item, styles.itemDanger) : styles.item;
  return href
    ? (
      <a class={look} data-part="menu-item" href={href}>
        <Icon name={icon} />
        {children}
      </a>
    )
    : (
      <button
        type="button"
        class={look}
        data-part="menu-item"
        aria-disabled={blocked !== null || undefined}
        onClick={blocked === null ? onSelect : (event) => event.stopPropagation()}
      >
        <Icon name={icon} />
        {blocked === null ? children : (
          <span>
            {children}
            <span class={styles.why}>{blocked}</span>
          </span>
        )}
      </button>
    );
}
