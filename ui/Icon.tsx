import type { IconNode } from "lucide";
import { h } from "preact";
import { ICONS } from "./icons.ts";
import { cx } from "./cx.ts";
import styles from "./Icon.module.css.ts";

/** The icons that every page may use. */
export type IconName = keyof typeof ICONS;

/** One of the shared icons by its name, or the drawing of another one of the set. */
export type IconSource = IconName | IconNode;

/** An icon; decoration only, so the words beside it (or an `aria-label`) say what it means. */
export function Icon(
  { name, size = 16, class: more }: {
    readonly name: IconSource;
    /** Pixels, both ways. */
    readonly size?: number;
    readonly class?: string;
  },
) {
  const drawing: IconNode = typeof name === "string" ? ICONS[name] : name;
  return (
    <svg
      class={more ? cx(styles.icon, more) : styles.icon}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={1.75}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {drawing.map(([tag, attributes], at) => h(tag, { ...attributes, key: at }))}
    </svg>
  );
}
