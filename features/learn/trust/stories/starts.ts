import type { TestStory } from "./definition.ts";

export const starts: TestStory = {
  name: "starts",
  lead:
    "Somebody who began a month later might tell another story of the same strategy. If one early trade made the gain, everybody who came after it missed it.",
  steps: [
    "Choose 24 first days, evenly spread over the first half of the period.",
    "Run the whole backtest from each of them to the end of the period.",
  ],
  reading:
    "One mark for each first day, from the first of the period on the left to its middle on the right: above the line a gain, below it a loss; the stronger, the larger.",
  answers: {
    held: "At least 8 in 10 of the runs gain.",
    doubtful: "At least 6 in 10 gain.",
    failed: "Fewer than 6 in 10 gain.",
  },
  misunderstood: [
    {
      claim: "These are 24 independent confirmations.",
      truth:
        "All of them share the second half of the period, and neighbours share nearly everything. It is closer to two or three.",
    },
    {
      claim: "The runs that lost began on bad days, so I would not have begun there.",
      truth:
        "On the day itself nobody knows that. This is the spread of what beginners would have got.",
    },
  ],
  limits:
    "It ends on the same day always. If the last day comes after a large gain, all of the runs look too good.",
};
