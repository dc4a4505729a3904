/** `GET /ws` in the API's description. OpenAPI has no words for what goes over a WebSocket: `x-websocket` has the schemas. */
import { z } from "zod";
import { SOCKET_TOPICS, socketMessageSchema, socketRequestSchema } from "../../contracts/socket.ts";
import { SOCKET_CLOSE, SOCKET_LIMITS } from "../../contracts/socket_codes.ts";
import { ERROR_STATUS, type ErrorCode } from "../../contracts/errors.ts";

type Json = Record<string, unknown>;

const ERRORS: readonly ErrorCode[] = [
  "bad_request",
  "not_signed_in",
  "email_unverified",
  "forbidden_origin",
  "wrong_host",
  "upgrade_required",
  "rate_limited",
];

const WORDS = `One connection for everything that happens, with the session cookie of the page. \
Send \`subscribe\` with an id of your own and a topic; \`subscribed\` answers it, and each \`message\` carries the id. \
A message of a row has a cursor: after a break connect again and subscribe with the highest one as \`after\`, and what was \
missed comes first, at most ${SOCKET_LIMITS.replay} rows (\`gap\` says when there was more). Rows may come twice; their ids say so. \
At most ${SOCKET_LIMITS.subscriptions} subscriptions, ${SOCKET_LIMITS.messageBytes} bytes a message, \
${SOCKET_LIMITS.perSecond} messages a second. A \`ping\` comes every ${SOCKET_LIMITS.heartbeatSeconds} s; \
a connection without a subscription is closed after ${SOCKET_LIMITS.idleSeconds} s.`;

const CLOSE_WORDS: Readonly<Record<keyof typeof SOCKET_CLOSE, string>> = {
  goingAway: "the server stops; connect again",
  unsupported: "something other than text came",
  policy: "too many messages, too many that cannot be read, or nothing was subscribed to",
  tooLarge: "a message is too long",
  failed: "something went wrong on the server; connect again",
  tooSlow: "messages are read too slowly; connect again and resume",
  sessionEnded: "the session has ended; log in",
};

/** The path item. */
export function socketDescription(): Json {
  const failures = ERRORS.map((code) => [
    ERROR_STATUS[code],
    {
      description: ERRORS.filter((other) => ERROR_STATUS[other] === ERROR_STATUS[code])
        .map((other) => `\`${other}\``).join(", "),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
    },
  ]);
  return {
    // It is beside the API, not below it.
    servers: [{ url: "/" }],
    get: {
      operationId: "get_ws",
      summary: "Opens a WebSocket: backtests, the paper desk and notices as they change",
      description: WORDS,
      tags: ["WebSocket"],
      responses: {
        101: { description: "The connection is a WebSocket from here on" },
        ...Object.fromEntries(failures),
      },
      "x-websocket": {
        send: schemaOf(socketRequestSchema, "input"),
        receive: schemaOf(socketMessageSchema, "output"),
        topics: Object.fromEntries(
          Object.entries(SOCKET_TOPICS).map(([topic, data]) => [topic, schemaOf(data, "output")]),
        ),
        close: Object.fromEntries(
          Object.entries(SOCKET_CLOSE).map(([name, code]) => [
            code,
            CLOSE_WORDS[name as keyof typeof SOCKET_CLOSE],
          ]),
        ),
      },
    },
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as Json;
}
