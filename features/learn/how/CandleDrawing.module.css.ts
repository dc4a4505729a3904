/** Written by `deno task styles` from `CandleDrawing.module.css`. */
export default {
  ruleLevel: "learn-CandleDrawing_ruleLevel",
  ruleLeader: "learn-CandleDrawing_ruleLeader",
  ruleTick: "learn-CandleDrawing_ruleTick",
  ruleLevelLabel: "learn-CandleDrawing_ruleLevelLabel",
  ruleMark: "learn-CandleDrawing_ruleMark",
  signal: "learn-CandleDrawing_signal",
  ruleGround: "learn-CandleDrawing_ruleGround",
  ruleMissing: "learn-CandleDrawing_ruleMissing",
  ruleNote: "learn-CandleDrawing_ruleNote",
  down: "learn-CandleDrawing_down",
  unknown: "learn-CandleDrawing_unknown",
} as const;
