import { Icon } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { cx } from "../../ui/cx.ts";
import buttonStyles from "../../ui/Button.module.css.ts";
import styles from "./Bell.module.css.ts";
import { bellName, bellNumber } from "./bell_words.ts";

/** The way to the notices, with how many are unread; the number changes while the page is open. */
export function Bell({ unread, path }: { readonly unread: number; readonly path: string }) {
  return (
    <a
      class={cx(buttonStyles.button, buttonStyles.ghost, buttonStyles.icon, styles.bell)}
      href="/notices"
      aria-label={bellName(unread)}
      title="Notices"
      aria-current={path.split("?")[0] === "/notices" ? "page" : undefined}
      data-bell
    >
      <Icon name={STILL_ICONS.bell} size={18} />
      <span class={styles.number} data-number={bellNumber(unread)} />
    </a>
  );
}
