import type { ComponentChildren, HTMLAttributes } from "preact";
import { Icon, type IconSource } from "./Icon.tsx";
import { cx } from "./cx.ts";
import styles from "./Button.module.css.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
/** `compact` grows with its words: for bars full of buttons. `xs` is for a line of text. */
export type ButtonSize = "xs" | "sm" | "compact" | "md" | "lg";

interface Look {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: IconSource;
  /** Shown after the words. */
  readonly iconAfter?: IconSource;
  /** Pixels; 16 without it. */
  readonly iconSize?: number;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

type Common<T extends EventTarget> = Omit<HTMLAttributes<T>, "size" | "icon" | "class" | "role">;

interface ButtonAttributes extends Common<HTMLButtonElement> {
  readonly type?: "button" | "submit" | "reset";
  readonly name?: string;
  readonly value?: string;
  readonly form?: string;
  readonly formAction?: string;
  readonly disabled?: boolean;
}

interface LinkAttributes extends Common<HTMLAnchorElement> {
  readonly href: string;
  readonly download?: string | boolean;
  readonly target?: string;
  readonly rel?: string;
}

/** The classes of a button, for elements that only look like one. */
export function buttonClass(
  { variant = "secondary", size = "md", iconOnly = false, class: more = "" }:
    & Pick<Look, "variant" | "size" | "class">
    & { iconOnly?: boolean },
): string {
  return cx(
    styles.button,
    styles[variant],
    size !== "md" && styles[size],
    iconOnly && styles.icon,
    more,
  );
}

function Content({ icon, iconAfter, iconSize = 16, children }: Look) {
  return (
    <>
      {icon && <Icon name={icon} size={iconSize} />}
      {children}
      {iconAfter && <Icon name={iconAfter} size={iconSize} />}
    </>
  );
}

/** A button that does something. `busy` shows that it is being done, and takes no second click. */
export function Button(
  {
    variant,
    size,
    icon,
    iconAfter,
    iconSize,
    class: more,
    children,
    busy = false,
    disabled,
    ...rest
  }:
    & Look
    & { busy?: boolean }
    & ButtonAttributes,
) {
  return (
    <button
      type="button"
      {...rest}
      class={buttonClass({ variant, size, class: more, iconOnly: children === undefined })}
      disabled={disabled || busy}
      data-busy={busy || undefined}
    >
      <Content icon={busy ? undefined : icon} iconAfter={iconAfter} iconSize={iconSize}>
        {children}
      </Content>
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink(
  { variant, size, icon, iconAfter, iconSize, class: more, children, ...rest }:
    & Look
    & LinkAttributes,
) {
  return (
    <a
      {...rest}
      class={buttonClass({ variant, size, class: more, iconOnly: children === undefined })}
    >
      <Content icon={icon} iconAfter={iconAfter} iconSize={iconSize}>
        {children}
      </Content>
    </a>
  );
}
