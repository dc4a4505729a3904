/** Leaving for good: asked twice, with what would be lost in numbers, and the way back always there. */
import { apiAddress } from "../../contracts/client/api_client.ts";
import { counted } from "../../text/format.ts";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { cx } from "../../ui/cx.ts";
import buttonStyles from "../../ui/Button.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./DeleteAccountScreen.module.css.ts";

export interface DeleteAccountProps {
  readonly email: string;
  readonly belongings: Readonly<
    Record<"strategies" | "versions" | "backtests" | "imports", number>
  >;
  /** The first question, or, once the address was typed, the last one. */
  readonly question: "first" | "last";
  /** What was typed. */
  readonly confirm: string;
  readonly errors: Readonly<Partial<Record<"confirm" | "password" | "form", string>>>;
}

export function DeleteAccountScreen(props: DeleteAccountProps) {
  return (
    <div class={cx(pagesStyles.page, styles.page)}>
      <PageHead
        trail={[{ href: "/settings", label: "Settings" }]}
        title={props.question === "first"
          ? "Delete your account?"
          : "Delete your account for good?"}
      />
      <Card>
        {props.errors.form && <Notice tone="loss" live>{props.errors.form}</Notice>}
        {props.question === "first" ? <First {...props} /> : <Last {...props} />}
      </Card>
    </div>
  );
}

function First({ email, belongings, confirm, errors }: DeleteAccountProps) {
  return (
    <form method="post" action="/settings/delete" class={settingsStyles.form} noValidate>
      <Losses belongings={belongings} />
      <p>
        Take everything with you first:{" "}
        <a class={linkStyles.link} href={apiAddress("GET /users/me/export")} download>
          export everything
        </a>.
      </p>
      <TextField
        id="confirm"
        name="confirm"
        label={`Type ${email} to continue`}
        autocomplete="off"
        value={confirm}
        error={errors.confirm}
        autoFocus={errors.confirm !== undefined}
      />
      <div class={settingsStyles.save}>
        <Button type="submit" variant="danger">Continue…</Button>
        <ButtonLink href="/settings">Keep my account</ButtonLink>
      </div>
    </form>
  );
}

function Last({ email, belongings, confirm, errors }: DeleteAccountProps) {
  return (
    <form method="post" action="/settings/delete" class={settingsStyles.form} noValidate>
      <Losses belongings={belongings} />
      <p>This is the last question. It cannot be undone.</p>
      <input type="hidden" name="confirm" value={confirm} />
      <input type="text" name="username" autocomplete="username" value={email} readOnly hidden />
      <TextField
        id="password"
        name="password"
        type="password"
        label="Your password"
        autocomplete="current-password"
        error={errors.password}
        autoFocus
      />
      <div class={settingsStyles.save}>
        <Button type="submit" name="sure" value="yes" class={buttonStyles.dangerStrong}>
          Delete my account
        </Button>
        <ButtonLink href="/settings">Keep my account</ButtonLink>
      </div>
    </form>
  );
}

function Losses({ belongings }: Pick<DeleteAccountProps, "belongings">) {
  const { strategies, versions, backtests, imports } = belongings;
  return (
    <p>
      This deletes your account, its settings and devices,{" "}
      {counted(strategies, "strategy", "strategies")} with {counted(versions, "version")},{" "}
      {counted(backtests, "backtest")} with all results, and {counted(imports, "import")}{" "}
      of candles.
    </p>
  );
}

/** The page after it. */
export function AccountGone() {
  return (
    <div class={cx(pagesStyles.page, styles.page)}>
      <PageHead title="Your account is deleted" />
      <Card>
        <div class={settingsStyles.form}>
          <p>Everything in it is deleted. Thank you for trying Blockbuilders.</p>
          <ButtonLink href="/">Go to the start page</ButtonLink>
        </div>
      </Card>
    </div>
  );
}
