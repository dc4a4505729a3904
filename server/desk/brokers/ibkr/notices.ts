/** What is told to the owners of follows about the paper account. */
import type { Kysely } from "kysely";
import type { Database } from "../../../db/schema.ts";
import { insertEvent, type NewEvent } from "../../basics/events.ts";
import { paperFollows } from "./orders.ts";
import { awayWords, BACK_WORDS } from "./words.ts";

interface NoticeParts {
  readonly db: Kysely<Database>;
  readonly now: () => number;
  /** Tells who looks at the follow's desk that it has changed. */
  readonly tell: (followId: string) => Promise<void>;
}

export class PaperNotices {
  readonly #parts: NoticeParts;
  #awaySince: number | null = null;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  /** Events of a follow that has changed. */
  async tell(followId: string, events: readonly NewEvent[]): Promise<void> {
    for (const event of events) await insertEvent(this.#parts.db, followId, event);
    await this.#parts.tell(followId);
  }

  /** An event about an order that has not changed. */
  async tellByOrder(event: NewEvent): Promise<void> {
    const reference = String(event.metadata?.client_order_id ?? "");
    const order = await this.#parts.db.selectFrom("broker_orders").select("follow_id")
      .where("client_order_id", "=", reference).executeTakeFirst();
    if (order) await this.tell(order.follow_id, [event]);
  }

  /** The account is away; told once until it is back. */
  async away(reason: string): Promise<void> {
    if (this.#awaySince !== null) return;
    const { db, now } = this.#parts;
    const atMs = now();
    for (const followId of await paperFollows(db)) {
      await this.tell(followId, [{
        key: `broker:away:${atMs}`,
        type: "broker_away",
        severity: "warning",
        message: awayWords(reason),
        atMs,
      }]);
    }
    this.#awaySince = atMs;
  }

  /** Everything was compared. */
  async back(): Promise<void> {
    if (this.#awaySince === null) return;
    const { db, now } = this.#parts;
    const since = this.#awaySince;
    for (const followId of await paperFollows(db)) {
      await this.tell(followId, [{
        key: `broker:back:${since}`,
        type: "broker_back",
        severity: "info",
        message: BACK_WORDS,
        atMs: now(),
      }]);
    }
    this.#awaySince = null;
  }
}
