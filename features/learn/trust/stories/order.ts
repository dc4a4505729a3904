import type { TestStory } from "./definition.ts";

export const order: TestStory = {
  name: "order",
  lead:
    "Your trades came in one order out of very many. In another one the losses might have come in a row, with a much deeper drawdown on the way to the same profit.",
  steps: [
    "Take each closed trade as the factor by which it changed the account: 1.02 for a gain of 2 %.",
    "Shuffle these factors 1,000 times.",
    "For each order, multiply them up one by one and note the deepest drawdown on the way.",
  ],
  reading:
    "Each column counts the orders with about that drawdown; the vertical line is the order that really came. Further left is deeper.",
  answers: null,
  misunderstood: [
    {
      claim: "The shuffled histories show how much profit could vary.",
      truth:
        "They cannot: the same factors multiplied in another order give the same product. A shuffle cannot change profit, only the way to it. Other tools draw a fan of profits from a shuffle; that fan comes from adding up amounts of money instead of multiplying.",
    },
    {
      claim: "If my drawdown is one of the smallest, the strategy is good.",
      truth:
        "It means that your order was a lucky one. Prepare for the drawdown that 1 in 20 orders exceeds, not for the one you saw.",
    },
  ],
  limits:
    "Drawdowns are measured after each trade, so those within a trade are not in it. And a shuffle takes trades apart that belong together: losses that really come in clusters are spread out.",
};
