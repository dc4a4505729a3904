import assert from "node:assert/strict";
import type { Answer } from "../../engine/robustness.ts";
import {
  type FoundOutcome,
  NO_TRADES,
  sentenceOf,
  type TestedRun,
  trialsSentence,
} from "./answer_sentences.ts";
import { judgementSentence } from "./judgement_words.ts";
import { settingText, tablesOf } from "./number_tables.ts";
import { ROBUSTNESS_NAMES, TEST_WORDS } from "./test_words.ts";

const run: TestedRun = { totalReturn: 0.18, closedTrades: 47, trades: 48 };
const quantiles = { p5: -0.021, p25: 0.04, p50: 0.1, p75: 0.2, p95: 0.4 };
const row = (total_return: number) => ({ total_return, max_drawdown: -0.1, num_trades: 9 });

const OUTCOMES = {
  order: {
    max_drawdown: { p5: -0.341, p25: -0.3, p50: -0.2, p75: -0.15, p95: -0.1 },
    actual_max_drawdown: -0.183,
    worse_share: 0.63,
    longest_losing_streak: { p50: 4, p95: 7 },
  },
  luck: { total_return: quantiles, max_drawdown: quantiles, loss_share: 0.1225 },
  missed: { total_return: quantiles },
  late: [{ bars: 1, ...row(0.123) }, { bars: 2, ...row(0.1) }, { bars: 3, ...row(-0.1) }],
  costs: [0, 1, 2, 3].map((multiple) => ({ multiple, ...row(0.2 - multiple * 0.1) })),
  timing: { total_return: quantiles, p_value: 24 / 501 },
  noise: { total_return: quantiles, num_trades: quantiles, gain_share: 0.995 },
  parameters: {
    each: [{ block_id: "rsi", param: "period", from: 14, to: 11, sharpe: 0.4, ...row(0.05) }],
    joint: quantiles,
    gain_share: 0.62,
    median_kept: 0.55,
  },
  starts: [0.1, 0.2, -0.1].map((total_return, k) => ({
    from: Date.UTC(2021, k, 1),
    total_return,
    cagr: null,
    buy_and_hold_return: 0.5,
  })),
  markets: [{ asset: "ETH/USDT", timeframe: "1h", buy_and_hold_return: null, ...row(0.2) }],
  walk_forward: {
    folds: [0, 1, 2, 3, 4].map((k) => ({
      train_from: k,
      train_to: k + 3,
      test_from: k + 3,
      test_to: k + 4,
      params: { "rsi.period": 14 + k },
      train_sharpe: 1.2,
      train_return: 0.2,
      test_return: -0.01,
      num_trades: 3,
    })),
    total_return: -0.031,
    max_drawdown: -0.1,
    efficiency: 0.4,
  },
  skill: { sharpe_daily: 0.0733, psr: 0.97, dsr: 0.931, trials: 1, days_needed: 800, days: 365 },
} as const;

const found = (name: string, more: object = {}) =>
  ({
    name,
    out: OUTCOMES[name as keyof typeof OUTCOMES],
    reason: null,
    answer: "held",
    ...more,
  }) as unknown as FoundOutcome;
const plainText = (text: string) => text.replaceAll("\u00a0", " ");
const sentence = (name: string, more: object = {}, about = run) =>
  plainText(sentenceOf(found(name, more), about));

Deno.test("robustness words: every test says what it found in one sentence with its figure", () => {
  const expected: Readonly<Record<string, string>> = {
    order:
      "Your drawdown of 18.3 % is deeper in 630 of 1,000 other orders; in 1 of 20 it is 34.1 % or more.",
    luck: "245 of 2,000 such histories lose money; the middle one makes +10.0 %.",
    missed: "The middle one of 1,000 repeats makes +10.0 %, the worst 1 in 20 make −2.1 % or less.",
    late: "One candle late it makes +12.3 % instead of +18.0 %.",
    costs: "At twice the fee and slippage it makes 0.0 % instead of +10.0 %.",
    timing: "Buying at other times did at least as well in 23 of 500 runs.",
    noise: "With slightly different prices, 199 of 200 runs gain; the middle one makes +10.0 %.",
    parameters:
      "With all numbers changed by up to 25 %, 186 of 300 runs gain; the middle one makes +10.0 % instead of +18.0 %.",
    starts: "Begun on 3 different days, 2 of the runs gain.",
    markets: "It gains on 1 of 1 other market.",
    walk_forward: "After five tunings on the past it made −3.1 % on what came next.",
    skill: "The probability that its Sharpe ratio is not just luck is 93 %.",
  };
  for (const name of ROBUSTNESS_NAMES) assert.equal(sentence(name), expected[name], name);
});

