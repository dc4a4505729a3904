/** Notices by mail, through a mail server on this machine: once a day or at once, and ended by one press. */
import assert from "node:assert/strict";
import { SMTPServer } from "smtp-server";
import type { DatabaseHandle } from "../db/connect.ts";
import { openSmtpMailer } from "../mail/smtp_mailer.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { dailyResult } from "./kinds/daily_result.ts";
import { failingStrategy } from "./kinds/failing_strategy.ts";
import { openNotices } from "./testing/notices_harness.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

async function startMailServer() {
  const sources: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, _session, done) {
      const parts: number[] = [];
      stream.on("data", (part: Uint8Array) => parts.push(...part));
      stream.on("end", () => {
        // Long lines are folded, and quoted-printable breaks them.
        const text = new TextDecoder().decode(Uint8Array.from(parts));
        sources.push(text.replace(/=\r\n/g, "").replaceAll("=3D", "=").replace(/\r\n[ \t]/g, " "));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const mailer = openSmtpMailer(`smtp://127.0.0.1:${port}`, "Lab <lab@example.com>");
  const close = async () => {
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { sources, mailer, close };
}

async function person({ db }: DatabaseHandle, confirmed: Date | null): Promise<string> {
  const { id } = await db.insertInto("users").values({
    email: `${crypto.randomUUID()}@example.com`,
    password_hash: "x",
    email_verified_at: confirmed,
  }).returning("id").executeTakeFirstOrThrow();
  return id;
}

const failure = (key: string) => ({
  key,
  payload: { strategy: "Dips", problem: `Fault ${key}.`, link: "/desk" },
});

testOnBoth("notice mails: at once, then what has come meanwhile in one mail", async (database) => {
  const smtp = await startMailServer();
  try {
    const { notices, outbox, clock } = openNotices(database, smtp);
    const ada = await person(database, new Date(0));
    await notices.change(ada, { kinds: [{ kind: "failing_strategy", mail: "at_once" }] });
    await notices.notify(ada, failingStrategy, failure("1"));
    await outbox.sweep();
    assert.equal(smtp.sources.length, 1);
    const [one = ""] = smtp.sources;
    assert.match(one, /^Subject: Dips: Fault 1\.$/m);
    assert.match(one, /https:\/\/lab\.example\.com\/desk/);
    assert.match(one, /Simulated performance\. Not investment advice\./);
    assert.match(one, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    const [, token = ""] =
      /^List-Unsubscribe: +<https:\/\/lab\.example\.com\/unsubscribe\?token=([\w.-]+)>/m.exec(
        one,
      ) ??
        [];

    clock.now += MINUTE;
    await notices.notify(ada, failingStrategy, failure("2"));
    clock.now += MINUTE;
    await notices.notify(ada, failingStrategy, failure("3"));
    await outbox.sweep();
    assert.equal(smtp.sources.length, 1, "not so soon again");
    clock.now += 10 * MINUTE;
    await outbox.sweep();
    assert.equal(smtp.sources.length, 2);
    assert.match(smtp.sources[1] ?? "", /^Subject: 2 notices$/m);
    assert.match(smtp.sources[1] ?? "", /Fault 2\.[^]*Fault 3\./);

    // Another account's, a changed and a made-up link end nothing; the mail's own ends all.
    for (const wrong of [`${ada}.${"0".repeat(64)}`, token.slice(0, -1), `${token}.x`, "", ada]) {
      assert.equal(await notices.unsubscribe(wrong), false, wrong);
    }
    clock.now += HOUR;
    await notices.notify(ada, failingStrategy, failure("4"));
    assert.equal(await notices.mayUnsubscribe(token), true);
    assert.equal(await notices.unsubscribe(token), true);
    assert.equal(await notices.unsubscribe(token), true);
    const { kinds } = await notices.settings(ada);
    assert.ok(kinds.every(({ mail }) => mail === "off"));
    await outbox.sweep();
    assert.equal(smtp.sources.length, 2, "what waited is not sent any more");
    assert.deepEqual(await outbox.list(9), []);
    assert.equal(await notices.unread(ada), 4);
  } finally {
    await smtp.close();
  }
});

testOnBoth(
  "notice mails: one a day, in the morning, to confirmed addresses alone",
  async (database) => {
    const smtp = await startMailServer();
    try {
      const { notices, outbox, clock, confirmations } = openNotices(database, smtp);
      const ada = await person(database, new Date(0));
      const eve = await person(database, null);
      const daily = { kinds: [{ kind: "daily_result", mail: "daily" as const }] };
      await notices.change(ada, daily);
      assert.deepEqual(confirmations, []);
      await notices.change(eve, daily);
      assert.equal(confirmations.length, 1);
      for (const [n, userId] of [ada, ada, eve].entries()) {
        await notices.notify(userId, dailyResult, {
          key: String(n),
          payload: {
            strategy: `Strategy ${n}`,
            run_id: crypto.randomUUID(),
            since_return: 0.01,
            since_trades: 2,
          },
        });
        clock.now += HOUR;
      }
      await outbox.sweep();
      assert.equal(smtp.sources.length, 0);
      clock.now = Date.UTC(2026, 0, 16, 6) - 1;
      await outbox.sweep();
      assert.equal(smtp.sources.length, 0);
      clock.now++;
      await outbox.sweep();
      assert.equal(smtp.sources.length, 1);
      assert.match(smtp.sources[0] ?? "", /^Subject: 2 notices of the last day$/m);
      assert.match(smtp.sources[0] ?? "", /Strategy 0[^]*Strategy 1/);
      assert.doesNotMatch(smtp.sources[0] ?? "", /Strategy 2/);
    } finally {
      await smtp.close();
    }
  },
);
