/** Open WebSockets that follow the desk: what they cost while nothing changes, and how long a change takes to all of them. */
import { STREAMS_OF_ACCOUNT } from "../../server/limits/open_streams.ts";
import { SOCKET_PATH } from "../../contracts/socket_codes.ts";
import { ApiSession } from "../../tests/support/api_session.ts";
import type { TestServer } from "../../tests/support/servers.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { openPostgres } from "../../server/db/connect.ts";
import { sql } from "kysely";
import { type LoadApp, underLoad } from "./frame.ts";
import type { LoadRow } from "./load.ts";

export interface SocketSizes {
  /** Connections in all. */
  readonly streams: number;
  readonly quietMs: number;
  /** PostgreSQL tells what a connection has done up to so long after. */
  readonly lateMs: number;
}

/** What each subscribes to, as the page does. */
const TOPICS = ["follows", "signals", "orders", "trades", "events"] as const;
/** Connections that are opened at once. */
const AT_ONCE = 20;
/** Addresses that they are said to come from, by what stands for a proxy: one may have only so many open. */
const ADDRESSES = 16;

interface Person {
  readonly app: LoadApp["app"];
  readonly session: ApiSession;
  readonly followId: string;
}

/** `webs` share `sizes.streams` connections; every account pauses its follow once. */
export async function* socketLoad(
  webs: readonly LoadApp[],
  postgres: TestServer,
  { streams, quietMs, lateMs }: SocketSizes,
): AsyncGenerator<LoadRow> {
  const people: Person[] = [];
  const open: WebSocket[] = [];
  const heard: Promise<void>[] = [];
  const database = openPostgres(postgres.url);
  try {
    for (let n = 0; n < Math.max(webs.length, streams / STREAMS_OF_ACCOUNT); n++) {
      const { app } = webs[n % webs.length]!;
      const session = new ApiSession(app.url);
      await session.signUp();
      const strategy_id = await session.createStrategy(RSI_WITH_STOPS);
      const { id } = await session.send("POST", "/follows", { strategy_id }, 201);
      people.push({ app, session, followId: String(id) });
    }
    const before = webs.map(({ memory }) => memory().now);
    for (let n = 0; n < streams; n += AT_ONCE) {
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, streams - n) }, async (_, k) => {
          const person = people[(n + k) % people.length]!;
          const { socket, paused } = await openSocket(person, `10.0.0.${(n + k) % ADDRESSES}`);
          open.push(socket);
          heard.push(paused);
        }),
      );
    }
    const bytes = webs.reduce((sum, { memory }, n) => sum + memory().now - before[n]!, 0);
    await pause(lateMs);
    const done = await transactions(database.db);
    const since = performance.now();
    const felt = await underLoad(webs[0]!, () => pause(quietMs));
    await pause(lateMs);
    const perSecond = (await transactions(database.db) - done) /
      ((performance.now() - since) / 1_000);
    yield { name: `${streams} open sockets: others meanwhile`, staticMs: felt.staticMs };
    yield { name: "  memory of the web processes for them", megabytes: bytes / 1e6 };
    yield {
      name: "  transactions a second while nothing changes, what asks for them included",
      perSecond,
      processorMs: felt.processorMs / Math.max(1, streams),
    };
    const changed = performance.now();
    const moved = await underLoad(webs[0]!, async () => {
      await Promise.all(
        people.map(({ session, followId }) =>
          session.send("PATCH", `/follows/${followId}`, { action: "pause" }, 200)
        ),
      );
      await Promise.all(heard);
    });
    yield {
      name: "  from the first change to the last of them",
      ms: [performance.now() - changed],
    };
    yield { name: "  others meanwhile", staticMs: moved.staticMs };
  } finally {
    for (const socket of open) socket.close();
    await database.close();
  }
}

/** Resolves once every topic is subscribed to. */
function openSocket(
  { app, session }: Person,
  address: string,
): Promise<{ socket: WebSocket; paused: Promise<void> }> {
  const { promise, resolve, reject } = Promise.withResolvers<
    { socket: WebSocket; paused: Promise<void> }
  >();
  const paused = Promise.withResolvers<void>();
  const { host, origin } = new URL(app.url);
  const headers = { cookie: session.cookie, origin, "x-forwarded-for": address };
  // Deno's own option beside the standard's protocols.
  const socket = new WebSocket(`ws://${host}${SOCKET_PATH}`, { headers } as never);
  let subscribed = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "ready") {
      for (const topic of TOPICS) {
        socket.send(JSON.stringify({ type: "subscribe", id: topic, topic }));
      }
    } else if (message.type === "subscribed" && ++subscribed === TOPICS.length) {
      resolve({ socket, paused: paused.promise });
    } else if (message.topic === "events" && message.data.type === "paused") paused.resolve();
  };
  socket.onclose = ({ code }) => {
    reject(new Error(`a socket was closed with ${code}`));
    paused.resolve();
  };
  return promise;
}

async function transactions(db: ReturnType<typeof openPostgres>["db"]): Promise<number> {
  const { rows } = await sql<{ done: number }>`
    select (xact_commit + xact_rollback)::int as done from pg_stat_database
    where datname = current_database()`.execute(db);
  return rows[0]!.done;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
