import type { HTMLAttributes } from "preact";
import { cx } from "./cx.ts";
import linkStyles from "./link.module.css.ts";

/** Words that do something where they stand. `plain` ones are underlined on hover alone. */
export function TextButton(
  { plain = false, class: more, ...rest }:
    & Omit<HTMLAttributes<HTMLButtonElement>, "class" | "role">
    & { readonly plain?: boolean; readonly class?: string },
) {
  return (
    <button type="button" {...rest} class={cx(plain ? linkStyles.plain : linkStyles.link, more)} />
  );
}
