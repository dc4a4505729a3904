/** The paper desk: follows, and the signals, orders, trades and events that come of them. */
import {
  createFollowSchema,
  deskChangeSchema,
  deskEventListSchema,
  deskTradeListSchema,
  followFlipSchema,
  followListSchema,
  followSchema,
  listEventsSchema,
  listOrdersSchema,
  listSignalsSchema,
  listTradesSchema,
  orderListSchema,
  pausedAllSchema,
  signalListSchema,
  updateFollowSchema,
} from "../desk.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Paper desk";

export const deskEndpoints = {
  "GET /follows": {
    summary: "The versions that you follow, those that go on first",
    tag,
    status: 200,
    response: followListSchema,
  },
  "POST /follows": {
    summary: "Follows a saved version on its market from now on, with paper money",
    tag,
    body: createFollowSchema,
    status: 201,
    response: followSchema,
    errors: ["not_found", "invalid_strategy", "limit_reached"],
  },
  "POST /follows/pause": {
    summary: "Pauses everything that you follow",
    tag,
    status: 200,
    response: pausedAllSchema,
  },
  "GET /follows/events": {
    summary: "A line each time something on your desk changes",
    tag,
    status: 200,
    otherResponses: [{
      type: "text/event-stream",
      description: "Events `changed` with the id of the follow as data",
    }],
    events: { changed: deskChangeSchema },
  },
  "GET /follows/{id}": {
    summary: "One follow",
    tag,
    status: 200,
    response: followSchema,
    errors: ["not_found"],
  },
  "PATCH /follows/{id}": {
    summary: "Pauses, resumes or stops a follow, and changes its limits",
    tag,
    body: updateFollowSchema,
    status: 200,
    response: followSchema,
    errors: ["not_found"],
  },
  "GET /follows/{id}/flip-prices": {
    summary: "Which closes of the candle that is open now would buy or sell",
    tag,
    status: 200,
    response: followFlipSchema,
    errors: ["not_found"],
  },
  "GET /signals": {
    summary: "Signals of what you follow, the newest first, with what the blocks showed",
    tag,
    query: listSignalsSchema,
    status: 200,
    response: signalListSchema,
    errors: ["not_found"],
  },
  "GET /orders": {
    summary: "Orders of what you follow, the newest first, with their events and fills",
    tag,
    query: listOrdersSchema,
    status: 200,
    response: orderListSchema,
    errors: ["not_found"],
  },
  "GET /trades": {
    summary: "Trades of what you follow, the newest first",
    tag,
    query: listTradesSchema,
    status: 200,
    response: deskTradeListSchema,
    errors: ["not_found"],
  },
  "GET /events": {
    summary: "What happened to what you follow, the newest first",
    tag,
    query: listEventsSchema,
    status: 200,
    response: deskEventListSchema,
    errors: ["not_found"],
  },
} as const satisfies Declarations;
