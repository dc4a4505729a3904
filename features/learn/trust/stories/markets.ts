import type { TestStory } from "./definition.ts";

export const markets: TestStory = {
  name: "markets",
  lead:
    "A rule that says something about how people trade should say it elsewhere too. One that gains on a single market may only fit the past of that market.",
  steps: [
    "Take every other market with 20 or more candles that cover at least 80 % of your dates.",
    "Run the same rules with the same numbers and costs there.",
    "Count on how many it gains.",
  ],
  reading: "One mark for each other market: above the line a gain, below it a loss.",
  answers: {
    held: "It gains on at least 6 in 10 of the other markets.",
    doubtful: "It gains on at least 4 in 10.",
    failed: "It gains on fewer than 4 in 10.",
  },
  misunderstood: [
    {
      claim: "It gains on nine of ten coins: nine proofs.",
      truth:
        "In a year in which everything rose, everything that buys gains. Compare with buy & hold of each market.",
    },
    {
      claim: "I choose the market on which it gains most.",
      truth:
        "Choosing the best of twenty markets is tuning, just as choosing the best of twenty numbers.",
    },
  ],
  limits: "Some ideas are made for one market, and fail elsewhere for a good reason.",
};
