/** Pages around links that work once: plain forms that need no JavaScript. */
import type { ComponentChildren } from "preact";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import styles from "./AuthForm.module.css.ts";

type Errors<Field extends string> = Readonly<Partial<Record<Field | "form", string>>>;

/** The card in the middle of the page. */
function LinkCard(
  { title, lead, error, children }: {
    readonly title: string;
    readonly lead: ComponentChildren;
    readonly error?: string | undefined;
    readonly children?: ComponentChildren;
  },
) {
  return (
    <div class={styles.auth}>
      <div class={styles.card}>
        <h1>{title}</h1>
        <p class={styles.lead}>{lead}</p>
        {error && <Notice tone="loss" live>{error}</Notice>}
        {children}
      </div>
    </div>
  );
}

function Submit({ children }: { readonly children: ComponentChildren }) {
  return <Button type="submit" variant="primary" class={styles.submit}>{children}</Button>;
}

export interface JoinProps {
  readonly code: string;
  readonly kind: "owner" | "invitation";
  readonly email: string;
  /** Who is logged in already. */
  readonly as: string | null;
  readonly errors: Errors<"email" | "password">;
}

/** Making an account with a link. */
export function JoinScreen({ code, kind, email, as, errors }: JoinProps) {
  const isOwner = kind === "owner";
  const lead = isOwner
    ? "The owner invites people, helps accounts, and sees how this server is doing. The link works once."
    : "You are invited. Everything you build is saved to this account.";
  return (
    <LinkCard
      title={isOwner ? "Become the owner" : "Create your account"}
      lead={lead}
      error={errors.form}
    >
      {as !== null && isOwner
        ? (
          <form method="post" action="/join" class={styles.form}>
            <input type="hidden" name="code" value={code} />
            <input type="hidden" name="claim" value="yes" />
            <Submit>Make {as} the owner</Submit>
          </form>
        )
        : (
          <form method="post" action="/join" class={styles.form} noValidate>
            <input type="hidden" name="code" value={code} />
            <TextField
              id="email"
              name="email"
              type="email"
              label="Email"
              autocomplete="email"
              value={email}
              error={errors.email}
              autoFocus={email === "" || errors.email !== undefined}
            />
            <TextField
              id="password"
              name="password"
              type="password"
              label="Password"
              autocomplete="new-password"
              hint="At least 8 characters."
              error={errors.password}
              autoFocus={email !== "" && errors.email === undefined}
            />
            <Submit>{isOwner ? "Create the owner’s account" : "Create account"}</Submit>
          </form>
        )}
      {as === null && isOwner && (
        <p class={styles.other}>
          Already have an account?{" "}
          <a
            class={linkStyles.link}
            href={`/login?next=${encodeURIComponent(`/join?code=${code}`)}`}
          >
            Log in to make it the owner
          </a>
        </p>
      )}
    </LinkCard>
  );
}

/** Asking for a link to choose a new password. */
export function ForgotScreen(
  { hasMail, email, sent, errors }: {
    readonly hasMail: boolean;
    readonly email: string;
    /** The address that was asked for; `null` before. */
    readonly sent: string | null;
    readonly errors: Errors<"email">;
  },
) {
  if (!hasMail) {
    return (
      <LinkCard
        title="Forgot your password?"
        lead="This server sends no mail. Ask whoever runs it for a link to choose a new password."
      >
        <ButtonLink href="/login">Back to log-in</ButtonLink>
      </LinkCard>
    );
  }
  if (sent !== null) {
    return (
      <LinkCard
        title="Check your mail"
        lead={`If ${sent} has an account, a link is on its way. It works once, for 30 minutes.`}
      >
        <ButtonLink href="/login">Back to log-in</ButtonLink>
      </LinkCard>
    );
  }
  return (
    <LinkCard
      title="Forgot your password?"
      lead="Enter the email of your account. You get a link to choose a new password."
      error={errors.form}
    >
      <form method="post" action="/forgot-password" class={styles.form} noValidate>
        <TextField
          id="email"
          name="email"
          type="email"
          label="Email"
          autocomplete="email"
          value={email}
          error={errors.email}
          autoFocus
        />
        <Submit>Send link</Submit>
      </form>
      <p class={styles.other}>
        <a class={linkStyles.link} href="/login">Back to log-in</a>
      </p>
    </LinkCard>
  );
}

/** Choosing a new password. */
export function ResetScreen(
  { code, email, errors }: {
    readonly code: string;
    readonly email: string;
    readonly errors: Errors<"password">;
  },
) {
  return (
    <LinkCard
      title="Choose a new password"
      lead={`For ${email}. All devices are logged out.`}
      error={errors.form}
    >
      <form method="post" action="/reset-password" class={styles.form} noValidate>
        <input type="hidden" name="code" value={code} />
        <input type="text" name="username" autocomplete="username" value={email} readOnly hidden />
        <TextField
          id="password"
          name="password"
          type="password"
          label="New password"
          autocomplete="new-password"
          hint="At least 8 characters."
          error={errors.password}
          autoFocus
        />
        <Submit>Save password</Submit>
      </form>
    </LinkCard>
  );
}

/** Using a link that was mailed: opening it does nothing yet, because programs open links in mails too. */
export function ConfirmEmailScreen(
  { code, email, action }: {
    readonly code: string;
    readonly email: string;
    readonly action: string;
  },
) {
  return (
    <LinkCard title="Confirm your email" lead={`${email} becomes the email of your account.`}>
      <form method="post" action={action} class={styles.form}>
        <input type="hidden" name="code" value={code} />
        <Submit>Confirm email</Submit>
      </form>
    </LinkCard>
  );
}

/** Waiting for the link that confirms the email. */
export function VerifyScreen({ email, sent }: { readonly email: string; readonly sent: boolean }) {
  return (
    <LinkCard
      title="Confirm your email"
      lead={`We mailed a link to ${email}. Open it to start. It works for 30 minutes.`}
    >
      <div class={styles.steps}>
        <form method="post" action="/verify-email">
          <Button type="submit">Send another link</Button>
        </form>
        {sent && <p role="status">Another link is on its way.</p>}
        <p class={styles.other}>
          Wrong address? <a class={linkStyles.link} href="/settings#email">Change it in settings</a>
        </p>
      </div>
    </LinkCard>
  );
}

/** Something is done, or a link leads nowhere. */
export function OutcomeScreen(
  { title, lead, href, label }: {
    readonly title: string;
    readonly lead: string;
    readonly href: string;
    readonly label: string;
  },
) {
  return (
    <LinkCard title={title} lead={lead}>
      <ButtonLink variant="primary" href={href}>{label}</ButtonLink>
    </LinkCard>
  );
}
