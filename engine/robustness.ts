/** How far a run can be trusted: the engine's door for the robustness lab. Pages load it where the lab is shown. */
export type { OtherMarket } from "./robustness/lab.ts";
export { ROBUSTNESS_TESTS, type RobustnessTestName } from "./robustness/mod.ts";
export { robustnessHistory } from "./robustness/history.ts";
export { partOfRobustness } from "./robustness/part.ts";
export {
  type RobustnessJson,
  robustnessToJson,
  runRobustness,
} from "./robustness/run_robustness.ts";
