/**
 * The production driver: PostgreSQL's LISTEN and NOTIFY. One connection a process listens to one channel for all topics; it
 * is opened with the first listener and opened again when it breaks, and then every listener learns that messages may be lost.
 */
import pg from "pg";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Database } from "../db/schema.ts";
import { Listeners } from "./listeners.ts";
import type { Notifications } from "./notifications.ts";
import { requireSize } from "./size.ts";

export interface PostgresNotificationsOptions {
  readonly databaseUrl: string;
  /** Messages are sent through its pool. */
  readonly db: Kysely<Database>;
  /** Called for lost connections, and with what a listener throws. */
  readonly onProblem?: (error: unknown) => void;
}

/** What is used of `pg.Client`, which comes without types. */
interface ListeningClient {
  connect(): Promise<unknown>;
  query(statement: string): Promise<unknown>;
  end(): Promise<void>;
  on(event: "notification", listener: (message: { readonly payload?: string }) => void): unknown;
  on(event: "error" | "end", listener: (error?: unknown) => void): unknown;
}

const CHANNEL = "blockbuilders";
const CONNECT_TIMEOUT_MS = 5_000;
/** Pauses between attempts to connect again: doubled each time, up to the second one. */
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

const payloadSchema = z.tuple([z.string(), z.string()]);

export function openPostgresNotifications(
  { databaseUrl, db, onProblem = () => {} }: PostgresNotificationsOptions,
): Notifications {
  const listeners = new Listeners(onProblem);
  let client: ListeningClient | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  let started = false;
  let closed = false;

  const connect = async () => {
    const fresh: ListeningClient = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // Nothing is sent while nothing happens: a peer that is gone is noticed by the probes alone.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    client = fresh;
    let over = false;
    const lose = (error: unknown) => {
      if (over) return;
      over = true;
      fresh.end().catch(() => {});
      if (closed) return;
      onProblem(error);
      retry = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    };
    fresh.on("error", lose);
    fresh.on("end", () => lose(new Error("the connection for notifications ended")));
    fresh.on("notification", ({ payload }) => {
      const read = payloadOf(payload);
      if (read) listeners.tell(read[0], { kind: "message", message: read[1] });
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
    } catch (error) {
      lose(error);
      return;
    }
    if (closed || over) {
      fresh.end().catch(() => {});
      return;
    }
    retryMs = FIRST_RETRY_MS;
    // Also the first time: listeners registered before the connection stood may have missed a message.
    listeners.tellAll({ kind: "lost" });
  };

  return {
    async publish(topic, message = "") {
      requireSize(topic, message);
      if (closed) throw new Error("notifications are closed");
      const payload = JSON.stringify([topic, message]);
      await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(db);
    },
    subscribe(topic, listener) {
      if (!started && !closed) {
        started = true;
        connect();
      }
      return listeners.add(topic, listener);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      listeners.clear();
      await client?.end().catch(() => {});
    },
  };
}

/** Topic and message; `null` for a foreign message on the channel. */
function payloadOf(payload: string | undefined): readonly [string, string] | null {
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(payload ?? ""));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
