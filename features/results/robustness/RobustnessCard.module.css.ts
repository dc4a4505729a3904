/** Written by `deno task styles` from `RobustnessCard.module.css`. */
export default {
  lead: "results-RobustnessCard_lead",
  item: "results-RobustnessCard_item",
  tries: "results-RobustnessCard_tries",
} as const;
