/** Numbers of the WebSocket that pages and server share. */

/** Where it is. */
export const SOCKET_PATH = "/ws";

/** Why the server ends a connection (RFC 6455, and 4000 and up for its own). */
export const SOCKET_CLOSE = {
  /** The server stops: connect again. */
  goingAway: 1001,
  /** Something other than text came. */
  unsupported: 1003,
  /** Too many messages, too many that cannot be read, or nothing was ever subscribed to. */
  policy: 1008,
  /** A message is longer than `SOCKET_LIMITS.messageBytes`. */
  tooLarge: 1009,
  /** Something went wrong on the server: connect again. */
  failed: 1011,
  /** Messages are read more slowly than they come: connect again, and resume. */
  tooSlow: 1013,
  /** The session has ended: log in. */
  sessionEnded: 4401,
} as const;

export const SOCKET_LIMITS = {
  /** Of a message from the client, UTF-8. */
  messageBytes: 4_096,
  /** Open at a time in one connection. */
  subscriptions: 64,
  /** Messages from the client at once, and how many more each second. */
  burst: 128,
  perSecond: 10,
  /** Messages that cannot be read before the connection is closed. */
  faults: 10,
  /** How long a connection may stand without a subscription, seconds. */
  idleSeconds: 60,
  /** A `ping` comes so often, seconds. */
  heartbeatSeconds: 20,
  /** Rows that resuming sends at most; what is older is to be read from the API. */
  replay: 500,
} as const;
