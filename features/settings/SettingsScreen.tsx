/** Settings: plain HTML forms, one subject a card, each with its own button; works without JavaScript. */
import type { CandleImport } from "../../contracts/markets.ts";
import type { ApiKey } from "../../contracts/api_keys.ts";
import type { NoticeSettings } from "../../contracts/notices.ts";
import type { TwoStep as TwoStepState } from "../../contracts/two_step.ts";
import type { Billing } from "../../contracts/plans.ts";
import type { Profile, Session } from "../../contracts/users.ts";
import { ApiKeys } from "./ApiKeys.tsx";
import { Costs } from "./Costs.tsx";
import { Devices } from "./Devices.tsx";
import { Display } from "./Display.tsx";
import { Email } from "./Email.tsx";
import { Section, SECTIONS } from "./parts.tsx";
import { Notices } from "./Notices.tsx";
import { Password } from "./Password.tsx";
import { hasPlan, Plan, planTitle } from "./Plan.tsx";
import { TwoStep } from "./TwoStep.tsx";
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
  | "password_form"
  | "webhook_url"
  | "webhook_chat_id"
  | "webhook_form"
  | "email"
  | "email_password"
  | "email_form"
  | "key_name"
  | "key_scope"
  | "key_password"
  | "key_form"
  | "plan_password"
  | "plan_form";

export interface SettingsProps {
  readonly profile: Profile;
  readonly sessions: readonly Session[];
  readonly imports: readonly CandleImport[];
  readonly theme: Theme;
  readonly zones: readonly string[];
  readonly keys: readonly ApiKey[];
  readonly twoStep: TwoStepState;
  readonly notices: NoticeSettings;
  readonly billing: Billing;
  /** Whether the server sends mail. */
  readonly hasMail: boolean;
  /** Whether the password was typed too long ago for what asks for it again. */
  readonly needsPassword: boolean;
  readonly values: Readonly<
    Record<
      | "fee"
      | "slippage"
      | "timezone"
      | "email"
      | "key_name"
      | "key_scope"
      | "webhook_url"
      | "webhook_shape"
      | "webhook_chat_id",
      string
    >
  >;
  readonly errors: Readonly<Partial<Record<SettingsField, string>>>;
  /** Which form was just sent, and went well. */
  readonly saved: string | null;
}

export function SettingsScreen(
  {
    profile,
    sessions,
    imports,
    theme,
    zones,
    keys,
    twoStep,
    notices,
    billing,
    hasMail,
    needsPassword,
    values,
    errors,
    saved,
  }: SettingsProps,
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
        {SECTIONS.filter(({ id }) => id !== "plan" || hasPlan(billing)).map(({ id, title }) => (
          <a key={id} href={`#${id}`}>{title}</a>
        ))}
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
        <Notices
          settings={notices}
          typed={{
            url: values.webhook_url,
            shape: values.webhook_shape,
            chat_id: values.webhook_chat_id,
          }}
          errors={errors}
          saved={saved}
        />
        {hasPlan(billing) && (
          <Plan
            email={profile.email}
            billing={billing}
            needsPassword={needsPassword}
            errors={errors}
            saved={saved}
          />
        )}
        <UsageBars usage={profile.usage} plan={hasPlan(billing) ? planTitle(billing) : null} />
        <Email
          email={profile.email}
          hasMail={hasMail}
          typed={values.email}
          errors={errors}
          needsPassword={needsPassword}
          saved={saved === "email" ? "changed" : saved === "email-mailed" ? "mailed" : null}
        />
        <Password email={profile.email} errors={errors} saved={saved === "password"} />
        <TwoStep state={twoStep} saved={saved === "two-step-off"} />
        <Devices sessions={sessions} saved={saved} />
        <ApiKeys
          email={profile.email}
          keys={keys}
          limit={billing.entitlements.api_keys}
          typed={{ name: values.key_name, scope: values.key_scope }}
          errors={errors}
          needsPassword={needsPassword}
          revoked={saved === "key-revoked"}
        />
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
