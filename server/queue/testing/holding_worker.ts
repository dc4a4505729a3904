/** A worker for the conformance suite: takes one job, says so, and never ends it. Arguments: Redis URL, queue name. */
import { openBullmqQueue } from "../bullmq_queue.ts";

const [redisUrl = "", name = ""] = Deno.args;
const queue = openBullmqQueue({ redisUrl, lockMs: 1_500, name });
await queue.consume((message) => {
  console.log(`holding ${message.id}`);
  return new Promise(() => {});
}, { concurrency: 1 });
console.log("ready");
