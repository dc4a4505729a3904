import type { TestStory } from "./definition.ts";

export const late: TestStory = {
  name: "late",
  lead:
    "A backtest acts at the open right after the signal. If the gain is in that one candle, a person who acts by hand never gets it.",
  steps: [
    "Move every buy and sell signal one candle later.",
    "Run the whole backtest again: fills, stops, targets and waits follow the moved signals.",
    "Do the same with two and with three candles.",
  ],
  reading:
    "The first column is the run on time, the others are one, two and three candles late. Columns below the line are losses.",
  answers: {
    held: "One candle late it keeps at least half of its gain.",
    doubtful: "One candle late it keeps less than half.",
    failed: "One candle late nothing is left.",
  },
  misunderstood: [
    {
      claim: "Later is always worse.",
      truth:
        "Often it is better, by luck. That is no reason to trade late: what counts is that the result does not collapse.",
    },
    {
      claim: "One candle is a small delay.",
      truth:
        "It is a minute on a 1m chart and a day on a 1d chart. Judge it by the time you really need.",
    },
  ],
  limits: "Stops and targets are not late: they are orders that already wait at the exchange.",
};
