/** Logging in with a code from an authenticator app beside the password. */
import { z } from "zod";

/** How many recovery codes there are. */
export const RECOVERY_CODES = 10;

/** A code of six digits, or a recovery code; spaces and hyphens are how people read them. */
export const codeSchema = z.string("Enter the code.").trim()
  .transform((code) => code.replace(/[\s-]/g, ""))
  .pipe(z.string().min(1, "Enter the code.").max(40, "Enter the six digits of your app."));

export const enableTwoStepSchema = z.strictObject({ code: codeSchema });

export const twoStepSchema = z.object({
  enabled: z.boolean(),
  /** Recovery codes that are left. */
  recovery_codes: z.number().int(),
});
export type TwoStep = z.infer<typeof twoStepSchema>;

/** What an authenticator app is set up with. */
export const twoStepSetupSchema = z.object({
  /** Base32. */
  secret: z.string(),
  /** `otpauth://…`, as a QR code holds it. */
  uri: z.string(),
});
export type TwoStepSetup = z.infer<typeof twoStepSetupSchema>;

export const recoveryCodesSchema = z.object({ recovery_codes: z.array(z.string()) });
