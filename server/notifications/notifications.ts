/**
 * Short messages between the processes of an installation: something has changed, look at it. A message is a hint and never
 * the truth: it is delivered at most once, to those who listen at that moment. Who must not miss anything reads the row when it
 * begins to listen and whenever it is told that messages may be lost.
 */

/** What a listener receives. */
export type Notification =
  | { readonly kind: "message"; readonly message: string }
  /** Messages may have been lost (the connection stands again): read whatever is followed once. */
  | { readonly kind: "lost" };

export type NotificationListener = (notification: Notification) => void;

export interface Notifications {
  /**
   * Calls the listeners of `topic`, in this process and in all others. Call it after the change is committed.
   *
   * @param message at most 4,000 bytes
   * @throws when it cannot be sent; the change itself stands all the same
   */
  publish(topic: string, message?: string): Promise<void>;
  /**
   * Calls `listener` for every message of `topic` from now on, until the function that is returned is called. Costs no query
   * and no connection, however many listen.
   */
  subscribe(topic: string, listener: NotificationListener): () => void;
  close(): Promise<void>;
}

/** Longest topic and message together, bytes; PostgreSQL takes less than 8,000. */
export const MAX_NOTIFICATION_BYTES = 4_000;
