/** What has become of a seeded row. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { LIMIT_COLUMNS } from "../limits/account_limits.ts";
import { findVersion } from "../strategies/queries.ts";
import { readTags } from "../../contracts/annotations.ts";
import type { SeedContent } from "./manifest.ts";
import type { SeedRow } from "./queries.ts";

export interface ActualRow {
  readonly content: SeedContent;
  /** Archived, or of a disabled account. */
  readonly isRemoved: boolean;
}

/** The row as it is now, in the words of a manifest; `null` when it is gone. */
export async function actualContent(
  db: Kysely<Database>,
  { key, row_id }: Pick<SeedRow, "key" | "row_id">,
): Promise<ActualRow | null> {
  if (row_id === null) return null;
  if (key.startsWith("account/")) {
    const user = await db.selectFrom("users").selectAll().where("id", "=", row_id)
      .executeTakeFirst();
    if (!user) return null;
    const limits = Object.fromEntries(
      Object.entries(LIMIT_COLUMNS).flatMap(([name, column]) => {
        const value = user[column];
        return value === null ? [] : [[name, value]];
      }),
    );
    return { content: { kind: "account", limits }, isRemoved: user.disabled_at !== null };
  }
  const strategy = await db.selectFrom("strategies").selectAll().where("id", "=", row_id)
    .executeTakeFirst();
  if (!strategy) return null;
  const { name, asset, timeframe, tags, is_archived } = strategy;
  const version = await findVersion(db, row_id);
  return {
    content: {
      kind: "strategy",
      name,
      asset,
      timeframe,
      tags: readTags(tags),
      definition: version?.definition_json ?? null,
    },
    isRemoved: is_archived,
  };
}
