/** What a webhook is sent, in the shape that its receiver takes. */
import type { WebhookShape } from "../../contracts/notices.ts";

export interface ToldNotice {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  /** Whole address of the page about it. */
  readonly url: string;
  readonly details: unknown;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** Characters that Discord and Telegram take. */
const LONGEST = 1_900;

/** The body, as JSON. */
export function messageOf(
  notice: ToldNotice,
  { shape, chatId }: { readonly shape: WebhookShape; readonly chatId: string | null },
): string {
  const { text, url } = notice;
  const line = `${text.slice(0, LONGEST).toWellFormed()}\n${url}`;
  switch (shape) {
    case "discord":
      // Nobody is mentioned by the name of a strategy.
      return JSON.stringify({ content: line, allowed_mentions: { parse: [] } });
    case "telegram":
      return JSON.stringify({
        chat_id: chatId,
        text: line,
        link_preview_options: { is_disabled: true },
      });
    case "json":
      return JSON.stringify({
        id: notice.id,
        kind: notice.kind,
        title: notice.title,
        text,
        url,
        details: notice.details,
        created_at: notice.createdAt,
      });
  }
}
