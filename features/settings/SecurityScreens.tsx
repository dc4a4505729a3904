/** Pages of the settings that show a secret once, and the set-up of two-step log-in. */
import type { ComponentChildren } from "preact";
import type { TwoStepSetup } from "../../contracts/two_step.ts";
import { counted } from "../../text/format.ts";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { cx } from "../../ui/cx.ts";
import { ConfirmField } from "./ConfirmField.tsx";
import { QrCode } from "./QrCode.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import deleteStyles from "./DeleteAccountScreen.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./SecurityScreens.module.css.ts";

function Screen(
  { title, children }: { readonly title: string; readonly children: ComponentChildren },
) {
  return (
    <div class={cx(pagesStyles.page, deleteStyles.page)}>
      <PageHead trail={[{ href: "/settings", label: "Settings" }]} title={title} />
      <Card>{children}</Card>
    </div>
  );
}

/** The key, this once. */
export function KeyMadeScreen(
  { name, secret }: { readonly name: string; readonly secret: string },
) {
  return (
    <Screen title="Your new API key">
      <div class={settingsStyles.form}>
        <p>
          Copy the key of <b>{name}</b> now: it is not shown again.
        </p>
        <code class={styles.secret}>{secret}</code>
        <p>
          Send it with each request: <code>Authorization: Bearer …</code>
        </p>
        <ButtonLink variant="primary" href="/settings#keys">Done</ButtonLink>
      </div>
    </Screen>
  );
}

/** The recovery codes, this once. */
export function RecoveryCodesScreen({ codes }: { readonly codes: readonly string[] }) {
  return (
    <Screen title="Your recovery codes">
      <div class={settingsStyles.form}>
        <p>
          Two-step log-in is on. Without your app, one of these codes lets you in. Each works once.
          Store them safely: they are not shown again.
        </p>
        <ul class={styles.codes}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <ButtonLink variant="primary" href="/settings#two-step">I stored them</ButtonLink>
      </div>
    </Screen>
  );
}

export interface TwoStepProps {
  readonly email: string;
  /** What an app is set up with; `null` while it is on, or the password has to be typed first. */
  readonly setup: TwoStepSetup | null;
  readonly enabled: boolean;
  readonly recoveryCodes: number;
  readonly needsPassword: boolean;
  readonly errors: Readonly<Partial<Record<"code" | "password" | "form", string>>>;
}

export function TwoStepScreen(props: TwoStepProps) {
  const { enabled, setup, errors } = props;
  return (
    <Screen title="Two-step log-in">
      {errors.form && <Notice tone="loss" live>{errors.form}</Notice>}
      {enabled
        ? <On {...props} />
        : setup
        ? <SetUp setup={setup} errors={errors} />
        : <First {...props} />}
    </Screen>
  );
}

function First({ email, errors }: TwoStepProps) {
  return (
    <form method="post" action="/settings/two-step" class={settingsStyles.form} noValidate>
      <p>First type your password, so that nobody else sets this up at your open browser.</p>
      <ConfirmField id="password" email={email} needed error={errors.password} />
      <div class={settingsStyles.save}>
        <Button type="submit" variant="primary">Continue</Button>
        <ButtonLink href="/settings#two-step">Cancel</ButtonLink>
      </div>
    </form>
  );
}

function SetUp(
  { setup: { secret, uri }, errors }: {
    readonly setup: TwoStepSetup;
    readonly errors: TwoStepProps["errors"];
  },
) {
  return (
    <form method="post" action="/settings/two-step" class={settingsStyles.form} noValidate>
      <p>Scan this with an authenticator app, then enter the six digits that it shows.</p>
      <QrCode text={uri} label="QR code for the authenticator app" />
      <p>
        Cannot scan? Enter this key in the app:{" "}
        <code class={styles.key}>
          {secret.match(/.{1,4}/g)?.join(" ")}
        </code>
      </p>
      <TextField
        id="code"
        name="code"
        label="Code"
        autocomplete="one-time-code"
        inputMode="numeric"
        error={errors.code}
        autoFocus={errors.code !== undefined}
      />
      <div class={settingsStyles.save}>
        <Button type="submit" variant="primary">Turn on</Button>
        <ButtonLink href="/settings#two-step">Cancel</ButtonLink>
      </div>
    </form>
  );
}

function On({ email, recoveryCodes, needsPassword, errors }: TwoStepProps) {
  return (
    <form method="post" class={settingsStyles.form} noValidate>
      <p>
        It is on, with {counted(recoveryCodes, "recovery code")}{" "}
        left. New codes make the old ones useless.
      </p>
      <ConfirmField
        id="password"
        email={email}
        needed={needsPassword}
        error={errors.password}
      />
      <div class={settingsStyles.save}>
        <Button type="submit" formAction="/settings/two-step/codes">Make new recovery codes</Button>
        <Button type="submit" variant="danger" formAction="/settings/two-step/off">Turn off</Button>
      </div>
    </form>
  );
}
