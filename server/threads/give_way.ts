/** Lets everything else that waits have its turn between two pieces of heavy work. */
import { setImmediate } from "node:timers";

/** Turns of the event loop that a request takes: accept, read, ask the database, answer. */
const TURNS = 4;

/** Resolves after some turns of the event loop, the first of which has time to look for what came in. */
export async function giveWay(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  for (let turn = 1; turn < TURNS; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