Deno.test("robustness words: why a test could not be done, for each reason", () => {
  const none = { out: null, answer: "cannot_tell" };
  const few = { ...run, closedTrades: 7 };
  assert.equal(
    sentence("luck", { ...none, reason: "too_few_trades" }, few),
    "7 closed trades are too few: at least 30 are needed.",
  );
  assert.equal(
    sentence("order", { ...none, answer: null, reason: "too_few_trades" }, {
      ...run,
      closedTrades: 1,
    }),
    "1 closed trade is too few: at least 10 are needed.",
  );
  assert.match(
    sentence("luck", { ...none, reason: "too_few_trades" }, { ...run, closedTrades: 0 }),
    /^No closed trade is too little: at least 30/,
  );
  assert.match(sentence("starts", { ...none, reason: "too_few_bars" }), /too short/);
  assert.match(sentence("timing", { ...none, reason: "signals_everywhere" }), /buy signals/);
  assert.match(sentence("parameters", { ...none, reason: "nothing_to_vary" }), /No number/);
  assert.match(sentence("markets", { ...none, reason: "one_market" }), /Only this market/);
});

Deno.test("robustness words: too few trades are told even where there is a figure; no trade at all is told first", () => {
  const few = { ...run, closedTrades: 12 };
  for (const name of ["luck", "missed", "timing", "walk_forward"]) {
    assert.match(sentence(name, { answer: "cannot_tell" }, few), /^12 closed trades are too few/);
  }
  for (const name of ROBUSTNESS_NAMES) {
    assert.equal(sentence(name, {}, { totalReturn: 0, closedTrades: 0, trades: 0 }), NO_TRADES);
  }
});

Deno.test("robustness words: what is nearly certain is not called certain", () => {
  const chance = (dsr: number, trials = 1) =>
    sentence("skill", { out: { ...OUTCOMES.skill, dsr, trials } });
  assert.match(chance(0.99999), /is over 99 %\.$/);
  assert.match(chance(0.0001), /is under 1 %\.$/);
  assert.match(chance(0.5, 143), /more than the luck of 143 tries is 50 %\.$/);
});

Deno.test("robustness words: counted tries are told with what luck alone would show", () => {
  const out = { ...OUTCOMES.skill, trials: 143 };
  assert.equal(
    trialsSentence(out, 0.1),
    "After 143 variations, a Sharpe ratio of 1.91 is what luck alone would show; yours is 1.40.",
  );
  assert.equal(trialsSentence(OUTCOMES.skill, null), null);
});

Deno.test("robustness words: a table has a cell for each of its columns", () => {
  for (const name of ROBUSTNESS_NAMES) {
    const tables = tablesOf(found(name), { "rsi.period": "RSI · Period" });
    assert.ok(tables.length > 0, name);
    for (const { head, rows } of tables) {
      assert.ok(rows.length > 0, name);
      for (const cells of rows) assert.equal(cells.length, head.length, `${name}: ${cells}`);
    }
    assert.deepEqual(tablesOf(found(name, { out: null }), {}), []);
  }
  assert.equal(settingText(47.410000000000004), "47.41");
  assert.equal(settingText(14), "14");
  const [, , each] = tablesOf(found("parameters"), { "rsi.period": "RSI · Period" });
  assert.equal(each!.rows[0]![0], "RSI · Period");
});

Deno.test("robustness words: the verdict names what decided it", () => {
  const says = (
    verdict: string,
    decided_by: string | null,
    answers: Readonly<Record<string, Answer>> = {},
    about = run,
    decided: FoundOutcome | null = null,
  ) =>
    judgementSentence(
      { verdict, decided_by } as Parameters<typeof judgementSentence>[0],
      answers,
      decided,
      about,
    );
  assert.equal(
    says("doubtful", "parameters", { parameters: "failed" }),
    "Doubtful: it only works with these exact numbers.",
  );
  assert.match(says("no_gain", null), /^No gain: /);
  assert.equal(
    says("refuted", "walk_forward", { walk_forward: "failed" }),
    "Refuted: tuned on the past, it lost money on what came next.",
  );
  assert.equal(
    says("survives", "timing", { timing: "held", luck: "held", late: "failed" }),
    "Survived: nothing refuted it, and 2 tests held, its timing among them.",
  );
  assert.equal(
    says("cannot_tell", "timing", {}, { ...run, closedTrades: 29 }),
    "Cannot tell: 29 closed trades are too few, 1 more is needed.",
  );
  const everywhere = found("timing", { out: null, reason: "signals_everywhere" });
  assert.match(says("cannot_tell", "timing", {}, run, everywhere), /^Cannot tell: its buy signals/);
  for (const name of ROBUSTNESS_NAMES) {
    if (name === "order") continue;
    for (const answer of ["failed", "doubtful"] as const) {
      assert.match(says("doubtful", name, { [name]: answer }), /^Doubtful: [a-z].{15,}\.$/, name);
    }
    assert.doesNotMatch(says("refuted", name, { [name]: "failed" }), /undefined/);
  }
});

Deno.test("robustness words: each test has a question, a method of two sentences and limits", () => {
  for (const [name, { question, method, limits }] of Object.entries(TEST_WORDS)) {
    assert.match(question, /^[A-Z].*\?$/, name);
    assert.equal(method.split(/\.(?: |$)/).filter((part) => part !== "").length, 2, name);
    assert.match(limits, /\.$/, name);
  }
  assert.match(TEST_WORDS.order.limits, /Order cannot change the profit/);
});
