/** What the sections of the settings are made of. */
import type { ComponentChildren } from "preact";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Icon } from "../../ui/Icon.tsx";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./parts.module.css.ts";

/** The sections in their order; `id` is also the address they are jumped to. */
export const SECTIONS = [
  { id: "costs", title: "Backtest costs" },
  { id: "display", title: "Display" },
  { id: "notices", title: "Notices" },
  { id: "plan", title: "Plan" },
  { id: "usage", title: "Usage" },
  { id: "email", title: "Email" },
  { id: "password", title: "Password" },
  { id: "two-step", title: "Two-step log-in" },
  { id: "devices", title: "Devices" },
  { id: "keys", title: "API keys" },
  { id: "data", title: "Your data" },
  { id: "delete", title: "Delete account" },
] as const;

export type SectionId = (typeof SECTIONS)[number]["id"];

/** A card with a title and a sentence. */
export function Section(
  { id, lead, children }: {
    readonly id: SectionId;
    readonly lead: ComponentChildren;
    readonly children: ComponentChildren;
  },
) {
  const title = SECTIONS.find((section) => section.id === id)?.title;
  return (
    <Card id={id} class={styles.settingsSection}>
      <h2>{title}</h2>
      <p class={styles.settingsLead}>{lead}</p>
      {children}
    </Card>
  );
}

/** The button of a form, and beside it the result of the last submission. */
export function Save(
  { saved, words = "Saved", children }: {
    readonly saved: boolean;
    readonly words?: string;
    readonly children: ComponentChildren;
  },
) {
  return (
    <div class={settingsStyles.save}>
      <Button type="submit">{children}</Button>
      {saved && <Done>{words}</Done>}
    </div>
  );
}

/** That something was done. */
export function Done({ children }: { readonly children: ComponentChildren }) {
  return (
    <span class={styles.settingsSaved} role="status">
      <Icon name="check" />
      {children}
    </span>
  );
}
