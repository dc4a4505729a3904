/**
 * The embedded queue in the folder that it is given, whose disk fills up while some messages are being handled and others come
 * due. Prints how many were delivered.
 */
import { openKvQueue } from "../../server/queue/kv_queue.ts";
import { fillDisk } from "./fill_disk.ts";

const [folder = ""] = Deno.args;
const MESSAGES = 300;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const queue = await openKvQueue(folder, (error) => console.log(`problem: ${error}`));
for (let n = 0; n < MESSAGES; n++) {
  await queue.enqueue({ name: "none", id: String(n) }, { delayMs: n < 100 ? 0 : 2_000 });
}
const delivered = new Set<unknown>();
const full = Promise.withResolvers<void>();
await queue.consume(async ({ id }) => {
  await full.promise;
  delivered.add(id);
  return "done";
}, { concurrency: MESSAGES });
await pause(500);
const filler = `${folder}/filler`;
await fillDisk(filler);
full.resolve();
await pause(4_000);
await Deno.remove(filler);
for (let n = 0; n < 100 && delivered.size < MESSAGES; n++) await pause(100);
console.log(`all ${delivered.size} delivered`);
await queue.close();
Deno.exit(0);
