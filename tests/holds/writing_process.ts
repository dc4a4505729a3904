/**
 * Writes to the embedded database, queue and storage in the folder that it is given, and says `did …` after each answer: what
 * its system calls are watched for.
 */
import { sql } from "kysely";
import { openDatabase } from "../../server/db/connect.ts";
import { openKvQueue } from "../../server/queue/kv_queue.ts";
import { openFolderStorage } from "../../server/storage/folder_storage.ts";

const [dataDir = ""] = Deno.args;
const say = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(`did ${text}\n`));

const database = await openDatabase({ dataDir, databaseUrl: null });
const { db } = database;
await sql`create table held (n integer primary key)`.execute(db);
say("open");
for (let n = 0; n < 5; n++) {
  await sql`insert into held values (${n})`.execute(db);
  say("commit");
}
// One sync may do for all of these.
await Promise.all(
  Array.from({ length: 20 }, (_, n) => sql`insert into held values (${100 + n})`.execute(db)),
);
say("commits at once");
await sql`select count(*) from held`.execute(db);
say("read");
const storage = await openFolderStorage(`${dataDir}/blobs`);
for (let n = 0; n < 3; n++) {
  await storage.put(`runs/${n}/results.json`, new Uint8Array(100_000), "application/json");
  say("blob");
}
const queue = await openKvQueue(dataDir);
for (let n = 0; n < 3; n++) {
  await queue.enqueue({ name: "none", id: String(n) });
  say("message");
}
await queue.close();
await database.close();
Deno.exit(0);
