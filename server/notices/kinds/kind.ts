/** What a kind of notice is. A new one is a file with its definition and a line in `mod.ts`; nothing switches on a kind's name. */
import type { z } from "zod";
import type { NoticeMail, NoticeMode } from "../../../contracts/notices.ts";

export interface NoticeKind<Payload = unknown> {
  /** Stored with every notice, so it stays as it is. */
  readonly name: string;
  /** As it stands in the list and in the settings. */
  readonly title: string;
  /** When it is told, in a sentence. */
  readonly about: string;
  /** For accounts that have set nothing. */
  readonly defaults: {
    readonly mode: NoticeMode;
    readonly mail: NoticeMail;
    readonly webhook: boolean;
  };
  /** What its words are made of; stored as JSON. */
  readonly payload: z.ZodType<Payload>;
  /** A sentence or two, without markup. */
  readonly words: (payload: Payload) => string;
  /** Path of the page that shows it. */
  readonly link: (payload: Payload) => string;
}

/** Gives a definition its type. */
export function defineNotice<Payload>(kind: NoticeKind<Payload>): NoticeKind<Payload> {
  return kind;
}
