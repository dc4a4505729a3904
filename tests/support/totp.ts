/** The authenticator app of a test. */
import { Secret, TOTP } from "otpauth";

/** The code that an app shows at a time, Unix ms. */
export function totpCode(secret: string, nowMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs });
}
