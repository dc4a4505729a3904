import type { TestStory } from "./definition.ts";

export const timing: TestStory = {
  name: "timing",
  lead:
    "In a rising market nearly everything gains. This asks whether the moments at which the strategy buys are better than the same number of moments anywhere else.",
  steps: [
    "Take the buy signals of the whole period as a pattern: where they come, and how far apart.",
    "Move the pattern along the period by a random distance. What leaves at the end comes in at the beginning.",
    "Run the backtest with it, with the same sell rules, stops and costs. Do it 500 times.",
  ],
  reading:
    "Each column counts the runs that bought at other times, by total return. The vertical line is the run itself: with an edge it stands far to the right of nearly all of them.",
  answers: {
    held: "At most 1 in 20 of the moved runs does as well.",
    doubtful: "At most 1 in 5 does as well.",
    failed: "More than 1 in 5 does as well: other moments do just as well.",
  },
  misunderstood: [
    {
      claim: "It held, so the edge is real.",
      truth:
        "Not if the numbers were tuned on this period. Tuning picks the moments that did best here, and any test on data that was used for tuning proves nothing. Test it on a period that you have not looked at.",
    },
    {
      claim: "It failed although I doubled my money, so the test is wrong.",
      truth:
        "Then most of the moved runs doubled it too: the market made the gain, or the sell rules did, not the moments of buying.",
    },
  ],
  limits:
    "It needs at least 10 buy signals, and candles without one: with signals nearly everywhere there is nothing to move.",
};
