/** What the app tells an account of its own accord, and by which ways. */
import { z } from "zod";
import { queryNumber } from "./query_numbers.ts";

/** `silent`: in the list, without a number at the bell, a mail or a webhook. `off`: nowhere. */
export const NOTICE_MODES = ["on", "silent", "off"] as const;
export type NoticeMode = (typeof NOTICE_MODES)[number];
export const NOTICE_MAILS = ["off", "daily", "at_once"] as const;
export type NoticeMail = (typeof NOTICE_MAILS)[number];
export const WEBHOOK_SHAPES = ["json", "discord", "telegram"] as const;
export type WebhookShape = (typeof WEBHOOK_SHAPES)[number];

const time = z.string().describe("ISO 8601, UTC");

export const noticeSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  title: z.string().describe("The kind in words"),
  text: z.string(),
  link: z.string().describe("Path on this site"),
  silent: z.boolean(),
  created_at: time,
  read_at: time.nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;

export const listNoticesSchema = z.strictObject({
  limit: queryNumber("limit", 1, 200).default(50),
  before: queryNumber("before", 1, 999_999_999_999_999).optional()
    .describe("Notices before this one: `next` of the page before"),
});

export const noticeListSchema = z.object({
  notices: z.array(noticeSchema),
  unread: z.number().int(),
  next: z.number().int().nullable(),
});
export type NoticeList = z.infer<typeof noticeListSchema>;

export const readNoticesSchema = z.strictObject({
  ids: z.array(z.uuid("An id is a UUID.")).min(1).max(200).optional()
    .describe("Without it all are marked as read"),
});

export const unreadNoticesSchema = z.object({ unread: z.number().int() });

const noticeMode = z.enum(NOTICE_MODES, "Choose on, silent or off.");
const noticeMail = z.enum(NOTICE_MAILS, "Choose off, daily or at once.");

export const noticeSettingSchema = z.object({
  kind: z.string(),
  title: z.string(),
  about: z.string(),
  mode: noticeMode,
  mail: noticeMail,
  webhook: z.boolean(),
});
export type NoticeSetting = z.infer<typeof noticeSettingSchema>;

export const webhookSchema = z.object({
  url: z.string(),
  shape: z.enum(WEBHOOK_SHAPES),
  chat_id: z.string().nullable(),
  secret: z.string().describe("Key of the HMAC in X-Signature"),
  waiting: z.number().int(),
  dead: z.array(
    z.object({ id: z.uuid(), text: z.string(), error: z.string().nullable(), created_at: time }),
  ).describe("Messages that were given up, the newest first"),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const noticeSettingsSchema = z.object({
  kinds: z.array(noticeSettingSchema),
  mail: z.object({
    available: z.boolean().describe("Whether this server sends mail"),
    confirmed: z.boolean().describe("Mails go to a confirmed address alone"),
  }),
  webhook_available: z.boolean(),
  webhook: webhookSchema.nullable(),
});
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;

export const newWebhookSchema = z.strictObject({
  url: z.string("Give the address of the webhook.").trim().max(500, "This address is too long."),
  shape: z.enum(WEBHOOK_SHAPES, "Choose JSON, Discord or Telegram.").default("json"),
  chat_id: z.string().trim().max(64, "This chat is too long.").nullable().optional(),
});
export type NewWebhook = z.infer<typeof newWebhookSchema>;

export const updateNoticeSettingsSchema = z.strictObject({
  kinds: z.array(z.strictObject({
    kind: z.string().max(60),
    mode: noticeMode.optional(),
    mail: noticeMail.optional(),
    webhook: z.boolean("Say whether the webhook hears of it.").optional(),
  })).max(50).optional(),
  webhook: newWebhookSchema.nullable().optional().describe("`null` removes it"),
});
export type UpdateNoticeSettings = z.infer<typeof updateNoticeSettingsSchema>;

export const webhookTestSchema = z.object({
  delivered: z.boolean(),
  error: z.string().nullable().describe("Why it was not"),
});
