/** Runs the same test on the embedded database and on PostgreSQL. */
import type { DatabaseHandle } from "../../db/connect.ts";
import { freshPglite, freshPostgres } from "../../../tests/support/database.ts";
import { testWith } from "../../../tests/support/env.ts";

/** Registers `name` twice; each gets an empty, migrated database of its own. */
export function testOnBoth(
  name: string,
  fn: (database: DatabaseHandle) => Promise<void>,
): void {
  const on = async (open: () => Promise<DatabaseHandle>) => {
    const database = await open();
    try {
      await fn(database);
    } finally {
      await database.close();
    }
  };
  Deno.test(`${name} (PGlite)`, () => on(freshPglite));
  testWith(["postgres"], `${name} (PostgreSQL)`, () => on(freshPostgres));
}
