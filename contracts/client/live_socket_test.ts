import assert from "node:assert/strict";
import type { SocketMessage } from "../socket.ts";
import { liveSocket, type SocketLike } from "./live_socket.ts";

class Socket implements SocketLike {
  static opened: Socket[] = [];
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  readonly sent: unknown[] = [];
  isClosed = false;
  constructor(readonly path: string) {
    Socket.opened.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: SocketMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  ready(): void {
    this.say({ type: "ready", heartbeat_seconds: 20 });
  }
}

/** Sockets that the test speaks on; `until` waits for the n-th. */
function opened(silentMs = 60_000) {
  Socket.opened = [];
  const heard: unknown[] = [];
  const stop = liveSocket({
    topics: { signals: 4, follows: null },
    onMessage: ({ topic, data }) => heard.push([topic, data]),
    onMissed: () => heard.push("missed"),
    onStanding: (stands) => heard.push(stands),
  }, { open: (path) => new Socket(path), retryMs: 1, silentMs });
  const until = async (count: number) => {
    while (Socket.opened.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    return Socket.opened[count - 1]!;
  };
  return { heard, stop, until };
}

const row = (cursor: number | null, data: unknown): SocketMessage => ({
  type: "message",
  id: "signals",
  topic: "signals",
  cursor,
  data,
});

Deno.test("live socket: subscribes once it stands, and resumes after the highest cursor", async () => {
  const { heard, stop, until } = opened();
  const first = await until(1);
  assert.equal(first.path, "/ws");
  assert.deepEqual(first.sent, []);
  first.ready();
  assert.deepEqual(first.sent, [
    { type: "subscribe", id: "signals", topic: "signals", after: 4 },
    { type: "subscribe", id: "follows", topic: "follows" },
  ]);
  first.say({ type: "subscribed", id: "signals", cursor: 4 });
  first.say({ type: "subscribed", id: "follows", cursor: null });
  first.say(row(9, "b"));
  first.say(row(7, "a"));
  first.say({ type: "ping" });
  first.say({ type: "gap", id: "signals", cursor: 9 });
  first.onclose!({ code: 1013 });
  const second = await until(2);
  second.ready();
  assert.deepEqual(second.sent[0], {
    type: "subscribe",
    id: "signals",
    topic: "signals",
    after: 9,
  });
  assert.deepEqual(heard, [true, ["signals", "b"], ["signals", "a"], "missed", false, true]);
  stop();
  assert.equal(second.isClosed, true);
});

Deno.test("live socket: a silent connection is lost, an ended session is the end", async () => {
  const { heard, stop, until } = opened(5);
  const first = await until(1);
  first.ready();
  // Nothing comes any more, and nothing tells so.
  const second = await until(2);
  assert.equal(first.isClosed, true);
  second.onclose!({ code: 4401 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(Socket.opened.length, 2);
  assert.deepEqual(heard, [true, false]);
  stop();
});
