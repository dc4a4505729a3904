/** Notices, and by which ways an account gets them. */
import {
  listNoticesSchema,
  noticeListSchema,
  noticeSettingsSchema,
  readNoticesSchema,
  unreadNoticesSchema,
  updateNoticeSettingsSchema,
  webhookTestSchema,
} from "../notices.ts";
import type { Declarations } from "./endpoint.ts";

const tag = "Notices";

export const noticeEndpoints = {
  "GET /notices": {
    summary: "Your notices, the newest first",
    tag,
    query: listNoticesSchema,
    status: 200,
    response: noticeListSchema,
  },
  "POST /notices/read": {
    summary: "Marks notices as read",
    tag,
    body: readNoticesSchema,
    bodyOptional: true,
    status: 200,
    response: unreadNoticesSchema,
  },
  "GET /notices/events": {
    summary: "A line each time the number of unread notices changes",
    tag,
    status: 200,
    otherResponses: [{
      type: "text/event-stream",
      description: "Events `unread` with the number as data",
    }],
    events: { unread: unreadNoticesSchema },
  },
  "GET /notices/settings": {
    summary: "By which ways you get which notices",
    tag,
    status: 200,
    response: noticeSettingsSchema,
  },
  "PATCH /notices/settings": {
    summary: "Changes by which ways you get notices, and where your webhook is",
    tag,
    body: updateNoticeSettingsSchema,
    status: 200,
    response: noticeSettingsSchema,
    errors: ["not_allowed"],
  },
  "POST /notices/webhook/test": {
    summary: "Sends a test message to your webhook and tells whether it was taken",
    tag,
    status: 200,
    response: webhookTestSchema,
    errors: ["not_found"],
  },
  "POST /notices/webhook/retry": {
    summary: "Sends messages again that were given up",
    tag,
    status: 200,
    response: noticeSettingsSchema,
  },
  "DELETE /notices/webhook/failed": {
    summary: "Drops messages that were given up",
    tag,
    status: 204,
  },
} as const satisfies Declarations;
