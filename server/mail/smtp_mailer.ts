/** Mail through an SMTP server. */
import nodemailer from "nodemailer";
import { type Mail, type Mailer, MailError } from "./mailer.ts";

/** How long the server may take to answer, milliseconds. */
const TIMEOUT_MS = 15_000;

/** What nodemailer's errors say beside their message. */
interface SmtpProblem {
  readonly responseCode?: unknown;
  readonly code?: unknown;
}

/**
 * @param url `smtp://user:password@host:587` or `smtps://…:465`; of `smtp` the connection is encrypted as soon as the server
 *   offers it
 * @param from the sender, such as `Blockbuilders <lab@example.com>`
 */
export function openSmtpMailer(url: string, from: string): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const transport = nodemailer.createTransport({
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username
      ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
      : {}),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // What is mailed comes from templates: no file and no address is ever read into one.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html, headers = {} }: Mail) {
      try {
        // As objects: an address is never read as a list of several.
        await transport.sendMail({
          from,
          to: { name: "", address: to },
          subject,
          text,
          html,
          headers: { "Auto-Submitted": "auto-generated", ...headers },
        });
      } catch (error) {
        const { responseCode, code } = error as SmtpProblem;
        const refused = typeof responseCode === "number" && responseCode >= 500;
        const words = refused
          ? `the mail server refused it (${responseCode})`
          : `the mail server could not be reached (${typeof code === "string" ? code : "error"})`;
        throw new MailError(words, !refused, { cause: error });
      }
    },
    close: () => transport.close(),
  };
}
