/** What each test of a run's robustness asks, how it works and what it cannot say. */
import type { Answer, RobustnessTestName } from "../../engine/robustness.ts";

export interface TestWords {
  readonly question: string;
  /** How it is done, in two sentences. */
  readonly method: string;
  /** What it cannot say. */
  readonly limits: string;
}

/** In the order in which they are shown. */
export const TEST_WORDS: Readonly<Record<RobustnessTestName, TestWords>> = {
  order: {
    question: "What if the same trades had come in another order?",
    method:
      "Your closed trades are shuffled 1,000 times. Each order gives a drawdown of its own, measured after each trade.",
    limits:
      "Order cannot change the profit, only the way to it: this says how deep a drawdown you should be ready for, and nothing about the gain.",
  },
  luck: {
    question: "What if other trades of the same kind had come?",
    method:
      "2,000 histories are put together from your own closed trades, five in a row at a time, some of them several times, others never. Each is as long as yours.",
    limits:
      "It knows only the trades that you had: a kind of market that was not in the period is in none of the histories.",
  },
  missed: {
    question: "What if you miss one trade in ten?",
    method:
      "In each of 1,000 repeats every closed trade is left out with a chance of one in ten. What is left is your result without those trades.",
    limits:
      "Trades are missed by chance here. In a real account the ones you miss are often the fast ones.",
  },
  late: {
    question: "What if you act 1, 2 or 3 candles late?",
    method:
      "The backtest is run again with every buy and sell signal one, two and three candles later. Stops and targets follow the later entry.",
    limits: "All signals are late by the same number of candles. Real delays vary.",
  },
  costs: {
    question: "What if trading costs more?",
    method:
      "The backtest is run again with no fee and slippage, and with one, two and three times yours. Everything else stays as it is.",
    limits: "It does not know how much your own orders would move the price.",
  },
  timing: {
    question: "Does it matter when it buys?",
    method:
      "The buy signals are moved along the period by a random distance, 500 times, and the backtest is run again. If many of these runs do as well as yours, the moments it chose were not what made the gain.",
    limits:
      "If you tuned the strategy on this period, it fits these moments by construction: a good answer here proves nothing then.",
  },
  noise: {
    question: "Does it depend on the exact prices?",
    method:
      "Three prices in ten are changed a little, by at most a fifth of their candle's range. The backtest is run again on 200 such histories.",
    limits: "The course of the market stays the same; only its details change.",
  },
  parameters: {
    question: "Does it only work with these exact numbers?",
    method:
      "Every number of the strategy is changed by 10 % and 25 %, one at a time. Then all of them are changed at once, by up to 25 %, 300 times.",
    limits:
      "Good results all around say that the numbers are not overfitted. They do not say that the idea works in another period.",
  },
  starts: {
    question: "Was it the day you began?",
    method:
      "The backtest is begun on 24 days, spread evenly over the first half of the period. Each run goes on to the end.",
    limits: "All of these runs share the second half of the period.",
  },
  markets: {
    question: "Does the idea work elsewhere?",
    method:
      "The same rules are run on other markets over the same dates. Nothing is tuned to them.",
    limits: "Crypto markets move together: several gains are less than several confirmations.",
  },
  walk_forward: {
    question: "Would tuning on the past have worked?",
    method:
      "Five times, the two most sensitive numbers are tuned on three parts of the period and then used on the next part. Only what came after the tuning counts.",
    limits:
      "The rules themselves were chosen by somebody who may have known the whole period. Only their numbers were not.",
  },
  skill: {
    question: "Is the Sharpe ratio more than the best of many tries?",
    method:
      "The more variations you try, the better the best of them looks by luck alone. The probability says how sure it is that your Sharpe ratio is above that.",
    limits:
      "Only variations that were counted are taken into account, and daily returns are taken to be independent.",
  },
};

export const ROBUSTNESS_NAMES = Object.keys(TEST_WORDS) as readonly RobustnessTestName[];

/** The page that lists all tests, and the one that explains a test. */
export const LEARN_TESTS = "/learn/trust";
export function learnPath(name: RobustnessTestName): string {
  return `${LEARN_TESTS}/${name.replace("_", "-")}`;
}

/** A short name, where there is no room for the question. */
export const TEST_NAMES: Readonly<Record<RobustnessTestName, string>> = {
  order: "Order of trades",
  luck: "Other trades",
  missed: "Missed trades",
  late: "Late orders",
  costs: "Higher costs",
  timing: "Timing",
  noise: "Other prices",
  parameters: "Other numbers",
  starts: "Other first days",
  markets: "Other markets",
  walk_forward: "Walk-forward",
  skill: "Sharpe ratio",
};

export const ANSWER_WORDS: Readonly<
  Record<Answer, { readonly sign: string; readonly word: string }>
> = {
  held: { sign: "✓", word: "held" },
  doubtful: { sign: "~", word: "doubtful" },
  failed: { sign: "✕", word: "failed" },
  cannot_tell: { sign: "?", word: "cannot tell" },
};
