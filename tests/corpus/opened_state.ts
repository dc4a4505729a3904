/** The app of today on a database and blobs that an earlier version left. */
import assert from "node:assert/strict";
import { openFolderStorage } from "../../server/storage/folder_storage.ts";
import { openPostgres } from "../../server/db/connect.ts";
import { migrateToLatest } from "../../server/db/migrate.ts";
import { CORPUS_EMAIL, CORPUS_PASSWORD } from "../../tools/corpus/fill.ts";
import { openTestApp, type TestApp, type TestClient } from "../support/app.ts";
import { loadState, readState, type StoredRow, type StoredState } from "../support/corpus.ts";
import { blankPglite, freshPostgresUrl } from "../support/database.ts";

export interface OpenedState {
  readonly app: TestApp;
  /** Logged in as the account of the corpus. */
  readonly person: TestClient;
  readonly state: StoredState;
  close(): Promise<void>;
}

export type DatabaseKind = "pglite" | "postgres";

/** A day after all that the corpus holds. */
const NOW = Date.UTC(2026, 11, 1, 12);

/** Loads a state, migrates it to the newest schema and logs in; `change` may break it first. */
export async function openState(
  name: string,
  kind: DatabaseKind,
  change: (state: StoredState) => StoredState = (state) => state,
): Promise<OpenedState> {
  const state = change(await readState(name));
  const empty = kind === "postgres" ? await freshPostgresUrl() : null;
  const database = empty ? openPostgres(empty.url) : await blankPglite();
  const folder = await Deno.makeTempDir({ prefix: "corpus-" });
  const storage = await openFolderStorage(folder);
  await loadState(database, storage, state);
  await migrateToLatest(database);
  const app = await openTestApp({
    database,
    storage,
    now: () => NOW,
    config: { viteOrigin: "http://localhost:5173" },
  });
  const person = app.visitor();
  const login = { email: CORPUS_EMAIL, password: CORPUS_PASSWORD };
  assert.equal((await person.post("/auth/login", login)).status, 200, "the old password fits");
  return {
    app,
    person,
    state,
    async close() {
      await app.close();
      await empty?.drop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The rows of a table of the state. */
export function rowsOf({ state }: OpenedState, table: string): readonly StoredRow[] {
  return state.tables[table] ?? [];
}
