import type { Broker } from "./broker.ts";

/** Fills by the rules of the engine alone: nothing is asked of anybody. */
export const simulated: Broker = {
  name: "simulated",
  refusalOf: () => null,
  onStep: () => Promise.resolve(),
  onStop: () => Promise.resolve(),
};
