/** How late timers are: what a process that computes too much in one go does to everybody's requests. */
import { record } from "./measuring.ts";

const EVERY_MS = 500;

/** Measures until it is stopped. */
export function watchEventLoop(): { stop(): void } {
  let due = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    record("blockbuilders.event_loop.lag", Math.max(0, now - due) / 1000, {});
    due = now + EVERY_MS;
  }, EVERY_MS);
  Deno.unrefTimer(Number(timer));
  return { stop: () => clearInterval(timer) };
}
