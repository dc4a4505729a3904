/** Signing up and logging in. */
import { z } from "zod";
import { codeSchema } from "./two_step.ts";

/** Said when the operator takes no new accounts. */
export const SIGNUP_CLOSED = "Sign-up is closed here. Ask the operator for an account.";

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

export const emailSchema = z.string("Enter your email address.").trim().toLowerCase()
  .max(254, "An email address has at most 254 characters.")
  .pipe(z.email("Enter a full email address, like name@example.com."));

/** A password that is chosen. */
const newPasswordSchema = z.string("Enter a password.")
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`);

/** A password that is asked for. It never says more about one than that it does not fit. */
const knownPasswordSchema = z.string("Enter your password.").min(1, "Enter your password.")
  .max(PASSWORD_MAX * 4);

export const credentialsSchema = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
});
export type Credentials = z.infer<typeof credentialsSchema>;

export const loginSchema = z.strictObject({
  email: emailSchema,
  password: knownPasswordSchema,
  /** Of the authenticator app, or a recovery code, where two-step log-in is on. */
  code: codeSchema.optional(),
});
export type Login = z.infer<typeof loginSchema>;

/** Makes an account with a link that works once. */
export const joinSchema = credentialsSchema.extend({ code: z.string().max(200) });

/** Asks for a link by mail. */
export const askResetSchema = z.strictObject({ email: emailSchema });

/** Uses a link that works once. */
export const linkCodeSchema = z.strictObject({ code: z.string().max(200) });
export const resetSchema = z.strictObject({
  code: z.string().max(200),
  password: newPasswordSchema,
});

/** Another email; the password where it was last typed more than ten minutes ago. */
export const changeEmailSchema = z.strictObject({
  email: emailSchema,
  password: z.string().max(PASSWORD_MAX * 4).optional(),
});

/** To make sure that it is really them. */
export const confirmPasswordSchema = z.strictObject({ password: knownPasswordSchema });

export const changePasswordSchema = z.strictObject({
  current_password: knownPasswordSchema,
  new_password: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** `changed`: it holds now. `mailed`: it holds once the link is opened that was mailed there. */
export const emailChangeSchema = z.object({ state: z.enum(["changed", "mailed"]) });

export const sessionUserSchema = z.object({ id: z.uuid(), email: z.string() });
export type SessionUser = z.infer<typeof sessionUserSchema>;
