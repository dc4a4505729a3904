/** Settings: plain HTML forms, one subject a card, each with its own button; works without JavaScript. */
import type { CandleImport } from "../../contracts/markets.ts";
import type { Profile, Session } from "../../contracts/users.ts";
import { Costs } from "./Costs.tsx";
import { Devices } from "./Devices.tsx";
import { Display } from "./Display.tsx";
import { Section, SECTIONS } from "./parts.tsx";
import { Password } from "./Password.tsx";
import { UsageBars } from "./UsageBars.tsx";
import { YourData } from "./YourData.tsx";
import type { Theme } from "../../components/shell/ThemeMenu.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { cx } from "../../ui/cx.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./SettingsScreen.module.css.ts";

export type SettingsField =
  | "fee"
  | "slippage"
  | "timezone"
  | "current_password"
  | "new_password"
  /** What is wrong with changing the password as a whole. */
  | "password_form";

export interface SettingsProps {
  readonly profile: Profile;
  readonly sessions: readonly Session[];
  readonly imports: readonly CandleImport[];
  readonly theme: Theme;
  readonly zones: readonly string[];
  readonly values: Readonly<Record<"fee" | "slippage" | "timezone", string>>;
  readonly errors: Readonly<Partial<Record<SettingsField, string>>>;
  /** Which form was just sent, and went well. */
  readonly saved: string | null;
}

export function SettingsScreen(
  { profile, sessions, imports, theme, zones, values, errors, saved }: SettingsProps,
) {
  return (
    <div class={cx(pagesStyles.page, styles.page)}>
      <div class={pagesStyles.head}>
        <div class={pagesStyles.title}>
          <h1>Settings</h1>
          <p>{profile.email}</p>
        </div>
      </div>
      <nav class={styles.nav} aria-label="On this page">
        {SECTIONS.map(({ id, title }) => <a key={id} href={`#${id}`}>{title}</a>)}
      </nav>
      <div class={styles.settings}>
        <Costs
          values={values}
          errors={errors}
          saved={saved === "costs"}
          feePercent={profile.default_fee_percent}
          slippagePercent={profile.default_slippage_percent}
        />
        <Display
          theme={theme}
          zones={zones}
          timezone={values.timezone}
          error={errors.timezone}
          saved={saved === "timezone"}
        />
        <UsageBars usage={profile.usage} />
        <Password email={profile.email} errors={errors} saved={saved === "password"} />
        <Devices sessions={sessions} saved={saved} />
        <YourData imports={imports} saved={saved === "import"} />
        <Section
          id="delete"
          lead="Your account and everything in it is deleted at once. This cannot be undone."
        >
          <ButtonLink variant="danger" icon="trash" href="/settings/delete">
            Delete account…
          </ButtonLink>
        </Section>
      </div>
    </div>
  );
}
