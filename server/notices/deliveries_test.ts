/** Notices travel to a webhook on this machine, signed, and what it does not take is tried again and then kept as dead. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request } from "node:http";
import type { DatabaseHandle } from "../db/connect.ts";
import { testOnBoth } from "../market_data/testing/databases.ts";
import { ATTEMPTS } from "./deliveries.ts";
import { newSignal } from "./kinds/new_signal.ts";
import { pinnedTo } from "./post.ts";
import { openNotices, START } from "./testing/notices_harness.ts";
import { messageOf } from "./webhook_message.ts";

interface Taken {
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A receiver on a port of its own, which answers `status`. */
function startReceiver() {
  const taken: Taken[] = [];
  const state = { status: 204, location: "" };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      taken.push({
        path: new URL(request.url).pathname,
        headers: request.headers,
        body: await request.text(),
      });
      const headers: HeadersInit = state.location ? { location: state.location } : {};
      return new Response(null, { status: state.status, headers });
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  return { taken, state, host, close: () => server.shutdown() };
}

const SIGNAL = {
  strategy: "@everyone <b>Dips</b>",
  version: 1,
  follow_id: crypto.randomUUID(),
  asset: "BTC/USDT",
  timeframe: "1h",
  type: "entry" as const,
  outcome: "ordered",
  price: 42_000,
  candle_at: "2026-01-15T11:00:00.000Z",
};

async function person({ db }: DatabaseHandle): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`;
  const { id } = await db.insertInto("users").values({ email, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

testOnBoth("webhooks: a notice arrives once, signed", async (database) => {
  const receiver = startReceiver();
  try {
    const { notices, deliveries } = openNotices(database, { allowed: [receiver.host] });
    const ada = await person(database);
    const url = `http://${receiver.host}/hook`;
    await notices.change(ada, { webhook: { url, shape: "json" } });
    const secret = (await notices.settings(ada)).webhook?.secret ?? "";
    assert.ok(secret.length >= 40);
    await notices.notify(ada, newSignal, { key: "s1", payload: SIGNAL });
    await Promise.all([deliveries.sweep(), deliveries.sweep()]);
    const [one, ...more] = receiver.taken;
    assert.equal(more.length, 0);
    assert.ok(one);
    const body = JSON.parse(one.body);
    assert.deepEqual([body.kind, body.details.price, body.url], [
      "new_signal",
      42_000,
      "https://lab.example.com/desk",
    ]);
    const timestamp = one.headers.get("x-timestamp");
    assert.equal(timestamp, String(START / 1000));
    const expected = createHmac("sha256", secret).update(`${timestamp}.${one.body}`).digest("hex");
    assert.equal(one.headers.get("x-signature"), `sha256=${expected}`);
    assert.equal((await notices.settings(ada)).webhook?.waiting, 0);

    // The secret stays while the address does, and a kind that is off is not sent.
    await notices.change(ada, { webhook: { url, shape: "discord" } });
    assert.equal((await notices.settings(ada)).webhook?.secret, secret);
    await notices.change(ada, { kinds: [{ kind: "new_signal", webhook: false }] });
    await notices.notify(ada, newSignal, { key: "s2", payload: SIGNAL });
    await deliveries.sweep();
    assert.equal(receiver.taken.length, 1);
    assert.equal(await deliveries.trial(ada), null);
    assert.match(receiver.taken[1]!.body, /"content":"This is a test message/);
    await notices.change(ada, { webhook: { url: `${url}2`, shape: "json" } });
    assert.notEqual((await notices.settings(ada)).webhook?.secret, secret);
  } finally {
    await receiver.close();
  }
});

