/**
 * A worker for the conformance suite: takes one job, says so, and never ends it. Arguments: `redis` URL NAME, or `kv` FOLDER.
 * With `kv` it queues the job `orphan` itself, for the embedded queue is one process's.
 */
import { openBullmqQueue } from "../bullmq_queue.ts";
import { openKvQueue } from "../kv_queue.ts";

const [driver, where = "", name = ""] = Deno.args;
const queue = driver === "redis"
  ? openBullmqQueue({ redisUrl: where, lockMs: 1_500, name })
  : await openKvQueue(where);
await queue.consume((message) => {
  console.log(`holding ${message.id}`);
  return new Promise(() => {});
}, { concurrency: 1 });
console.log("ready");
if (driver === "kv") await queue.enqueue({ name: "job", id: "orphan" });
// Neither driver's waiting keeps a process alive by itself everywhere.
setInterval(() => {}, 60_000);
