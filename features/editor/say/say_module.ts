/** What turns words into blocks, once it has been loaded: when somebody is about to write. */
import { signal } from "@preact/signals";

export type SayModule = typeof import("../../../studio/say/say.ts");

export const sayModule = signal<SayModule | null>(null);

/** Loads it; again after a failure. */
export async function loadSay(): Promise<SayModule> {
  return sayModule.value ??= await import("../../../studio/say/say.ts");
}
