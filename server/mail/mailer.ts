/** Sending mail: one interface. Without a driver there is no mailer, and pages name another way. */

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text, its lines as long as they are. */
  readonly text: string;
  /** The same as HTML. */
  readonly html: string;
  /** Further headers, such as `List-Unsubscribe`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** @throws {MailError} */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** A mail could not be handed over. */
export class MailError extends Error {
  override readonly name = "MailError";
  constructor(
    message: string,
    /** Whether it may work later; an address that the server refuses for good does not. */
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
