/** A mailer that keeps what it is given, for tests of what is mailed; how mail travels is tested with a real server. */
import assert from "node:assert/strict";
import type { Mail, Mailer } from "../../server/mail/mailer.ts";

export class Mailbox implements Mailer {
  readonly mails: Mail[] = [];

  send(mail: Mail): Promise<void> {
    this.mails.push(mail);
    return Promise.resolve();
  }

  close(): void {}

  /** The newest mail to an address. */
  newestTo(address: string): Mail {
    const mail = this.mails.findLast(({ to }) => to === address);
    assert.ok(mail, `no mail to ${address}`);
    return mail;
  }

  /** The code of the newest link that was mailed to an address. */
  codeTo(address: string): string {
    const codes = this.mails.filter(({ to }) => to === address)
      .flatMap(({ text }) => /[?]code=([\w-]+)/.exec(text)?.[1] ?? []);
    const code = codes.at(-1);
    assert.ok(code, `no link was mailed to ${address}`);
    return code;
  }
}
