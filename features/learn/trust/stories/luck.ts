import type { TestStory } from "./definition.ts";

export const luck: TestStory = {
  name: "luck",
  lead:
    "A backtest saw one set of trades. This asks what might have come with other trades of the same kind: some of the large gains missing, some of the losses twice.",
  steps: [
    "Take each closed trade as the factor by which it changed the account.",
    "Put a new history together: draw a place at random, take five trades in a row from there, and repeat until there are as many as you had.",
    "Do it 2,000 times and note each total return.",
  ],
  reading:
    "Each column counts the histories with about that total return: losses left of zero, gains right of it. The vertical line is the run itself.",
  answers: {
    held: "Even the 1 in 20 worst histories gain.",
    doubtful: "The 1 in 20 worst lose money, but the 1 in 4 worst gain.",
    failed: "1 in 4 of the histories loses money.",
  },
  misunderstood: [
    {
      claim: "It is the same as shuffling the trades.",
      truth:
        "Shuffling keeps every trade once and so keeps the profit. Here some trades come twice and others never, which is what makes the profit vary.",
    },
    {
      claim: "More repeats make the answer more certain.",
      truth:
        "2,000 or 20,000 repeats draw from the same trades. Only more trades of your own make it more certain.",
    },
  ],
  limits:
    "Trades are drawn five in a row to keep short streaks together; a longer connection between trades is lost.",
};
