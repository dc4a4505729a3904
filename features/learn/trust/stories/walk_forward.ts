import type { TestStory } from "./definition.ts";

export const walkForward: TestStory = {
  name: "walk_forward",
  lead:
    "Everybody tunes on the past. This does what you would have done in real life: tune on what was known then, trade what came next, and count only that.",
  steps: [
    "Cut the period into eight equal parts.",
    "On parts 1 to 3, try up to 49 combinations of the two most sensitive numbers. Keep the one with the best Sharpe ratio and at least 10 closed trades.",
    "Trade part 4 with it. Then move on by one part, tune on parts 2 to 4, trade part 5, and so on, five times.",
    "Join what the five traded parts made.",
  ],
  reading:
    "The bars show where each tuning was done, the numbers it chose and what they made next. The first curves are what the numbers made where they were tuned, the last curve is what they made next. If the numbers jump about, the tuning found noise.",
  answers: {
    held:
      "What came next gained, and at least half as much a year as where the numbers were tuned.",
    doubtful: "What came next gained, but less than that.",
    failed: "What came next lost money.",
  },
  misunderstood: [
    {
      claim: "The in-sample curves show how good the strategy is.",
      truth:
        "They are the best of 49, chosen afterwards, and always look good. Only the out-of-sample curve was not chosen.",
    },
    {
      claim: "It failed, so I change the rules until it holds.",
      truth:
        "Then the test parts have been used for tuning as well, and a test on data that was used for tuning proves nothing. You can ask this question honestly only a few times.",
    },
  ],
  limits:
    "Each tuned part has fewer trades than the whole, so a slow strategy is tuned on very little.",
};
