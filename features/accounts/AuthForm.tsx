/**
 * Signing up and logging in. Plain HTML that works without JavaScript; with it the form is sent without leaving the page, so
 * that a mistake in one field does not empty the password.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import { type AuthErrors, authErrors, type AuthField, type AuthKind } from "./auth_errors.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import styles from "./AuthForm.module.css.ts";

export interface AuthFormProps {
  readonly kind: AuthKind;
  readonly email: string;
  /** Where to go afterwards; empty for the usual place. */
  readonly next: string;
  /** The path that is opened afterwards: `next`, or the usual place. */
  readonly after: string;
  /** A strategy that was built without an account waits to be saved to this one. */
  readonly bringsWork?: boolean;
  readonly errors: AuthErrors;
}

const WORDS = {
  signup: {
    title: "Create your account",
    lead: "Everything you build is saved to this account. Free during the beta.",
    button: "Sign up",
    hint: "At least 8 characters.",
    other: "Already have an account?",
    otherLabel: "Log in",
    otherPath: "/login",
    autocomplete: "new-password",
  },
  login: {
    title: "Log in",
    lead: "Welcome back.",
    button: "Log in",
    hint: undefined,
    other: "New here?",
    otherLabel: "Create an account",
    otherPath: "/signup",
    autocomplete: "current-password",
  },
} as const;

const NONE: AuthErrors = {};

export function AuthForm(props: AuthFormProps) {
  const { kind, email, next, after, bringsWork = false } = props;
  const words = WORDS[kind];
  const query = next ? `?next=${encodeURIComponent(next)}` : "";
  const errors = useSignal<AuthErrors>(props.errors);
  const busy = useSignal(false);
  // Once it was asked for, the field stays.
  const asksCode = useSignal(props.errors.code !== undefined);
  const form = useRef<HTMLFormElement>(null);
  const { email: emailError, password: passwordError, form: formError, taken } = errors.value;
  const codeError = errors.value.code;
  // A password is never written into the page, so an answer that was a new page has an empty field.
  const wasEmptied = errors.value === props.errors && Object.keys(props.errors).length > 0;
  // The first field that needs attention has the focus.
  const first = props.errors.email || (!props.errors.password && !email) ? "email" : "password";

  const submit = async () => {
    const typed = new FormData(form.current ?? undefined);
    const code = String(typed.get("code") ?? "").trim();
    busy.value = true;
    errors.value = NONE;
    try {
      await api(`POST /auth/${kind}`, {
        body: {
          email: String(typed.get("email") ?? ""),
          password: String(typed.get("password") ?? ""),
          ...(code === "" ? {} : { code }),
        },
      });
      location.assign(after);
    } catch (error) {
      errors.value = authErrors(
        error instanceof ApiError
          ? error
          : { code: "internal", message: "That did not work. Try again.", issues: [] },
        code,
      );
      if (errors.value.code !== undefined) asksCode.value = true;
      busy.value = false;
      // After the errors are drawn; the button was disabled meanwhile and has lost the focus.
      setTimeout(() =>
        form.current?.querySelector<HTMLElement>(
          errors.value.code !== undefined ? "#code" : "[aria-invalid=true], button[type=submit]",
        )?.focus()
      );
    }
  };
  const clear = (field: AuthField) => {
    const { [field]: gone, ...rest } = errors.peek();
    if (gone !== undefined) errors.value = rest;
  };

  return (
    <div class={styles.auth}>
      <div class={styles.card}>
        <h1>{words.title}</h1>
        <p class={styles.lead}>
          {bringsWork
            ? "Your strategy is kept in this browser. It is saved to your account next."
            : words.lead}
        </p>
        {formError && <Notice tone="loss" live>{formError}</Notice>}
        <form
          ref={form}
          method="post"
          action={`/${kind}${query}`}
          class={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy.value) void submit();
          }}
        >
          <TextField
            id="email"
            name="email"
            type="email"
            label="Email"
            autocomplete="email"
            defaultValue={email}
            error={taken ? <Taken href={`/login${query}`} /> : emailError}
            autoFocus={first === "email"}
            onInput={() => clear("email")}
          />
          <TextField
            id="password"
            name="password"
            type="password"
            label="Password"
            autocomplete={words.autocomplete}
            hint={wasEmptied ? "Type your password again." : words.hint}
            error={passwordError}
            autoFocus={first === "password"}
            onInput={() => clear("password")}
          />
          {asksCode.value && (
            <TextField
              id="code"
              name="code"
              label="Code"
              autocomplete="one-time-code"
              inputMode="numeric"
              hint="The six digits of your authenticator app, or a recovery code."
              error={codeError || undefined}
              autoFocus
              onInput={() => clear("code")}
            />
          )}
          <Button type="submit" variant="primary" class={styles.submit} busy={busy.value}>
            {words.button}
          </Button>
        </form>
        {kind === "login" && (
          <p class={styles.other}>
            <a class={linkStyles.link} href="/forgot-password">Forgot your password?</a>
          </p>
        )}
        <p class={styles.other}>
          {words.other}{" "}
          <a class={linkStyles.link} href={`${words.otherPath}${query}`}>{words.otherLabel}</a>
        </p>
      </div>
    </div>
  );
}

function Taken({ href }: { readonly href: string }): ComponentChildren {
  return (
    <span>
      This email already has an account. <a class={linkStyles.link} href={href}>Log in instead?</a>
    </span>
  );
}
