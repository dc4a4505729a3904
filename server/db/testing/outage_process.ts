/**
 * A process that meets outages, for the conformance suite: it says what it saw, a word each. An uncaught error shows up
 * in its output too. Argument: a PostgreSQL address.
 */
import { sql } from "kysely";
import { startRelay } from "../../../tests/support/relay.ts";
import { openPostgres } from "../connect.ts";

const url = new URL(Deno.args[0] ?? "");
const relay = startRelay(url.href);
url.port = String(relay.port);
const handle = openPostgres(url.href);
const say = (work: Promise<unknown>) =>
  work.then(() => console.log("works"), () => console.log("fails"));

await say(handle.ping());
relay.cut();
await say(handle.ping());
relay.heal();
await say(handle.ping());
// Between two statements of a transaction no query is pending on the connection that breaks.
await say(
  handle.db.transaction().execute(async (trx) => {
    await sql`select 1`.execute(trx);
    relay.cut();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await sql`select 1`.execute(trx);
  }),
);
relay.heal();
await say(handle.ping());
await handle.close();
await relay.stop();
