/** One connection of the WebSocket by itself: what it refuses, when it is ended and with which code. */
import assert from "node:assert/strict";
import type { SocketMessage } from "../../contracts/socket.ts";
import { SOCKET_CLOSE, SOCKET_LIMITS } from "../../contracts/socket_codes.ts";
import { AppError } from "../../contracts/errors.ts";
import { Connection } from "./connection.ts";
import type { TopicStep } from "./topics.ts";

interface Fixture {
  readonly connection: Connection;
  readonly sent: SocketMessage[];
  readonly closed: { code: number; reason: string }[];
  readonly socket: { bufferedAmount: number };
  readonly clock: { ms: number };
  readonly left: Set<string>;
  readonly problems: unknown[];
  say(value: unknown): void;
}

/** A connection whose topics are the given ones by the id of the subscription; others begin and wait. */
function connected(
  topics: Readonly<Record<string, (signal: AbortSignal) => AsyncIterable<TopicStep>>> = {},
): Fixture {
  const sent: SocketMessage[] = [];
  const closed: { code: number; reason: string }[] = [];
  const clock = { ms: 0 };
  const left = new Set<string>();
  const problems: unknown[] = [];
  const socket = {
    bufferedAmount: 0,
    readyState: 1,
    send: (text: string) => void sent.push(JSON.parse(text)),
    close(code: number, reason: string) {
      this.readyState = 2;
      closed.push({ code, reason });
    },
  };
  const waits = async function* (signal: AbortSignal): AsyncGenerator<TopicStep> {
    yield { kind: "started", cursor: 7 };
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  };
  const connection = new Connection({
    socket,
    open: ({ id }, signal) => {
      signal.addEventListener("abort", () => left.add(id));
      return (topics[id] ?? waits)(signal);
    },
    now: () => clock.ms,
    onProblem: (error) => problems.push(error),
  });
  connection.begin();
  const say = (value: unknown) =>
    connection.receive(typeof value === "string" ? value : JSON.stringify(value));
  return { connection, sent, closed, socket, clock, left, problems, say };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
const subscribe = (id: string) => ({ type: "subscribe", id, topic: "signals" });

Deno.test("socket: what cannot be read is refused in words, and after ten times it is over", () => {
  const { say, sent, closed } = connected();
  const wrong = [
    "{",
    "[]",
    '"subscribe"',
    { type: "publish" },
    { type: "subscribe", id: "", topic: "signals" },
    { type: "subscribe", id: "a", topic: "everything" },
    { type: "subscribe", id: "a", topic: "signals", after: -1 },
    { type: "subscribe", id: "a", topic: "run", run_id: "1" },
    { type: "subscribe", id: "a", topic: "signals", more: 1 },
    { type: "unsubscribe" },
  ];
  for (const [n, value] of wrong.entries()) {
    assert.deepEqual(closed, [], `after ${n}`);
    say(value);
    const last = sent.at(-1)!;
    assert.ok(last.type === "refused", JSON.stringify(last));
    assert.ok(last.message.length > 5);
  }
  assert.deepEqual(closed.map(({ code }) => code), [SOCKET_CLOSE.policy]);
  const before = sent.length;
  say({ type: "ping" });
  assert.equal(sent.length, before, "nothing is sent after the end");
});

Deno.test("socket: binary, huge and too many messages end it with a code each", () => {
  const binary = connected();
  binary.connection.receive(new ArrayBuffer(4));
  assert.equal(binary.closed[0]!.code, SOCKET_CLOSE.unsupported);

  const huge = connected();
  huge.say("é".repeat(SOCKET_LIMITS.messageBytes / 2 + 1));
  assert.equal(huge.closed[0]!.code, SOCKET_CLOSE.tooLarge);
  const most = connected();
  most.say(JSON.stringify({ type: "ping" }).padEnd(SOCKET_LIMITS.messageBytes));
  assert.equal(most.closed.length, 0);

  const flood = connected();
  for (let n = 0; n < SOCKET_LIMITS.burst; n++) flood.say({ type: "ping" });
  assert.equal(flood.closed.length, 0);
  flood.clock.ms += 1_000;
  for (let n = 0; n < SOCKET_LIMITS.perSecond; n++) flood.say({ type: "ping" });
  assert.equal(flood.closed.length, 0);
  flood.say({ type: "ping" });
  assert.equal(flood.closed[0]!.code, SOCKET_CLOSE.policy);
});

Deno.test("socket: subscriptions are bounded, named once, and followed no longer than they last", async () => {
  const { say, sent, left, connection, closed } = connected();
  for (let n = 0; n < SOCKET_LIMITS.subscriptions; n++) say(subscribe(`s${n}`));
  say(subscribe("s0"));
  say(subscribe("more"));
  await turn();
  const refused = sent.flatMap((message) =>
    message.type === "refused" ? [`${message.id} ${message.code}`] : []
  );
  assert.deepEqual(refused, [
    "s0 invalid_input",
    "more limit_reached",
  ]);
  assert.equal(
    sent.filter((message) => message.type === "subscribed" && message.cursor === 7).length,
    SOCKET_LIMITS.subscriptions,
  );
  say({ type: "unsubscribe", id: "s0" });
  assert.deepEqual([...left], ["s0"]);
  assert.deepEqual(sent.at(-1), { type: "ended", id: "s0" });
  say({ type: "unsubscribe", id: "s0" });
  assert.equal(sent.at(-1)!.type, "refused");
  say(subscribe("s0"));
  await turn();
  assert.equal(sent.at(-1)!.type, "subscribed");
  connection.gone();
  assert.equal(left.size, SOCKET_LIMITS.subscriptions);
  assert.deepEqual(closed, []);
});

Deno.test("socket: a topic that ends, is refused or fails", async () => {
  const { say, sent, closed, problems } = connected({
    // deno-lint-ignore require-yield
    refused: async function* () {
      throw new AppError("not_found", "There is no such backtest.");
    },
    run: async function* () {
      yield { kind: "started", cursor: null };
      yield { kind: "message", cursor: null, data: { status: "completed" } };
    },
    gap: async function* () {
      yield { kind: "started", cursor: 3 };
      yield { kind: "gap", cursor: 3 };
    },
    // deno-lint-ignore require-yield
    broken: async function* () {
      throw new Error("the database is away");
    },
  });
  for (const id of ["refused", "run", "gap"]) {
    say(subscribe(id));
    await turn();
  }
  assert.deepEqual(sent.slice(1), [
    { type: "refused", id: "refused", code: "not_found", message: "There is no such backtest." },
    { type: "subscribed", id: "run", cursor: null },
    { type: "message", id: "run", topic: "signals", cursor: null, data: { status: "completed" } },
    { type: "ended", id: "run" },
    { type: "subscribed", id: "gap", cursor: 3 },
    { type: "gap", id: "gap", cursor: 3 },
    { type: "ended", id: "gap" },
  ]);
  assert.deepEqual([closed, problems], [[], []]);
  say(subscribe("broken"));
  await turn();
  assert.equal(closed[0]!.code, SOCKET_CLOSE.failed);
  assert.ok(!JSON.stringify(closed).includes("database"));
  assert.equal(problems.length, 1);
});

Deno.test("socket: who does not read is not written to without bound", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { say, sent, closed, socket, left } = connected({
    busy: async function* () {
      yield { kind: "started", cursor: 1 };
      await promise;
      for (let n = 0; n < 5; n++) yield { kind: "message", cursor: n, data: n };
    },
  });
  say(subscribe("busy"));
  await turn();
  socket.bufferedAmount = 10_000_000;
  const before = sent.length;
  resolve();
  await turn();
  assert.equal(sent.length, before);
  assert.deepEqual(closed.map(({ code }) => code), [SOCKET_CLOSE.tooSlow]);
  assert.ok(left.has("busy"));
});

Deno.test("socket: the beat tells that it stands, and ends what nobody has used", async () => {
  const used = connected();
  used.say(subscribe("a"));
  await turn();
  const unused = connected();
  for (const { clock, connection } of [used, unused]) {
    clock.ms = SOCKET_LIMITS.idleSeconds * 1_000 - 1;
    connection.beat();
  }
  assert.equal(unused.sent.at(-1)!.type, "ping");
  for (const { clock, connection } of [used, unused]) {
    clock.ms += 1;
    connection.beat();
  }
  assert.equal(used.sent.at(-1)!.type, "ping");
  assert.deepEqual(used.closed, []);
  assert.deepEqual(unused.closed.map(({ code }) => code), [SOCKET_CLOSE.policy]);
  unused.connection.end(SOCKET_CLOSE.goingAway, "again");
  assert.equal(unused.closed.length, 1);
});
