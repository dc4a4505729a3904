/** The mailer that the configuration names. */
import type { Config } from "../config/config.ts";
import type { Mailer } from "./mailer.ts";

/** `null` when no mail server is set. */
export async function openMailer({ mail }: Pick<Config, "mail">): Promise<Mailer | null> {
  if (mail === null) return null;
  const { openSmtpMailer } = await import("./smtp_mailer.ts");
  return openSmtpMailer(mail.smtpUrl, mail.from);
}
