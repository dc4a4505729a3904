/** The tables of notices (migration 0020) as Kysely sees them. */
import type { Generated } from "kysely";
import type { NoticeMail, NoticeMode, WebhookShape } from "../../contracts/notices.ts";
import type { DefaultedTime, Json } from "./column_types.ts";

export interface NoticesTable {
  id: Generated<string>;
  /** Counts up over all accounts. */
  seq: Generated<number>;
  user_id: string;
  kind: string;
  /** What it is about; unique with account and kind. */
  key: string;
  text: string;
  /** Path on this site. */
  link: string;
  /** The payload of its kind. */
  details_json: Json<unknown>;
  /** It is in the list, and nothing else draws attention to it. */
  is_silent: boolean;
  read_at: Date | null;
  /** The mail that tells it, until that is sent. */
  mail_id: string | null;
  /** When that was to be sent; `null` when none was. */
  mail_due_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** How an account wants to hear of a kind; without a row: as the kind's defaults say. */
export interface NoticeSettingsTable {
  user_id: string;
  kind: string;
  mode: NoticeMode;
  mail: NoticeMail;
  webhook: boolean;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface NoticeKeysTable {
  user_id: string;
  /** Base64url of 32 random bytes. */
  unsubscribe_key: string;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface NoticeWebhooksTable {
  user_id: string;
  url: string;
  shape: WebhookShape;
  /** Telegram's number or name of the chat. */
  chat_id: string | null;
  /** What messages are signed with. */
  secret: string;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** What is to be sent to a webhook. One that was delivered has no row any more. */
export interface NoticeDeliveriesTable {
  id: Generated<string>;
  user_id: string;
  notice_id: string;
  /** `dead`: it was given up. */
  status: Generated<"pending" | "dead">;
  attempts: Generated<number>;
  /** Not before: set while it is being sent, and between attempts. */
  free_at: DefaultedTime;
  error: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface NoticeTables {
  notices: NoticesTable;
  notice_settings: NoticeSettingsTable;
  notice_keys: NoticeKeysTable;
  notice_webhooks: NoticeWebhooksTable;
  notice_deliveries: NoticeDeliveriesTable;
}
