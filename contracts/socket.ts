/** The WebSocket `/ws`: what is sent and what comes, for both sides and for the API's description. */
import { z } from "zod";
import { runSchema } from "./backtests.ts";
import {
  deskEventSchema,
  deskFillSchema,
  deskTradeSchema,
  followSchema,
  orderSchema,
  signalSchema,
} from "./desk.ts";
import { noticeSchema } from "./notices.ts";

/** What can be subscribed to, and the data of each message of it. */
export const SOCKET_TOPICS = {
  run: runSchema.describe("A backtest as it is now, and each time it changes, until it has ended"),
  follows: followSchema.describe(
    "Every follow as it stands, and each again when it changes; without a cursor",
  ),
  signals: signalSchema.describe("A new signal"),
  orders: orderSchema.describe("An order as it stands, each time something happens to it"),
  fills: deskFillSchema.describe("A new execution"),
  trades: deskTradeSchema.describe("A trade as it stands, when it is opened and when it is closed"),
  events: deskEventSchema.describe("A new event of a follow"),
  notices: noticeSchema.describe("A new notice, the silent ones too"),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type SocketTopic = keyof typeof SOCKET_TOPICS;
export type SocketData<T extends SocketTopic> = z.output<(typeof SOCKET_TOPICS)[T]>;

export const SOCKET_TOPIC_NAMES = Object.keys(SOCKET_TOPICS) as [SocketTopic, ...SocketTopic[]];

const subscriptionId = z.string("id names the subscription.").min(1, "id names the subscription.")
  .max(64, "id has at most 64 characters.");
const cursor = z.int("after is a cursor that came with a message.")
  .min(0, "after is a cursor that came with a message.");

/** What a client sends. */
export const socketRequestSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("subscribe"),
    id: subscriptionId.describe("Any name; the messages of the subscription carry it"),
    topic: z.enum(SOCKET_TOPIC_NAMES, {
      error: `topic is one of ${SOCKET_TOPIC_NAMES.join(", ")}.`,
    }),
    run_id: z.uuid("run_id is the id of a backtest.").optional().describe("Of the topic `run`"),
    after: cursor.optional().describe("Resumes: what came after this cursor is sent first"),
  }),
  z.strictObject({ type: z.literal("unsubscribe"), id: subscriptionId }),
  z.strictObject({ type: z.literal("ping") }).describe("Answered with `pong`"),
], { error: "type is subscribe, unsubscribe or ping." });
export type SocketRequest = z.output<typeof socketRequestSchema>;

const atCursor = z.int().nullable().describe("For `after`; `null` where the topic has none");

/** What the server sends. */
export const socketMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("ready"),
    heartbeat_seconds: z.int().describe("A `ping` comes at least so often"),
  }),
  z.object({ type: z.literal("subscribed"), id: z.string(), cursor: atCursor }),
  z.object({
    type: z.literal("message"),
    id: z.string(),
    topic: z.enum(SOCKET_TOPIC_NAMES),
    cursor: atCursor,
    data: z.unknown().describe("By the topic, as in the REST API"),
  }),
  z.object({ type: z.literal("gap"), id: z.string(), cursor: atCursor }).describe(
    "More was missed than is sent again: read what is older than the messages that follow from the REST API",
  ),
  z.object({ type: z.literal("ended"), id: z.string() }).describe(
    "The subscription is over: unsubscribed, or the run has ended or is gone",
  ),
  z.object({
    type: z.literal("refused"),
    id: z.string().nullable().describe("Of the subscription that was refused, where it had one"),
    code: z.string(),
    message: z.string(),
  }),
  z.object({ type: z.literal("ping") }).describe("The connection stands; needs no answer"),
  z.object({ type: z.literal("pong") }),
]);
export type SocketMessage = z.output<typeof socketMessageSchema>;
