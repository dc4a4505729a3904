import { Icon, type IconSource } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { cx } from "../../ui/cx.ts";
import buttonStyles from "../../ui/Button.module.css.ts";
import menuStyles from "../../ui/Menu.module.css.ts";
import segmentsStyles from "../../ui/Segments.module.css.ts";
import shellPartsStyles from "./shell_parts.module.css.ts";
import styles from "./ThemeMenu.module.css.ts";

export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

const WORDS: Readonly<Record<Theme, { readonly label: string; readonly icon: IconSource }>> = {
  light: { label: "Light", icon: STILL_ICONS.sun },
  dark: { label: "Dark", icon: STILL_ICONS.moon },
  system: { label: "System", icon: STILL_ICONS.monitor },
};

/** A choice of theme; without JavaScript it is a form that comes back to the same page. */
export function ThemeMenu({ theme, path }: { theme: Theme; path: string }) {
  return (
    <details class={shellPartsStyles.pop} data-menu>
      <summary
        class={cx(buttonStyles.button, buttonStyles.ghost, buttonStyles.icon)}
        aria-label="Theme"
        title="Theme"
      >
        {THEMES.map((name) => (
          <span key={name} class={styles.icon} data-for={name}>
            <Icon name={WORDS[name].icon} size={18} />
          </span>
        ))}
      </summary>
      <ThemeForm theme={theme} path={path} class={shellPartsStyles.popPanel} />
    </details>
  );
}

function ThemeForm(
  { theme, path, class: className }: { theme: Theme; path: string; class: string },
) {
  return (
    <form method="post" action="/theme" class={className} data-theme-form>
      <input type="hidden" name="next" value={path} />
      {THEMES.map((name) => (
        <button
          key={name}
          type="submit"
          name="theme"
          value={name}
          class={menuStyles.item}
          data-part="menu-item"
          aria-pressed={name === theme}
        >
          <Icon name={WORDS[name].icon} />
          <span class={styles.grow}>{WORDS[name].label}</span>
          <span class={styles.check}>
            <Icon name="check" />
          </span>
        </button>
      ))}
    </form>
  );
}

/** The same choice as a row of buttons, for the settings. */
export function ThemeSegments({ theme, path }: { theme: Theme; path: string }) {
  return (
    <form method="post" action="/theme" class={segmentsStyles.segments} data-theme-form>
      <input type="hidden" name="next" value={path} />
      {THEMES.map((name) => (
        <button
          key={name}
          type="submit"
          name="theme"
          value={name}
          class={segmentsStyles.segment}
          aria-pressed={name === theme}
        >
          <Icon name={WORDS[name].icon} />
          {WORDS[name].label}
        </button>
      ))}
    </form>
  );
}
