/** Who listens to what in this process: the part that every driver shares. */
import type { Notification, NotificationListener } from "./notifications.ts";

export class Listeners {
  readonly #byTopic = new Map<string, Set<NotificationListener>>();

  /** @param onProblem called with what a listener throws; the others are called all the same */
  constructor(private readonly onProblem: (error: unknown) => void) {}

  add(topic: string, listener: NotificationListener): () => void {
    // The same function may be added twice, and each is removed by itself.
    const entry: NotificationListener = (notification) => listener(notification);
    const listeners = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, listeners.add(entry));
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0 && this.#byTopic.get(topic) === listeners) {
        this.#byTopic.delete(topic);
      }
    };
  }

  tell(topic: string, notification: Notification): void {
    this.#tell(this.#byTopic.get(topic) ?? [], notification);
  }

  tellAll(notification: Notification): void {
    for (const listeners of [...this.#byTopic.values()]) this.#tell(listeners, notification);
  }

  clear(): void {
    this.#byTopic.clear();
  }

  #tell(listeners: Iterable<NotificationListener>, notification: Notification): void {
    // A copy: a listener may unsubscribe or subscribe others.
    for (const listener of [...listeners]) {
      try {
        listener(notification);
      } catch (error) {
        this.onProblem(error);
      }
    }
  }
}
