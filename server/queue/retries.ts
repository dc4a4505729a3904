/** How often and how soon a message comes again; the same for every driver. */

/** Deliveries of a message whose handler keeps throwing, the first one included. */
export const MAX_ATTEMPTS = 5;

/** How long after the n-th failed delivery the next one comes, milliseconds. */
export function backoffMs(attempt: number): number {
  return 500 * 2 ** (attempt - 1);
}
