/** Turns of the event loop that other work gets between two pieces of heavy work: accept, read, ask, answer. */
const TURNS = 4;

/** Lets everything else that waits have its turn. */
export async function giveWay(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
