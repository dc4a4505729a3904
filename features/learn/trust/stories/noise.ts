import type { TestStory } from "./definition.ts";

export const noise: TestStory = {
  name: "noise",
  lead:
    "Another exchange would have recorded slightly different highs and lows. A result that hangs on the exact ones, such as a stop missed by a cent, is worth little.",
  steps: [
    "Change each open, high, low and close with a chance of three in ten.",
    "A change is at most a fifth of the candle’s range, up or down. The highest of the four becomes the high, the lowest the low.",
    "Run the whole backtest on the changed candles. Do it 200 times.",
  ],
  reading:
    "Each column counts the changed histories by total return. The vertical line is the run on the unchanged candles.",
  answers: {
    held: "At least 19 in 20 of the histories gain.",
    doubtful: "At least 3 in 4 gain.",
    failed: "Fewer than 3 in 4 gain.",
  },
  misunderstood: [
    {
      claim: "It holds, so the strategy has an edge.",
      truth:
        "Look at the second drawing: a strategy without any edge holds as well. The course of the market is the same in all of these histories, and so is the luck.",
    },
    {
      claim: "It tests the strategy on other markets.",
      truth: "It is the same market with other details. For others, see “Other markets”.",
    },
  ],
  limits:
    "It finds strategies that hang on single prices. That one passes says only that this fault is not there.",
};
