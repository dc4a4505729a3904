/** The list of robustness tests, in the order of the answers: a new test is its file and a line here. */
import type { RobustnessTest } from "./definition.ts";
import { costs } from "./costs.ts";
import { late } from "./late.ts";
import { luck } from "./luck.ts";
import { markets } from "./markets.ts";
import { missed } from "./missed.ts";
import { noise } from "./noise.ts";
import { order } from "./order.ts";
import { parameters } from "./parameters.ts";
import { skill } from "./skill.ts";
import { starts } from "./starts.ts";
import { timing } from "./timing.ts";
import { walkForward } from "./walk_forward.ts";

export const ROBUSTNESS_TESTS = [
  order,
  luck,
  missed,
  late,
  costs,
  timing,
  noise,
  parameters,
  starts,
  markets,
  walkForward,
  skill,
] as const;

type Outcome<T> = T extends RobustnessTest<infer Out> ? Out : never;
/** What each test gives, by its name. */
export type RobustnessOutcomes = {
  readonly order: Outcome<typeof order>;
  readonly luck: Outcome<typeof luck>;
  readonly missed: Outcome<typeof missed>;
  readonly late: Outcome<typeof late>;
  readonly costs: Outcome<typeof costs>;
  readonly timing: Outcome<typeof timing>;
  readonly noise: Outcome<typeof noise>;
  readonly parameters: Outcome<typeof parameters>;
  readonly starts: Outcome<typeof starts>;
  readonly markets: Outcome<typeof markets>;
  readonly walk_forward: Outcome<typeof walkForward>;
  readonly skill: Outcome<typeof skill>;
};
export type RobustnessTestName = keyof RobustnessOutcomes;
