import { ButtonLink } from "../../ui/Button.tsx";
import { Icon, type IconSource } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import emptyStyles from "../../ui/Empty.module.css.ts";
import styles from "./ErrorScreen.module.css.ts";

/** A page in place of the one that was asked for: what happened, what to do. */
export function ErrorScreen(
  { status, message, home }: {
    readonly status: number;
    readonly message: string;
    readonly home: { readonly href: string; readonly label: string };
  },
) {
  const { title, icon, again } = wordsFor(status);
  return (
    <div class={styles.screen}>
      <span class={emptyStyles.mark}>
        <Icon name={icon} size={20} />
      </span>
      <p class={styles.status}>{status}</p>
      <h1>{title}</h1>
      <p>{message}</p>
      <div class={emptyStyles.actions}>
        {again && <ButtonLink variant="primary" href="" icon="refresh">Try again</ButtonLink>}
        <ButtonLink variant={again ? "secondary" : "primary"} href={home.href}>
          {home.label}
        </ButtonLink>
      </div>
    </div>
  );
}

function wordsFor(status: number): { title: string; icon: IconSource; again: boolean } {
  if (status === 404) return { title: "Page not found", icon: "search", again: false };
  if (status === 503) {
    return { title: "Not available right now", icon: STILL_ICONS.clock, again: true };
  }
  if (status === 429) return { title: "Too many tries", icon: STILL_ICONS.clock, again: true };
  if (status >= 500) return { title: "Something went wrong", icon: "warning", again: true };
  return { title: "That did not work", icon: "warning", again: false };
}
