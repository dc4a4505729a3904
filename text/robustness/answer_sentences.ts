/** What a test found, in one sentence with its figure. */
import type { RobustnessOutcomes, SkipReason } from "../../engine/robustness.ts";
import { counted, number, percent } from "../format.ts";
import { metricText } from "../metric_text.ts";

/** Closed trades that tests of trades need before they say anything. */
export const TRADES_TO_TELL = 30;
const TRADES_TO_SHUFFLE = 10;
const ORDERS = 1_000;
const HISTORIES = 2_000;
const TIMING_RUNS = 500;
const NOISE_RUNS = 200;
const JOINT_RUNS = 300;
/** As the engine makes a yearly Sharpe ratio of a daily one. */
const DAYS_A_YEAR = 365;

/** What is known of the run itself. */
export interface TestedRun {
  readonly totalReturn: number | null;
  readonly closedTrades: number;
  readonly trades: number;
}

/** One test's outcome, as it comes from a thread or from the server. */
export type FoundOutcome = {
  readonly [Name in keyof RobustnessOutcomes]: {
    readonly name: Name;
    readonly out: RobustnessOutcomes[Name] | null;
    readonly reason: SkipReason | null;
    readonly answer: string | null;
  };
}[keyof RobustnessOutcomes];

type Found<Name extends keyof RobustnessOutcomes> = NonNullable<RobustnessOutcomes[Name]>;

/** Tests that need closed trades to say anything. */
const OF_TRADES: ReadonlySet<string> = new Set(["luck", "missed", "timing", "walk_forward"]);

const gain = (value: number | null | undefined) => metricText("total_return", value);
const drawdown = (value: number) => metricText("max_drawdown", value, { size: true });
const share = (value: number) => percent(value, { digits: 0, sign: "negative" });
/** "812 of 2,000". */
const runsOf = (part: number, of: number) => `${number(Math.round(part * of))} of ${number(of)}`;

const SENTENCES: {
  readonly [Name in keyof RobustnessOutcomes]: (out: Found<Name>, run: TestedRun) => string;
} = {
  order: ({ max_drawdown, worse_share, actual_max_drawdown }) =>
    `Your drawdown of ${drawdown(actual_max_drawdown)} is deeper in ${
      runsOf(worse_share, ORDERS)
    } other orders; in 1 of 20 it is ${drawdown(max_drawdown.p5)} or more.`,
  luck: ({ loss_share, total_return }) =>
    `${runsOf(loss_share, HISTORIES)} such histories lose money; the middle one makes ${
      gain(total_return.p50)
    }.`,
  missed: ({ total_return }) =>
    `The middle one of 1,000 repeats makes ${gain(total_return.p50)}, the worst 1 in 20 make ${
      gain(total_return.p5)
    } or less.`,
  late: ([one], { totalReturn }) =>
    `One candle late it makes ${gain(one?.total_return)} instead of ${gain(totalReturn)}.`,
  costs: (rows) => {
    const at = (multiple: number) => rows.find((row) => row.multiple === multiple)?.total_return;
    return `At twice the fee and slippage it makes ${gain(at(2))} instead of ${gain(at(1))}.`;
  },
  timing: ({ p_value }) => {
    const asGood = Math.round(p_value * (TIMING_RUNS + 1)) - 1;
    return `Buying at other times did at least as well in ${asGood} of ${TIMING_RUNS} runs.`;
  },
  noise: ({ gain_share, total_return }) =>
    `With slightly different prices, ${
      runsOf(gain_share, NOISE_RUNS)
    } runs gain; the middle one makes ${gain(total_return.p50)}.`,
  parameters: ({ gain_share, joint }, { totalReturn }) =>
    `With all numbers changed by up to 25 %, ${
      runsOf(gain_share, JOINT_RUNS)
    } runs gain; the middle one makes ${gain(joint.p50)} instead of ${gain(totalReturn)}.`,
  starts: (rows) => `Begun on ${rows.length} different days, ${gainsOf(rows)} of the runs gain.`,
  markets: (rows) => marketsSentence(rows),
  walk_forward: ({ total_return, efficiency }) =>
    // A share of a gain says nothing of a loss.
    efficiency === null || total_return <= 0
      ? `After five tunings on the past it made ${gain(total_return)} on what came next.`
      : `After five tunings on the past it made ${gain(total_return)} on what came next, ${
        share(efficiency)
      } of the yearly gain it was tuned to.`,
  skill: ({ dsr, trials }) =>
    trials >= 2
      ? `The probability that it is more than the luck of ${number(trials)} tries is ${
        chance(dsr)
      }.`
      : `The probability that its Sharpe ratio is not just luck is ${chance(dsr)}.`,
};

/** Of other markets than the run's own. */
export function marketsSentence(
  rows: readonly { readonly total_return: number | null }[],
): string {
  return `It gains on ${gainsOf(rows)} of ${
    counted(rows.length, "other market", "other markets")
  }.`;
}

/** Why a test could not be done. */
const REASONS: Readonly<Record<SkipReason, (run: TestedRun, name: string) => string>> = {
  too_few_trades: ({ closedTrades }, name) =>
    `${tooFewTrades(closedTrades)}: at least ${
      name === "order" ? TRADES_TO_SHUFFLE : TRADES_TO_TELL
    } are needed.`,
  too_few_bars: () => "The period is too short for this. Choose a longer one.",
  signals_everywhere: () =>
    "It has too few buy signals to move them, or has one on nearly every candle.",
  nothing_to_vary: () => "No number of the strategy can be changed.",
  one_market: () => "Only this market was tested.",
};

export const NO_TRADES = "It never bought, so there is nothing to test.";

export function sentenceOf(found: FoundOutcome, run: TestedRun): string {
  if (run.trades === 0) return NO_TRADES;
  if (found.out === null) return REASONS[found.reason ?? "too_few_bars"](run, found.name);
  if (found.answer === "cannot_tell" && OF_TRADES.has(found.name)) {
    return REASONS.too_few_trades(run, found.name);
  }
  const words = SENTENCES[found.name] as (out: unknown, run: TestedRun) => string;
  return words(found.out, run);
}

/**
 * What the counted tries mean for the Sharpe ratio, a year; `null` without tries.
 *
 * @param luckSharpe what the best of the tries would show by luck, a day
 */
export function trialsSentence(
  { trials, sharpe_daily }: Found<"skill">,
  luckSharpe: number | null,
): string | null {
  if (luckSharpe === null || trials < 2) return null;
  const yearly = (daily: number) => metricText("sharpe", daily * Math.sqrt(DAYS_A_YEAR));
  return `After ${number(trials)} variations, a Sharpe ratio of ${
    yearly(luckSharpe)
  } is what luck alone would show; yours is ${yearly(sharpe_daily)}.`;
}

/** "12 closed trades are too few". */
export function tooFewTrades(closedTrades: number): string {
  if (closedTrades === 0) return "No closed trade is too little";
  return `${counted(closedTrades, "closed trade")} ${closedTrades === 1 ? "is" : "are"} too few`;
}

/** A probability in whole percent; what is nearly certain is not called certain. */
function chance(value: number): string {
  if (value > 0.99) return "over 99\u00a0%";
  return value < 0.01 ? "under 1\u00a0%" : share(value);
}

function gainsOf(rows: readonly { readonly total_return: number | null }[]): number {
  return rows.filter(({ total_return }) => (total_return ?? 0) > 0).length;
}
