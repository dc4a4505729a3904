/** Asks for a small file again and again, in a thread of its own so that what the bench does beside it is not measured. */
import { Agent, get } from "node:http";
import { threadScope } from "../../server/threads/thread_scope.ts";

const thread = threadScope<{ url: string } | "tell", number[]>();
const PAUSE_MS = 5;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const durations: number[] = [];

let isAsked = false;

thread.onmessage = async ({ data }) => {
  if (data === "tell") {
    isAsked = true;
    return;
  }
  for (;;) {
    const started = performance.now();
    await ask(data.url);
    durations.push(performance.now() - started);
    // The request that was under way counts: it may have waited longest.
    if (isAsked) thread.postMessage(durations.splice(0));
    isAsked = false;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

function ask(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => answer.on("end", resolve).on("error", reject).resume())
      .on("error", reject);
  });
}
