/** Signing up and logging in: one form, plain HTML, works without JavaScript. */
import { Button } from "./ui/Button.tsx";
import { TextField } from "./ui/Field.tsx";
import { Notice } from "./ui/Notice.tsx";

export interface AuthFormProps {
  readonly kind: "signup" | "login";
  readonly email: string;
  /** Where to go afterwards; empty for the usual place. */
  readonly next: string;
  /** A strategy that was built without an account waits to be saved to this one. */
  readonly bringsWork?: boolean;
  readonly errors: Readonly<Partial<Record<"email" | "password" | "form", string>>>;
}

const WORDS = {
  signup: {
    title: "Create your account",
    lead: "Your strategies, their versions and results are kept under it. Free during the beta.",
    button: "Sign up",
    hint: "At least 8 characters.",
    other: "Have an account already?",
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

export function AuthForm({ kind, email, next, bringsWork = false, errors }: AuthFormProps) {
  const words = WORDS[kind];
  const query = next ? `?next=${encodeURIComponent(next)}` : "";
  // The first field that needs attention takes the keyboard.
  const first = errors.email || (!errors.password && !email) ? "email" : "password";
  return (
    <div class="auth">
      <div class="auth-card">
        <h1>{words.title}</h1>
        <p class="auth-lead">
          {bringsWork
            ? "Your strategy is kept in this browser. It is saved to your account next."
            : words.lead}
        </p>
        {errors.form && <Notice tone="loss" live>{errors.form}</Notice>}
        <form method="post" action={`/${kind}${query}`} class="auth-form" noValidate>
          <TextField
            id="email"
            name="email"
            type="email"
            label="Email"
            autocomplete="email"
            value={email}
            error={errors.email}
            autoFocus={first === "email"}
          />
          <TextField
            id="password"
            name="password"
            type="password"
            label="Password"
            autocomplete={words.autocomplete}
            hint={words.hint}
            error={errors.password}
            autoFocus={first === "password"}
          />
          <Button type="submit" variant="primary" class="auth-submit">{words.button}</Button>
        </form>
        <p class="auth-other">
          {words.other} <a class="link" href={`${words.otherPath}${query}`}>{words.otherLabel}</a>
        </p>
      </div>
    </div>
  );
}
