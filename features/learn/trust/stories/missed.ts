import type { TestStory } from "./definition.ts";

export const missed: TestStory = {
  name: "missed",
  lead:
    "Nobody takes every trade: you sleep, the exchange is down, an order does not fill. If a handful of trades made all the gain, missing them takes it away.",
  steps: [
    "Go through your closed trades and leave each one out with a chance of one in ten.",
    "Multiply up what is left.",
    "Do it 1,000 times and note each total return.",
  ],
  reading:
    "Each column counts the repeats with about that total return. The narrower the columns stand together, the less the gain depends on a few trades.",
  answers: {
    held: "Even the 1 in 20 worst repeats gain.",
    doubtful: "The middle repeat gains, the 1 in 20 worst lose money.",
    failed: "The middle repeat gains nothing.",
  },
  misunderstood: [
    {
      claim: "Missing one trade in ten costs a tenth of the profit.",
      truth:
        "That is the middle. A strategy that lives on three large gains in a hundred trades loses far more in the repeats that miss one of them.",
    },
    {
      claim: "A missed trade would have been replaced by another one.",
      truth:
        "Not here: the money simply waits. In a real run, a signal that came during the missed trade might have bought instead.",
    },
  ],
  limits:
    "It says nothing of trades that you would take and the strategy would not, such as those in panic.",
};
