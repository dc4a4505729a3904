/** Our own names of orders. */
import type { DeskAction } from "../../../engine/desk.ts";

/** The same for the same order, whoever makes it. */
export function clientOrderId(
  followId: string,
  { role, time }: Pick<DeskAction, "role" | "time">,
): string {
  return `${followId}-${(time / 60_000).toString(36)}-${role}`;
}
