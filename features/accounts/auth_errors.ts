/** What is wrong with a sign-up or a log-in, by field: one reading of a refusal for the page and for the browser. */
import type { Issue } from "../../contracts/errors.ts";

export type AuthKind = "signup" | "login";
export type AuthField = "email" | "password" | "code";

export interface AuthErrors {
  readonly email?: string;
  readonly password?: string;
  /** Of the code from the authenticator app; empty = it is asked for, and nothing was wrong so far. */
  readonly code?: string;
  /** About the whole. */
  readonly form?: string;
  /** The email has an account: shown at the email with a link to log in. */
  readonly taken?: true;
}

/** The refusal as the form shows it; `typedCode` is what stood in the field for the code. */
export function authErrors(
  { code, message, issues }: {
    readonly code: string;
    readonly message: string;
    readonly issues: readonly Issue[];
  },
  typedCode = "",
): AuthErrors {
  if (code === "code_needed") return { code: typedCode === "" ? "" : message };
  if (code === "email_taken") return { email: message, taken: true };
  // It says nothing about which of the two is wrong, and stands at the one that is typed blind.
  if (code === "invalid_credentials") return { password: message };
  const of = (field: AuthField) => issues.find(({ path }) => path === field)?.message;
  const [email, password] = [of("email"), of("password")];
  if (email === undefined && password === undefined) return { form: message };
  return {
    ...(email === undefined ? {} : { email }),
    ...(password === undefined ? {} : { password }),
  };
}
