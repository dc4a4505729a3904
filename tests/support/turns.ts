/** Whether work leaves others their turn: the event loop is counted, not the clock. */
import { setImmediate } from "node:timers";

/** How many turns the event loop made while `work` was done. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}
