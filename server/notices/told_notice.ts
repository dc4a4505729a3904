/** A notice as the API has it. */
import type { Notice } from "../../contracts/notices.ts";
import { kindOf } from "./kinds/mod.ts";
import type { NoticeRow } from "./queries.ts";

export function toNotice(row: NoticeRow): Notice {
  return {
    id: row.id,
    kind: row.kind,
    title: kindOf(row.kind)?.title ?? "Notice",
    text: row.text,
    link: row.link,
    silent: row.is_silent,
    created_at: row.created_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
  };
}
