/** Signing up and logging in. */
import { z } from "zod";

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

export const emailSchema = z.string("Enter your email address.").trim().toLowerCase()
  .max(254, "An email address has at most 254 characters.")
  .pipe(z.email("Enter a full email address, like name@example.com."));

export const credentialsSchema = z.strictObject({
  email: emailSchema,
  password: z.string("Enter a password.")
    .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
    .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`),
});
export type Credentials = z.infer<typeof credentialsSchema>;

/** Logging in never says more about a password than that it does not fit. */
export const loginSchema = z.strictObject({
  email: emailSchema,
  password: z.string("Enter your password.").min(1, "Enter your password.").max(PASSWORD_MAX * 4),
});

export const sessionUserSchema = z.object({ id: z.uuid(), email: z.string() });
export type SessionUser = z.infer<typeof sessionUserSchema>;
