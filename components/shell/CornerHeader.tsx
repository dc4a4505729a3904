import { Icon } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { type HeaderProps, HOME, LEARN, PersonItems } from "./Header.tsx";
import { Logo } from "./Logo.tsx";
import { ThemeSegments } from "./ThemeMenu.tsx";
import { cx } from "../../ui/cx.ts";
import buttonStyles from "../../ui/Button.module.css.ts";
import menuStyles from "../../ui/Menu.module.css.ts";
import headerStyles from "./Header.module.css.ts";
import shellPartsStyles from "./shell_parts.module.css.ts";
import styles from "./CornerHeader.module.css.ts";

/**
 * The header of a page whose one bar is its content's: the way home in the left corner, all else in one menu in the right one.
 * The bar between them keeps both corners free (`--corner-left`, `--corner-right`).
 */
export function CornerHeader({ email, isOperator = false, unread = 0, path, theme }: HeaderProps) {
  const home = email ? HOME.href : "/";
  return (
    <header class={styles.header}>
      <a
        class={styles.home}
        href={home}
        aria-label={email ? "Blockbuilders: your strategies" : "Blockbuilders"}
        title={email ? "Your strategies" : "Blockbuilders"}
      >
        <Logo />
      </a>
      <details class={cx(shellPartsStyles.pop, styles.menu)} data-menu>
        <summary
          class={cx(buttonStyles.button, buttonStyles.ghost, buttonStyles.icon)}
          aria-label={email ? `Account of ${email}` : "Menu"}
          title={email ?? "Menu"}
        >
          {email
            ? <span class={headerStyles.avatar} data-initial={email.charAt(0).toUpperCase()} />
            : <Icon name={STILL_ICONS.menu} size={20} />}
        </summary>
        <div class={shellPartsStyles.popPanel}>
          <nav aria-label="Main">
            {email && (
              <a class={menuStyles.item} data-part="menu-item" href={HOME.href}>
                <Icon name="blocks" />
                {HOME.label}
              </a>
            )}
            {email && (
              <a class={menuStyles.item} data-part="menu-item" href="/notices">
                <Icon name={STILL_ICONS.bell} />
                {unread === 0 ? "Notices" : `Notices (${unread})`}
              </a>
            )}
            <a class={menuStyles.item} data-part="menu-item" href={LEARN.href}>
              <Icon name={STILL_ICONS.question} />
              {LEARN.label}
            </a>
          </nav>
          <div class={styles.theme} role="group" aria-label="Theme">
            <ThemeSegments theme={theme} path={path} />
          </div>
          <div class={menuStyles.line} />
          <PersonItems email={email} isOperator={isOperator} />
        </div>
      </details>
    </header>
  );
}
