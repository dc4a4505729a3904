/** Notices on a database of a test's own, with a clock and name servers that the test moves. */
import type { DatabaseHandle } from "../../db/connect.ts";
import { createLogger } from "../../logging/log.ts";
import type { Mailer } from "../../mail/mailer.ts";
import { Outbox } from "../../mail/outbox.ts";
import { Deliveries } from "../deliveries.ts";
import { NoticeMails } from "../mails.ts";
import type { Resolve } from "../public_address.ts";
import { Notices } from "../service.ts";

export const START = Date.UTC(2026, 0, 15, 12);

export function openNotices({ db }: DatabaseHandle, { mailer = null, allowed = [], resolve }: {
  readonly mailer?: Mailer | null;
  /** `host:port` that webhooks may reach. */
  readonly allowed?: readonly string[];
  readonly resolve?: Resolve;
} = {}) {
  const clock = { now: START };
  const published: string[] = [];
  const confirmations: string[] = [];
  const now = () => clock.now;
  const origin = "https://lab.example.com";
  const log = createLogger({ logLevel: "error", logFormat: "text", write: () => {} });
  const nudge = () => Promise.resolve();
  const mails = new NoticeMails({ db, isOn: mailer !== null, origin, nudge, now });
  const deliveries = new Deliveries({
    db,
    isOn: true,
    allowed: new Set(allowed),
    resolve: resolve ?? (() => Promise.reject(new Error("no name servers"))),
    origin,
    nudge,
    log,
    now,
  });
  const notices = new Notices({
    db,
    notifications: {
      publish: (topic, message) => {
        published.push(`${topic} ${message}`);
        return Promise.resolve();
      },
      subscribe: () => () => {},
    },
    mails,
    deliveries,
    askToConfirm: ({ email }) => Promise.resolve(void confirmations.push(email)),
    log,
    now,
    changes: null,
  });
  const outbox = new Outbox({ db, mailer, composers: mails.composers(), nudge, log, now });
  return { notices, mails, deliveries, outbox, clock, published, confirmations };
}
