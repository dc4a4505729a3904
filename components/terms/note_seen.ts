import type { SeenStep } from "../../contracts/onboarding.ts";
import { api } from "../../contracts/client/api_client.ts";

const noted = new Set<SeenStep>();

/**
 * Tells the account that one of the first steps was just done in front of the person; once a page. It is an aside: when it
 * cannot be told now, the next page will do, and nobody is asked again for each answer of the engine.
 */
export function noteSeen(step: SeenStep): void {
  if (noted.has(step)) return;
  noted.add(step);
  api("PATCH /users/me/onboarding", { body: { seen: step } }).catch(() => {});
}
