/** How far a run can be trusted: the engine's door for the robustness lab. Pages load it where the lab is shown. */
export type { Answer, SkipReason } from "./robustness/definition.ts";
export { robustnessHistory } from "./robustness/history.ts";
export { Lab, type OtherMarket, type Trials } from "./robustness/lab.ts";
export { mulberry32 } from "./maths/mulberry32.ts";
export { madeUpCandles } from "./robustness/made_up_candles.ts";
export {
  ROBUSTNESS_TESTS,
  type RobustnessOutcomes,
  type RobustnessTestName,
} from "./robustness/mod.ts";
export { numbersOf, stepOf, type StrategyNumber, withNumbers } from "./robustness/numbers.ts";
export { type MarketRow, runOnMarket } from "./robustness/markets.ts";
export { partOfRobustness } from "./robustness/part.ts";
export {
  type RobustnessJson,
  robustnessToJson,
  runRobustness,
  runTest,
} from "./robustness/run_robustness.ts";
export { bestOf } from "./robustness/skill.ts";
export { judge, type Judgement } from "./robustness/verdict.ts";
export type { FanRow } from "./robustness/path_fan.ts";
export { type FoldCurves, walkForwardCurves } from "./robustness/walk_forward_curves.ts";
