/**
 * Looking at a page until it shows what is expected. What a key or a click changes is on screen some frames later, on a
 * busy machine many: a test that looks once, at once, fails now and then for no fault of the page.
 */
import assert from "node:assert/strict";

const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

/** Reads until `check` finds nothing wrong; after ten seconds what it finds wrong is the failure. */
export async function eventually<T>(
  read: () => Promise<T>,
  check: (found: T) => void,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await read();
    try {
      return check(found);
    } catch (problem) {
      if (performance.now() > deadline) throw problem;
    }
    await new Promise((elapsed) => setTimeout(elapsed, PAUSE_MS));
  }
}

/** Waits until what is read is what is expected. */
export function comesTo<T>(read: () => Promise<T>, expected: T, message?: string): Promise<void> {
  return eventually(read, (found) => {
    if (message === undefined) assert.deepEqual(found, expected);
    else assert.deepEqual(found, expected, message);
  });
}

/** Waits until what is read matches. */
export function comesToMatch(
  read: () => Promise<string>,
  pattern: RegExp,
): Promise<void> {
  return eventually(read, (found) => assert.match(found, pattern));
}
