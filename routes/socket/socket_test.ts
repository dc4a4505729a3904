/** The WebSocket over a port of its own: who is let in, what comes, resuming, and when it is closed. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { TEMPLATES } from "../../engine/mod.ts";
import { SOCKET_TOPICS, type SocketMessage, socketMessageSchema } from "../../contracts/socket.ts";
import { SOCKET_CLOSE } from "../../contracts/socket_codes.ts";
import { failingStrategy } from "../../server/notices/kinds/failing_strategy.ts";
import { STREAMS_OF_ACCOUNT } from "../../server/limits/open_streams.ts";
import {
  openTestApp,
  type Parsed,
  type TestApp,
  testApp,
  type TestClient,
  testClock,
} from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { testEnv } from "../../tests/support/env.ts";
import { createApp } from "../app.tsx";

const HOUR = 3_600_000;
const DIP = TEMPLATES.find(({ id }) => id === "rsi2_dip")!.document;

/** The app on a port. */
async function served(app: TestApp, work: (url: string) => Promise<void>): Promise<void> {
  const web = createApp(app.services);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => web.fetch(request, { remoteAddr }),
  );
  try {
    await work(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

class Client {
  readonly heard: SocketMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  #wake = () => {};

  constructor(url: string, cookie: string | null, origin = url) {
    const headers = { origin, ...(cookie === null ? {} : { cookie }) };
    // Deno's own option beside the standard's protocols.
    this.#socket = new WebSocket(`${url.replace("http", "ws")}/ws`, { headers } as never);
    this.#socket.onmessage = ({ data }) => {
      const message = socketMessageSchema.parse(JSON.parse(data));
      if (message.type === "message") SOCKET_TOPICS[message.topic].parse(message.data);
      this.heard.push(message);
      this.#wake();
    };
    this.closed = new Promise((resolve) => {
      this.#socket.onclose = ({ code, reason }) => {
        resolve({ code, reason });
        this.#wake();
      };
    });
    this.#socket.onerror = () => {};
  }

  /** The first message that fits, heard already or to come. */
  async until(fits: (message: SocketMessage) => boolean): Promise<SocketMessage> {
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      if (this.#socket.readyState > 1) throw new Error(`closed; heard ${this.heard.length}`);
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  async subscribe(topic: string, more: Record<string, unknown> = {}): Promise<void> {
    await this.until(({ type }) => type === "ready");
    const id = String(more.id ?? topic);
    this.#socket.send(JSON.stringify({ type: "subscribe", id, topic, ...more }));
    await this.until((message) =>
      (message.type === "subscribed" || message.type === "refused") && message.id === id
    );
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data);
  }

  data(id: string): Parsed[] {
    return this.heard.flatMap((message) =>
      message.type === "message" && message.id === id ? [message.data] : []
    );
  }

  cursors(id: string): number[] {
    return this.heard.flatMap((message) =>
      message.type === "message" && message.id === id ? [message.cursor ?? -1] : []
    );
  }

  close(): void {
    this.#socket.close();
  }
}

async function followed(person: TestClient): Promise<string> {
  const strategy = { name: "Dips", asset: "DEMO/USDT", timeframe: "1h" };
  const { json: { id } } = await person.post("/strategies", strategy);
  await person.post(`/strategies/${id}/versions`, { definition: DIP, base_version: 0 });
  const { status, json } = await person.post("/follows", { strategy_id: id });
  assert.equal(status, 201);
  return json.id;
}

const LISTS = ["signals", "orders", "fills", "trades", "events"] as const;
const clock = testClock(Date.UTC(2026, 0, 15, 12, 20));

testApp(
  "socket: what the desk does comes as it is written, and once more after a break",
  async (app) => {
    const [person, other] = [await app.person(), await app.person()];
    await followed(person);
    await served(app, async (url) => {
      const [client, stranger] = [new Client(url, person.cookie), new Client(url, other.cookie)];
      for (const topic of [...LISTS, "follows"]) {
        await client.subscribe(topic);
        await stranger.subscribe(topic);
      }
      const before = client.heard.length;
      // Day by day, until a trade is closed.
      for (let day = 0; client.data("trades").every(({ exit_at }) => exit_at === null); day++) {
        assert.ok(day < 20, "no trade in twenty days");
        clock.advance(24 * HOUR);
        await app.services.desk.sweep();
        const [{ last_candle_at }] = (await person.get("/follows")).json.follows;
        await client.until((message) =>
          message.type === "message" && message.topic === "follows" &&
          (message.data as Parsed).last_candle_at === last_candle_at
        );
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      assert.ok(client.heard.length > before);
      // What was told last of each row is what the API has.
      for (const list of ["signals", "orders", "trades"] as const) {
        const told = new Map(client.data(list).map((row) => [row.id, row]));
        const rows = (await person.get(`/${list}?limit=200`)).json[list];
        assert.ok(rows.length > 0);
        assert.deepEqual([...told.keys()].sort(), rows.map(({ id }: Parsed) => id).sort(), list);
        for (const row of rows) {
          const { executed: _, ...rest } = told.get(row.id);
          const { executed: __, ...now } = row;
          assert.deepEqual(rest, now);
        }
        assert.deepEqual(client.cursors(list), [...client.cursors(list)].sort((a, b) => a - b));
      }
      const orders = (await person.get("/orders?limit=200")).json.orders;
      assert.deepEqual(
        client.data("fills").map(({ execution_id }) => execution_id).sort(),
        orders.flatMap(({ fills }: Parsed) => fills.map(({ execution_id }: Parsed) => execution_id))
          .sort(),
      );

      // Resumed after a message: what came later is told, and nothing that is older than a minute before it.
      const [first, second] = client.cursors("signals");
      const again = new Client(url, person.cookie);
      await again.subscribe("signals", { after: first });
      await again.subscribe("orders", { id: "all", after: 0 });
      await again.until((message) =>
        message.type === "message" && message.id === "signals" && message.cursor === second
      );
      await again.until((message) =>
        message.type === "message" && message.cursor === client.cursors("orders").at(-1)
      );
      assert.deepEqual(
        again.data("signals").map(({ id }) => id),
        client.data("signals").slice(1).map(({ id }) => id),
      );
      await person.post("/follows/pause", {});
      await again.subscribe("events", { id: "late", after: 0 });
      const { events } = (await person.get("/events")).json;
      await again.until((message) =>
        again.data("late").length === events.length || message === null
      );
      assert.deepEqual(again.data("late"), events.reverse());
      assert.deepEqual(stranger.heard.filter(({ type }) => type === "message"), []);
      for (const open of [client, again, stranger]) {
        open.close();
        await open.closed;
      }
    });
  },
  { now: clock.now },
);

testApp(
  "socket: notices come as they are written, and what was missed after a break",
  async (app) => {
    const [person, other] = [await app.person(), await app.person()];
    const { id } = (await person.get("/users/me")).json;
    const { notices } = app.services;
    const notify = (key: string) =>
      notices.notify(id, failingStrategy, {
        key,
        payload: { strategy: key, problem: "It has a fault.", link: "/desk" },
      });
    await notify("before");
    await served(app, async (url) => {
      const [client, stranger] = [new Client(url, person.cookie), new Client(url, other.cookie)];
      await client.subscribe("notices");
      await stranger.subscribe("notices", { after: 0 });
      const started = await client.until(({ type }) => type === "subscribed");
      await notify("one");
      await notify("one");
      await client.until(() => client.data("notices").length === 1);
      // Reading one tells the bell, and is no new notice.
      await person.post("/notices/read", {});
      await notices.change(id, { kinds: [{ kind: "failing_strategy", mode: "silent" }] });
      await notify("two");
      await client.until(() => client.data("notices").length === 2);
      const listed = (await person.get("/notices")).json.notices;
      const [one, two] = client.data("notices");
      assert.deepEqual({ ...one, read_at: listed[1].read_at }, listed[1]);
      assert.deepEqual([one.read_at, two, two.silent], [null, listed[0], true]);
      assert.equal(new Set(client.cursors("notices")).size, 2);

      const again = new Client(url, person.cookie);
      const after = started.type === "subscribed" ? started.cursor : null;
      await again.subscribe("notices", { after });
      await again.until(() => again.data("notices").some((row) => row.id === two.id));
      assert.deepEqual(
        again.data("notices").map((row) => row.id),
        [one.id, two.id],
      );
      assert.deepEqual(again.cursors("notices"), client.cursors("notices"));
      assert.deepEqual(stranger.heard.filter(({ type }) => type === "message"), []);
      for (const open of [client, again, stranger]) {
        open.close();
        await open.closed;
      }
    });
  },
);

testApp("socket: a backtest is followed to its end, and only one's own", async (app) => {
  const [person, other] = [await app.person(), await app.person()];
  const strategy = { name: "Dips", asset: "DEMO/USDT", timeframe: "1h" };
  const { json: { id } } = await person.post("/strategies", strategy);
  await person.post(`/strategies/${id}/versions`, { definition: DIP, base_version: 0 });
  const range = { date_from: "2024-01-01", date_to: "2024-03-01" };
  const { json: { run_id } } = await person.post("/backtests", { strategy_id: id, ...range });
  await served(app, async (url) => {
    const [client, stranger] = [new Client(url, person.cookie), new Client(url, other.cookie)];
    await client.subscribe("run", { run_id });
    await stranger.subscribe("run", { run_id });
    const refused = await stranger.until(({ type }) => type === "refused");
    assert.ok(refused.type === "refused" && refused.code === "not_found");
    await client.subscribe("run", { id: "nameless" });
    assert.match(JSON.stringify(client.heard.at(-1)), /invalid_input/);
    await app.services.runner.start({ alone: true });
    await client.until((message) => message.type === "ended" && message.id === "run");
    const told = client.data("run");
    assert.equal(told.at(0).status, "pending");
    assert.equal(told.at(-1).status, "completed");
    client.close();
    stranger.close();
    await Promise.all([client.closed, stranger.closed]);
  });
});

testApp("socket: who is let in, how many, and until when", async (app) => {
  const person = await app.person();
  await served(app, async (url) => {
    const upgrade = async (headers: Record<string, string>, { hasKey = true } = {}) => {
      const { port } = new URL(url);
      // `fetch` sends no upgrade: the request line by line.
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
      const lines = ["GET /ws HTTP/1.1", `Host: 127.0.0.1:${port}`, "Connection: Upgrade"]
        .concat("Upgrade: websocket", "Sec-WebSocket-Version: 13")
        .concat(hasKey ? ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="] : [])
        .concat(Object.entries(headers).map(([name, value]) => `${name}: ${value}`));
      await connection.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
      const bytes = new Uint8Array(4_096);
      const read = await connection.read(bytes) ?? 0;
      connection.close();
      const text = new TextDecoder().decode(bytes.subarray(0, read));
      return `${text.split(" ")[1]} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ""}`.trim();
    };
    const cookie = person.cookie!;
    assert.equal(await upgrade({ origin: url }), "401 not_signed_in");
    assert.equal(
      await upgrade({ cookie, origin: "https://elsewhere.example" }),
      "403 forbidden_origin",
    );
    assert.equal(await upgrade({ cookie, origin: "null" }), "403 forbidden_origin");
    assert.equal(await upgrade({ cookie, "sec-fetch-site": "cross-site" }), "403 forbidden_origin");
    assert.equal(await upgrade({ cookie }, { hasKey: false }), "400 bad_request");
    assert.equal(await upgrade({ cookie, origin: url }), "101");
    const plain = await fetch(`${url}/ws`, { headers: { cookie } });
    assert.equal(plain.status, 426);
    assert.equal(plain.headers.get("upgrade"), "websocket");
    assert.equal((await plain.json()).error.code, "upgrade_required");

    // A frame that is too long, and bytes.
    const huge = new Client(url, cookie);
    await huge.until(({ type }) => type === "ready");
    huge.send("x".repeat(1_000_000));
    assert.equal((await huge.closed).code, SOCKET_CLOSE.tooLarge);
    const bytes = new Client(url, cookie);
    await bytes.until(({ type }) => type === "ready");
    bytes.send(new Uint8Array(3));
    assert.equal((await bytes.closed).code, SOCKET_CLOSE.unsupported);

    const open = Array.from({ length: STREAMS_OF_ACCOUNT }, () => new Client(url, cookie));
    for (const client of open) await client.until(({ type }) => type === "ready");
    assert.equal(await upgrade({ cookie, origin: url }), "429 rate_limited");
    // What is closed makes room.
    open[0]!.close();
    await open[0]!.closed;
    while (await upgrade({ cookie, origin: url }) !== "101");

    assert.equal((await person.post("/auth/logout", {})).status, 204);
    for (const client of open.slice(1)) {
      assert.equal((await client.closed).code, SOCKET_CLOSE.sessionEnded);
    }
    const late = new Client(url, (await app.person()).cookie);
    await late.until(({ type }) => type === "ready");
    app.services.announceClosing();
    assert.equal((await late.closed).code, SOCKET_CLOSE.goingAway);
  });
});

testApp(
  "socket: what another process does is heard, and the end of a session there",
  async (app) => {
    const person = await app.person();
    const id = await followed(person);
    const { databaseUrl } = app.services.config;
    const second = await openTestApp({
      config: { databaseUrl },
      database: { ...app.services.database, close: () => Promise.resolve() },
    });
    try {
      await served(second, async (url) => {
        const client = new Client(url, person.cookie);
        await client.subscribe("events");
        await client.subscribe("follows");
        await person.patch(`/follows/${id}`, { action: "pause" });
        await client.until(() =>
          client.data("events").some(({ type }) => type === "paused") &&
          client.data("follows").some(({ status }) => status === "paused")
        );
        await person.post("/auth/logout", {});
        assert.equal((await client.closed).code, SOCKET_CLOSE.sessionEnded);
      });
    } finally {
      await second.close();
    }
  },
  async () => {
    const database = await freshPostgres();
    const { rows } = await sql<{ name: string }>`select current_database() as name`
      .execute(database.db);
    const url = new URL(testEnv.databaseUrl!);
    url.pathname = rows[0]!.name;
    return { database, config: { databaseUrl: url.href } };
  },
  ["postgres"],
);
