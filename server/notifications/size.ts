import { MAX_NOTIFICATION_BYTES } from "./notifications.ts";

/** The same bound for every driver, so that what works embedded works in production. @throws {RangeError} */
export function requireSize(topic: string, message: string): void {
  const bytes = new TextEncoder().encode(topic + message).length;
  if (bytes > MAX_NOTIFICATION_BYTES) {
    throw new RangeError(`A notification of ${bytes} bytes: at most ${MAX_NOTIFICATION_BYTES}.`);
  }
}
