/**
 * What imports have stored that never became whole, because their process was killed: it is taken back, and no longer counts. The
 * room that such an import had been given is what tells of it.
 */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { RESERVATION_MS } from "../limits/limits.ts";
import { importKeyOf } from "../limits/counts.ts";
import type { Logger } from "../logging/log.ts";
import { removeUnfinished } from "../market_data/imports.ts";

export interface UnfinishedImportsParts {
  readonly db: Kysely<Database>;
  readonly log: Pick<Logger, "info">;
  /** Unix ms. */
  readonly now: () => number;
}

export class UnfinishedImports {
  constructor(private readonly parts: UnfinishedImportsParts) {}

  /**
   * Takes back what is left of imports that nobody goes on with; answers how many candles that were. Any process may, at any
   * time; two at once are safe.
   *
   * @param options.alone no import is under way: this process has the database to itself, and has just started
   */
  async sweep({ alone = false }: { readonly alone?: boolean } = {}): Promise<number> {
    const { db } = this.parts;
    const rows = await db.selectFrom("import_reservations").select(["id", "user_id"])
      .where(alone ? sql<boolean>`true` : this.#isOver()).execute();
    let removed = 0;
    for (const { id, user_id } of rows) removed += await this.#takeBack(id, user_id, alone);
    return removed;
  }

  async #takeBack(id: string, userId: string, alone: boolean): Promise<number> {
    const { db, log } = this.parts;
    const isOver = alone ? sql<boolean>`true` : this.#isOver();
    return await db.transaction().execute(async (trx) => {
      // As imports do before they begin: none begins until this has ended.
      await trx.selectFrom("users").select("id").where("id", "=", userId).forNoKeyUpdate()
        .execute();
      const row = await trx.selectFrom("import_reservations").select("series")
        .where("id", "=", id).where(isOver).forUpdate().executeTakeFirst();
      if (!row) return 0;
      const others = await trx.selectFrom("import_reservations").select("id")
        .where("user_id", "=", userId).where("series", "=", row.series).where("id", "!=", id)
        .where((eb) => eb.not(isOver)).execute();
      // Its candles are not to be told from those of an import that goes on: they wait for its end.
      if (others.length > 0) return 0;
      const key = importKeyOf(row.series);
      const candles = key === null ? 0 : await removeUnfinished(trx, userId, key);
      await trx.deleteFrom("import_reservations").where("id", "=", id).execute();
      if (candles > 0) {
        log.info("an unfinished import was taken back", { user: userId, ...key, candles });
      }
      return candles;
    });
  }

  /** Its time is over; also when that is further away than any is long: it was written before the clock went back. */
  #isOver() {
    const now = this.parts.now();
    return sql<boolean>`(expires_at <= ${new Date(now)}
      or expires_at > ${new Date(now + RESERVATION_MS)})`;
  }
}
