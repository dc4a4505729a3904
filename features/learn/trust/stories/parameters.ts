import type { TestStory } from "./definition.ts";

export const parameters: TestStory = {
  name: "parameters",
  lead:
    "If RSI(14) gains and RSI(13) and RSI(15) lose, then 14 is not a rule but a coincidence. A rule that works should work with nearby numbers as well.",
  steps: [
    "Change each number of the strategy by −25, −10, +10 and +25 %, one at a time, and run the backtest again.",
    "Then draw all of them at once, each from its own ±25 %, and run that. Do it 300 times.",
  ],
  reading:
    "The columns count the 300 runs with all numbers changed, by total return. Below, each number by itself: its value, what the run made with it, and outlined the value that it has.",
  answers: {
    held: "At least 9 in 10 of the 300 runs gain, and the middle one keeps half of the gain.",
    doubtful: "At least 6 in 10 gain.",
    failed: "Fewer than 6 in 10 gain.",
  },
  misunderstood: [
    {
      claim: "All neighbours gain, so it is not overfitted.",
      truth:
        "Neighbours make nearly the same trades and share their luck. The second drawing has no edge at all, and its neighbours gain too.",
    },
    {
      claim: "I should move to the best of the neighbours.",
      truth:
        "That is tuning once more, on the same data. The middle of a plateau is a safer choice than its highest point.",
    },
  ],
  limits: "It changes numbers, not rules. Whether one condition too many was added is not tested.",
};
