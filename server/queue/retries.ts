/** How often and how soon a message comes again; the same for every driver. */
import type { Retries } from "./queue.ts";

/** For messages that were queued without saying, also by earlier versions. */
export const DEFAULT_RETRIES: Retries = { attempts: 5, firstDelayMs: 500 };

/** How long after the n-th failed delivery the next one comes, milliseconds. */
export function backoffMs(attempt: number, { firstDelayMs }: Retries = DEFAULT_RETRIES): number {
  return firstDelayMs * 2 ** (attempt - 1);
}
