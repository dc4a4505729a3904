/** The embedded driver: one process has the database to itself, so everybody who listens is in it. */
import { Listeners } from "./listeners.ts";
import type { Notifications } from "./notifications.ts";
import { requireSize } from "./size.ts";

/** @param onProblem called with what a listener throws */
export function openProcessNotifications(
  onProblem: (error: unknown) => void = () => {},
): Notifications {
  const listeners = new Listeners(onProblem);
  let closed = false;
  return {
    async publish(topic, message = "") {
      requireSize(topic, message);
      if (closed) throw new Error("notifications are closed");
      // The publisher goes on first, as with a message over a connection.
      await Promise.resolve();
      listeners.tell(topic, { kind: "message", message });
    },
    subscribe: (topic, listener) => listeners.add(topic, listener),
    close() {
      closed = true;
      listeners.clear();
      return Promise.resolve();
    },
  };
}
