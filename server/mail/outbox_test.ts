/** Mails travel to a real SMTP server on this machine, and what it does not take is tried again or given up. */
import assert from "node:assert/strict";
import { SMTPServer } from "smtp-server";
import { freshPglite } from "../../tests/support/database.ts";
import type { DatabaseHandle } from "../db/connect.ts";
import { createLogger } from "../logging/log.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import type { Mailer } from "./mailer.ts";
import { Outbox } from "./outbox.ts";
import { openSmtpMailer } from "./smtp_mailer.ts";
import { writeMail } from "./template.ts";

const START = Date.UTC(2026, 0, 15, 12);

interface MailServer {
  readonly url: string;
  /** What it took: envelope and source. */
  readonly taken: { readonly to: string; readonly source: string; readonly user: string }[];
  /** With what the next mail is refused; 0 = it is taken. */
  refuse: number;
  close(): Promise<void>;
}

async function startMailServer(): Promise<MailServer> {
  const taken: { to: string; source: string; user: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === "s3cret/word"
        ? done(null, { user: username ?? "" })
        : done(new Error("no such user")),
    onRcptTo: (_address, _session, done) => {
      if (state.refuse === 0) return done();
      done(Object.assign(new Error("refused"), { responseCode: state.refuse }));
    },
    onData(stream, session, done) {
      const parts: Uint8Array[] = [];
      stream.on("data", (part: Uint8Array) => parts.push(part));
      stream.on("end", () => {
        taken.push({
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          source: new TextDecoder().decode(Uint8Array.from(parts.flatMap((part) => [...part]))),
          user: String(session.user),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const state: MailServer = {
    url: `smtp://ada:${encodeURIComponent("s3cret/word")}@127.0.0.1:${port}`,
    taken,
    refuse: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return state;
}

/** An outbox with one kind of mail, whose mails are counted as they are composed. */
function openOutbox({ db }: DatabaseHandle, mailer: Mailer | null) {
  const clock = { now: START, composed: 0 };
  const outbox = new Outbox({
    db,
    mailer,
    composers: {
      hello: ({ address }) => {
        clock.composed++;
        return Promise.resolve(
          address === "nobody@example.com" ? null : writeMail(address, {
            subject: "Grüße & more",
            paragraphs: ["First <b>line</b>.", "Second line."],
            link: { label: "Open", href: "https://lab.example.com/x?code=1&y=2" },
          }),
        );
      },
    },
    nudge: () => Promise.resolve(),
    log: createLogger({ logLevel: "error", logFormat: "text", write: () => {} }),
    now: () => clock.now,
  });
  return { outbox, clock };
}

Deno.test({
  name: "mail: it travels by SMTP, with its words as text and as HTML",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const server = await startMailServer();
    const mailer = openSmtpMailer(server.url, "Lab <lab@example.com>");
    try {
      await mailer.send(writeMail("eve@example.com", {
        subject: "Hello",
        paragraphs: ["First <b>line</b>.", "Second line."],
        link: { label: "Open", href: "https://lab.example.com/x?code=1" },
      }));
      const [mail] = server.taken;
      assert.ok(mail);
      assert.deepEqual([mail.to, mail.user], ["eve@example.com", "ada"]);
      assert.match(mail.source, /^From: Lab <lab@example\.com>/m);
      assert.match(mail.source, /^Auto-Submitted: auto-generated/m);
      assert.match(mail.source, /^Subject: Hello/m);
      assert.match(mail.source, /First <b>line<\/b>\./, "as text");
      assert.match(mail.source, /First &#60;b&#62;line/, "as HTML, escaped");
      // An address is never read as several.
      const odd = "eve@example.com, mallory@example.com";
      await mailer.send({ to: odd, subject: "x", text: "x", html: "x" }).catch(() => {});
      assert.ok(server.taken.slice(1).every(({ to }) => !to.includes("mallory@example.com,")));
      assert.ok(!server.taken.some(({ to }) => to === "mallory@example.com"));
    } finally {
      mailer.close();
      await server.close();
    }
  },
});

testOnBoth(
  "outbox: what is sent has no row, what is refused for good is kept with the reason",
  async (database) => {
    const server = await startMailServer();
    const mailer = openSmtpMailer(server.url, "lab@example.com");
    const { outbox, clock } = openOutbox(database, mailer);
    try {
      await outbox.add({ kind: "hello", address: "eve@example.com" });
      await outbox.add({ kind: "hello", address: "nobody@example.com" });
      await Promise.all([outbox.sweep(), outbox.sweep()]);
      assert.deepEqual(server.taken.map(({ to }) => to), ["eve@example.com"]);
      assert.deepEqual(await outbox.list(10), []);
      assert.equal(clock.composed, 2);
      await assert.rejects(outbox.add({ kind: "other", address: "x" }), /no mail of the kind/);

      server.refuse = 550;
      await outbox.add({ kind: "hello", address: "gone@example.com" });
      await outbox.sweep();
      const [failed] = await outbox.list(10);
      assert.deepEqual([failed?.status, failed?.attempts], ["failed", 1]);
      assert.match(failed?.error ?? "", /mail server refused it \(550\)/);
      server.refuse = 0;
      await outbox.sweep();
      assert.equal(server.taken.length, 1, "it is not tried again by itself");
      assert.equal(await outbox.retry(failed?.id ?? ""), true);
      await outbox.sweep();
      assert.equal(server.taken.length, 2);
      assert.equal(await outbox.retry(failed?.id ?? ""), false);
      assert.equal(await outbox.drop("none"), false);
    } finally {
      mailer.close();
      await server.close();
    }
  },
);

testOnBoth(
  "outbox: while the server is away a mail waits, longer each time, and is then given up",
  async (database) => {
    const server = await startMailServer();
    const mailer = openSmtpMailer(server.url, "lab@example.com");
    const { outbox, clock } = openOutbox(database, mailer);
    try {
      server.refuse = 451;
      await outbox.add({ kind: "hello", address: "eve@example.com" });
      await outbox.sweep();
      await outbox.sweep();
      assert.equal(clock.composed, 1, "not before its time");
      const waits: number[] = [];
      for (let n = 0; n < 20; n++) {
        const [row] = await outbox.list(1);
        if (row?.status !== "pending") break;
        waits.push((row.free_at.getTime() - clock.now) / 60_000);
        clock.now = row.free_at.getTime();
        await outbox.sweep();
      }
      assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
      assert.equal((await outbox.list(1))[0]?.status, "failed");
      assert.equal(server.taken.length, 0);
    } finally {
      mailer.close();
      await server.close();
    }
    const gone = openSmtpMailer(server.url, "lab@example.com");
    await assert.rejects(
      gone.send({ to: "eve@example.com", subject: "x", text: "x", html: "x" }),
      /mail server could not be reached/,
    );
    gone.close();
  },
);

Deno.test("outbox: two processes send a mail once", async () => {
  const database = await freshPglite();
  const sent: string[] = [];
  const mailer: Mailer = {
    send: ({ to }) => Promise.resolve(void sent.push(to)),
    close: () => {},
  };
  try {
    const [one, two] = [openOutbox(database, mailer), openOutbox(database, mailer)];
    await one.outbox.add({ kind: "hello", address: "eve@example.com" });
    const [row] = await one.outbox.list(1);
    const id = row?.id ?? "";
    await Promise.all([one.outbox.deliver(id), two.outbox.deliver(id), one.outbox.deliver(id)]);
    assert.deepEqual(sent, ["eve@example.com"]);
  } finally {
    await database.close();
  }
});
