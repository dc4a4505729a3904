import { ButtonLink } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { Bell } from "./Bell.tsx";
import { Logo } from "./Logo.tsx";
import { type Theme, ThemeMenu } from "./ThemeMenu.tsx";
import { cx } from "../../ui/cx.ts";
import buttonStyles from "../../ui/Button.module.css.ts";
import menuStyles from "../../ui/Menu.module.css.ts";
import shellPartsStyles from "./shell_parts.module.css.ts";
import styles from "./Header.module.css.ts";

export interface HeaderProps {
  readonly email: string | null;
  /** Whether the admin pages are open to them. */
  readonly isOperator?: boolean;
  /** Notices that are not read yet. */
  readonly unread?: number;
  readonly path: string;
  readonly theme: Theme;
}

export interface NavLink {
  readonly href: string;
  readonly label: string;
}

export const LEARN: NavLink = { href: "/learn", label: "Learn" };
export const DATA: NavLink = { href: "/data", label: "Data" };
export const HOME: NavLink = { href: "/strategies", label: "Strategies" };
const DESK: NavLink = { href: "/desk", label: "Paper desk" };

/** Where one is, where one can go, who one is. */
export function Header({ email, isOperator = false, unread = 0, path, theme }: HeaderProps) {
  const links = email ? [HOME, DESK, DATA, LEARN] : [LEARN];
  return (
    <header class={styles.siteHeader}>
      <a class={styles.brand} href={email ? "/strategies" : "/"}>
        <Logo />
        <span>Blockbuilders</span>
      </a>
      <nav class={styles.siteNav} aria-label="Main">
        {links.map((link) => <HeaderLink key={link.href} link={link} path={path} />)}
      </nav>
      <div class={styles.siteTools}>
        {email && <Bell unread={unread} path={path} />}
        <ThemeMenu theme={theme} path={path} />
        {email ? <UserMenu email={email} isOperator={isOperator} /> : (
          <div class={styles.siteGuest}>
            <ButtonLink variant="ghost" href="/login">Log in</ButtonLink>
            <ButtonLink variant="primary" href="/signup">Sign up</ButtonLink>
          </div>
        )}
        <details class={cx(shellPartsStyles.pop, styles.siteMenu)} data-menu>
          <summary
            class={cx(buttonStyles.button, buttonStyles.ghost, buttonStyles.icon)}
            aria-label="Menu"
          >
            <Icon name={STILL_ICONS.menu} size={20} />
          </summary>
          <div class={shellPartsStyles.popPanel}>
            {links.map(({ href, label }) => (
              <a
                key={href}
                class={menuStyles.item}
                data-part="menu-item"
                href={href}
                aria-current={current(path, href)}
              >
                {label}
              </a>
            ))}
            <div class={menuStyles.line} />
            <PersonItems email={email} isOperator={isOperator} />
          </div>
        </details>
      </div>
    </header>
  );
}

function HeaderLink({ link: { href, label }, path }: { link: NavLink; path: string }) {
  return <a href={href} aria-current={current(path, href)}>{label}</a>;
}

function UserMenu({ email, isOperator }: { email: string; isOperator: boolean }) {
  return (
    <details class={cx(shellPartsStyles.pop, styles.siteUser)} data-menu>
      <summary
        class={cx(buttonStyles.button, buttonStyles.ghost, buttonStyles.icon)}
        aria-label={`Account of ${email}`}
        title={email}
      >
        <span class={styles.avatar} data-initial={email.charAt(0).toUpperCase()} />
      </summary>
      <div class={shellPartsStyles.popPanel}>
        <AccountItems email={email} isOperator={isOperator} />
      </div>
    </details>
  );
}

/** Whom a menu is for: the account's own pages, or the ways to one. */
export function PersonItems(
  { email, isOperator }: { email: string | null; isOperator: boolean },
) {
  return email ? <AccountItems email={email} isOperator={isOperator} /> : (
    <>
      <a class={menuStyles.item} data-part="menu-item" href="/login">Log in</a>
      <a class={menuStyles.item} data-part="menu-item" href="/signup">Sign up</a>
    </>
  );
}

/** Settings and the way out. */
function AccountItems({ email, isOperator }: { email: string; isOperator: boolean }) {
  return (
    <>
      <p class={styles.menuNote} title={email}>{email}</p>
      <a class={menuStyles.item} data-part="menu-item" href="/settings">
        <Icon name={STILL_ICONS.gear} />
        Settings
      </a>
      {isOperator && (
        <a class={menuStyles.item} data-part="menu-item" href="/admin">
          <Icon name={STILL_ICONS.monitor} />
          Admin
        </a>
      )}
      <form method="post" action="/logout">
        <button type="submit" class={menuStyles.item} data-part="menu-item">
          <Icon name={STILL_ICONS.logOut} />
          Log out
        </button>
      </form>
    </>
  );
}

function current(path: string, href: string): "page" | "true" | undefined {
  const at = path.split("?")[0] ?? path;
  if (href === HOME.href && at.startsWith("/runs/")) return "true";
  if (href === LEARN.href && at === "/how-backtests-work") return "true";
  return at === href || at.startsWith(`${href}/`) ? "page" : undefined;
}
