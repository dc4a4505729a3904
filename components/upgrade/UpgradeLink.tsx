/** The way to a plan that allows more, where a limit is met; nothing where none is sold. */
import linkStyles from "../../ui/link.module.css.ts";

export function UpgradeLink({ to }: { readonly to: string | null | undefined }) {
  if (!to) return null;
  return <a class={linkStyles.link} href={to}>See what Premium allows</a>;
}