testOnBoth(
  "webhooks: what is not taken waits longer and longer, and is then dead",
  async (database) => {
    const receiver = startReceiver();
    try {
      const { notices, deliveries, clock } = openNotices(database, { allowed: [receiver.host] });
      const ada = await person(database);
      await notices.change(ada, { webhook: { url: `http://${receiver.host}/`, shape: "json" } });
      receiver.state.status = 500;
      await notices.notify(ada, newSignal, { key: "s1", payload: SIGNAL });
      const waits: number[] = [];
      for (let n = 0; n < 20; n++) {
        await deliveries.sweep();
        await deliveries.sweep();
        const row = await database.db.selectFrom("notice_deliveries").selectAll()
          .executeTakeFirstOrThrow();
        if (row.status === "dead") break;
        waits.push((row.free_at.getTime() - clock.now) / 1000);
        clock.now = row.free_at.getTime();
      }
      assert.deepEqual(waits, [30, 120, 480, 1920, 7680, 21600, 21600]);
      assert.equal(receiver.taken.length, ATTEMPTS);
      const { webhook } = await notices.settings(ada);
      assert.deepEqual(webhook?.dead.map(({ error }) => error), ["The receiver answered 500."]);

      // Where it points is not gone to.
      receiver.state.status = 302;
      receiver.state.location = `http://${receiver.host}/elsewhere`;
      assert.match(await deliveries.trial(ada) ?? "", /pointed elsewhere \(302\)/);
      assert.ok(receiver.taken.every(({ path }) => path === "/"));

      receiver.state.status = 200;
      assert.equal(await deliveries.retry(await person(database)), 0);
      assert.equal(await deliveries.retry(ada), 1);
      await deliveries.sweep();
      assert.deepEqual((await notices.settings(ada)).webhook?.dead, []);
      await notices.change(ada, { webhook: null });
      assert.equal((await notices.settings(ada)).webhook, null);
      await assert.rejects(deliveries.trial(ada), /no webhook/);
    } finally {
      await receiver.close();
    }
  },
);

testOnBoth("webhooks: a name that comes to point inwards is dead at once", async (database) => {
  const receiver = startReceiver();
  let address = "1.1.1.1";
  try {
    const { notices, deliveries } = openNotices(database, {
      resolve: () => Promise.resolve([address]),
    });
    const ada = await person(database);
    const port = receiver.host.split(":")[1];
    await notices.change(ada, { webhook: { url: `https://hooks.test:${port}/`, shape: "json" } });
    address = "127.0.0.1";
    await notices.notify(ada, newSignal, { key: "s1", payload: SIGNAL });
    await deliveries.sweep();
    const dead = (await notices.settings(ada)).webhook?.dead ?? [];
    assert.match(dead[0]?.error ?? "", /public internet/);
    assert.equal(receiver.taken.length, 0);
    const bad = { url: "https://169.254.169.254/", shape: "json" as const };
    await assert.rejects(notices.change(ada, { webhook: bad }), /public internet/);
    const telegram = {
      url: "https://api.telegram.org/bot1/sendMessage",
      shape: "telegram" as const,
    };
    await assert.rejects(notices.change(ada, { webhook: telegram }), /chat/);
  } finally {
    await receiver.close();
  }
});

Deno.test("webhooks: the connection goes to the address that was looked at, whatever the name says", async () => {
  const receiver = startReceiver();
  try {
    const url = `http://no-such-host.invalid:${receiver.host.split(":")[1]}/pinned`;
    const status = await new Promise((done, fail) => {
      const asked = request(url, { agent: false, lookup: pinnedTo("127.0.0.1") }, (response) => {
        response.destroy();
        done(response.statusCode);
      });
      asked.on("error", fail);
      asked.end();
    });
    assert.equal(status, 204);
    assert.deepEqual(receiver.taken.map(({ path }) => path), ["/pinned"]);
    const given: unknown[] = [];
    pinnedTo("2606:4700::1111")("hooks.test", { all: true }, (...all) => void given.push(all));
    assert.deepEqual(given, [[null, [{ address: "2606:4700::1111", family: 6 }]]]);
  } finally {
    await receiver.close();
  }
});

Deno.test("webhooks: Discord mentions nobody, and Telegram reads no markup", () => {
  const notice = {
    id: crypto.randomUUID(),
    kind: "new_signal",
    title: "New signal",
    text: newSignal.words(SIGNAL) + "x".repeat(5_000),
    url: "https://lab.example.com/desk",
    details: SIGNAL,
    createdAt: "2026-01-15T12:00:00.000Z",
  };
  const discord = JSON.parse(messageOf(notice, { shape: "discord", chatId: null }));
  assert.deepEqual(discord.allowed_mentions, { parse: [] });
  assert.ok(discord.content.length <= 2_000);
  const telegram = JSON.parse(messageOf(notice, { shape: "telegram", chatId: "-100" }));
  assert.deepEqual([telegram.chat_id, telegram.parse_mode], ["-100", undefined]);
});
