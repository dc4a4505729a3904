/** `GET /ws`: who may open a WebSocket, and until when it stands. */
import type { Context } from "hono";
import { SOCKET_CLOSE, SOCKET_LIMITS } from "../../contracts/socket_codes.ts";
import { AppError } from "../../contracts/errors.ts";
import { describeError } from "../../server/logging/log.ts";
import type { AppEnv } from "../http/app_env.ts";
import { requireOwnOrigin } from "../middleware/origin_check.ts";
import { requireUser, requireVerified } from "../middleware/session.ts";
import { Connection } from "./connection.ts";
import { TOPICS } from "./topics.ts";

/** A peer that answers no ping of the protocol for so long is gone, seconds. */
const SILENT_SECONDS = 30;

/** All connections of the process share one timer. */
const beating = new Set<Connection>();
let timer: ReturnType<typeof setInterval> | null = null;

/** @throws {AppError} `not_signed_in`, `email_unverified`, `forbidden_origin`, `rate_limited`, `upgrade_required` */
export function openSocket(c: Context<AppEnv>): Response {
  const services = c.get("services");
  const user = requireUser(c);
  requireVerified(c, user);
  // A page of another site may open a socket with the cookie of whoever looks at it: nothing but this keeps it out.
  requireOwnOrigin(c);
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket" || c.req.raw.method !== "GET") {
    throw new AppError("upgrade_required", "This address takes WebSocket connections alone.");
  }
  const left = new AbortController();
  services.openStreams.open(user.id, c.get("address"), left.signal);
  let upgraded: Deno.WebSocketUpgrade;
  try {
    upgraded = Deno.upgradeWebSocket(c.req.raw, { idleTimeout: SILENT_SECONDS });
  } catch (error) {
    left.abort();
    throw new AppError("bad_request", "This is no request for a WebSocket.", { cause: error });
  }
  const { socket, response } = upgraded;
  const connection = new Connection({
    socket,
    open: ({ topic, run_id: runId, after = null }, signal) =>
      TOPICS[topic](services, user, { runId, after, signal }),
    now: () => performance.now(),
    onProblem: (error) =>
      services.log.warn("a subscription ended early", { error: describeError(error) }),
  });
  const close = () => connection.end(SOCKET_CLOSE.goingAway, "The server stops. Connect again.");
  const expire = () => connection.end(SOCKET_CLOSE.sessionEnded, "The session has ended.");
  socket.onopen = () => {
    beat(connection, true);
    connection.begin();
    services.accounts.sessionEnd(user, left.signal)
      .addEventListener("abort", expire, { once: true });
    services.closing.addEventListener("abort", close, { once: true });
    if (services.closing.aborted) close();
  };
  socket.onmessage = ({ data }) => connection.receive(data);
  // A frame that breaks the protocol, a peer that is gone: `close` follows, now and then twice.
  socket.onerror = () => {};
  socket.onclose = () => {
    beat(connection, false);
    services.closing.removeEventListener("abort", close);
    connection.gone();
    left.abort();
  };
  return response;
}

function beat(connection: Connection, isOpen: boolean): void {
  if (isOpen) beating.add(connection);
  else beating.delete(connection);
  if (beating.size > 0) {
    timer ??= setInterval(() => {
      for (const open of [...beating]) open.beat();
    }, SOCKET_LIMITS.heartbeatSeconds * 1_000);
  } else if (timer !== null) {
    clearInterval(timer);
    timer = null;
  }
}
