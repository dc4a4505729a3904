/** The list of pages about tests, in the order of the card: a new one is its file and a line here. */
import type { TestStory } from "./definition.ts";
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

export const TEST_STORIES: readonly TestStory[] = [
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
];
