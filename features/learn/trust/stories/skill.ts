import type { TestStory } from "./definition.ts";

export const skill: TestStory = {
  name: "skill",
  lead:
    "Try enough variations and one of them looks very good, even on prices that nothing can foretell. This asks whether yours is better than the best of so many tries would look by luck.",
  steps: [
    "Count the different variations of the strategy whose result was looked at, and how much their Sharpe ratios differ.",
    "Compute the Sharpe ratio that the best of so many tries without any skill is expected to show.",
    "Compute the probability that the true Sharpe ratio is above that, from the number of days, the skew and the heavy tails of the daily returns.",
  ],
  reading:
    "The bar is the probability that the Sharpe ratio is more than luck, from 0 to 100 %. The marks are at 80 % and 95 %.",
  answers: {
    held: "The probability is at least 95 %.",
    doubtful: "It is at least 80 %.",
    failed: "It is below 80 %.",
  },
  misunderstood: [
    {
      claim: "I tried only a few variations, so this does not concern me.",
      truth:
        "Every number that you changed with the result in view was a try. Ten minutes with a slider can be a hundred tries.",
    },
    {
      claim: "95 % means that it will gain with a probability of 95 %.",
      truth:
        "It is a statement about the past: these returns would be unlikely without skill. It says nothing about whether the market stays the same.",
    },
  ],
  limits:
    "Variations that were tried elsewhere, or that others tried before you took over the idea, are not known here.",
};
