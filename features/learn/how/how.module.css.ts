/** Written by `deno task styles` from `how.module.css`. */
export default {
  ruleFigure: "learn-how_ruleFigure",
  ruleCandle: "learn-how_ruleCandle",
  up: "learn-how_up",
  ruleEdge: "learn-how_ruleEdge",
} as const;
