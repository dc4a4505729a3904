import type { TestStory } from "./definition.ts";

export const costs: TestStory = {
  name: "costs",
  lead:
    "Fees and slippage are taken from every trade. A strategy that trades often can turn from a gain to a loss when they are only a little higher than you assumed.",
  steps: [
    "Run the backtest without fee and slippage: this is what the idea makes before costs.",
    "Run it with once, twice and three times your fee per trade side and slippage per fill.",
    "Everything else stays as it is.",
  ],
  reading:
    "From left to right: no costs, your costs, twice and three times as much. The steeper the columns fall, the more the costs decide.",
  answers: {
    held: "It still gains at twice your costs.",
    doubtful: "It still gains at one and a half times your costs.",
    failed: "At one and a half times your costs the gain is gone.",
  },
  misunderstood: [
    {
      claim: "A fee of 0.1 % hardly matters.",
      truth:
        "It is paid when buying and when selling. Two hundred trades with 0.1 % a side cost about a third of the account.",
    },
    {
      claim: "A lower fee makes the idea work.",
      truth:
        "If only the column without costs gains, there may be no idea, just prices that are traded back and forth.",
    },
  ],
  limits:
    "Slippage here is a fixed share of the price. In fast markets it grows just when your stops fill.",
};
