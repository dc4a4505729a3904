/** What a sceptical trader asks, and the plain answer. */
import type { ComponentChildren } from "preact";

export interface Question {
  /** Its anchor. */
  readonly id: string;
  readonly question: string;
  readonly answer: ComponentChildren;
}

function Rule({ to, children }: { to: string; children: ComponentChildren }) {
  return <a class="link" href={`/how-backtests-work#${to}`}>{children}</a>;
}

function Word({ of, children }: { of: string; children: ComponentChildren }) {
  return <a class="link" href={`/learn/glossary#${of}`}>{children}</a>;
}

export const QUESTIONS: readonly Question[] = [
  {
    id: "tradingview",
    question: "Why is my result different from TradingView’s?",
    answer: (
      <>
        <p>
          Usually for one of four reasons. Costs: here fee and slippage are on from the start, there
          they are 0 unless you set them. Stops and targets inside one candle: there they follow a
          guessed path, here the stop comes first. Position size: here each trade uses all of the
          balance unless you say otherwise. Data: another exchange, or another first candle for the
          indicators.
        </p>
        <p>
          Set the same costs, size, exchange and days, and the signals agree: the indicators give
          the same numbers as TA-Lib. What remains is the{" "}
          <Rule to="stops">order within a candle</Rule>.
        </p>
      </>
    ),
  },
  {
    id: "few-trades",
    question: "Can I trust a backtest with 12 trades?",
    answer: (
      <p>
        No. With 12 trades, one lucky or unlucky one moves everything. Below 30 closed trades the
        verdict says that they are too few. Take a longer period, a shorter timeframe, or test the
        same rules on several assets: if the idea is real, it should not work on one of them alone.
      </p>
    ),
  },
  {
    id: "overfitting",
    question: "What is overfitting, and how do I notice it?",
    answer: (
      <>
        <p>
          Every change that you make because the past looked better afterwards fits the strategy to
          that past. After enough of them the result says more about your patience than about the
          market.
        </p>
        <p>
          Signs: odd numbers such as RSI 27.3; a result that falls apart when a number moves a
          little (a lonely peak instead of a{" "}
          <Word of="plateau">plateau</Word>); a period before or after that looks quite different.
          The template “Too good to be true” is made that way on purpose:{" "}
          <a class="link" href="/learn/templates#too_good_to_be_true">take it apart</a>.
        </p>
      </>
    ),
  },
  {
    id: "future",
    question: "If the backtest is good, will I make money?",
    answer: (
      <p>
        Nobody knows. A backtest shows what would have happened under its assumptions. Markets
        change, others find the same idea, and real fills are worse on bad days. What a backtest
        does well is to throw out ideas that did not even work in the past, which is most of them.
      </p>
    ),
  },
  {
    id: "forward",
    question: "So what is better evidence than a backtest?",
    answer: (
      <p>
        Days that did not exist when you made the strategy. Switch on the daily update: the version
        is sealed, and from then on every new day is added to its{" "}
        <Word of="forward_record">forward record</Word>, shown apart from the past and beside the
        range that the past made likely. Later edits never rewrite it.
      </p>
    ),
  },
  {
    id: "candles",
    question: "Where do the candles come from?",
    answer: (
      <p>
        From Binance’s public spot market, as closed candles, or from a file that you import
        yourself. They are stored here, so that the same backtest uses the same prices tomorrow.
        Gaps are listed and never filled. DEMO/USDT is made by a formula, says “synthetic” wherever
        it shows, and never stands in for a real asset. More under{" "}
        <Rule to="data">missing candles</Rule>.
      </p>
    ),
  },
  {
    id: "short",
    question: "Why is there no shorting, and no leverage?",
    answer: (
      <p>
        Because an honest test of them needs what candles do not hold: funding rates, borrowing
        costs, margin and liquidation rules, which change over the years and between exchanges.
        Leaving them out would make shorts look cheap. Long and in cash is what can be tested well,
        so that is what there is.
      </p>
    ),
  },
  {
    id: "next-open",
    question: "Why does an order fill at the next open and not at the close?",
    answer: (
      <p>
        At the moment when a close is known, it is over. The first price that you could really have
        had is the next open. Filling at the close of the signal is one of the most common ways in
        which a backtest flatters itself. See{" "}
        <Rule to="time">nothing is known before its time</Rule>.
      </p>
    ),
  },
  {
    id: "no-trades",
    question: "Why did my strategy never trade?",
    answer: (
      <p>
        In the editor, press “Why no trade?” below the canvas. It counts from all candles down to
        the fills: how often each condition was true, and which one blocks the others. Most often
        two conditions exclude each other, or a crossing is asked for on the very same candle as
        another one. “Within” keeps a signal alive for some candles.
      </p>
    ),
  },
  {
    id: "hold",
    question: "Why is buy and hold beside every result?",
    answer: (
      <p>
        Because +40 % sounds good until you see that doing nothing made +60 %. It pays the same
        costs and begins when your strategy could have begun. A strategy can still be worth its work
        when it made less with much smaller falls; look at the{" "}
        <Word of="max_drawdown">drawdown</Word> of both.
      </p>
    ),
  },
  {
    id: "costs",
    question: "Which fee and slippage should I take?",
    answer: (
      <p>
        Your exchange’s fee for market orders, 0.1 % at many. For large, busy markets 0.05 %
        slippage is careful; for small coins, large orders or 1h signals in a panic it is too
        little, so try 0.2 % or more. If a strategy only works without{" "}
        <Rule to="costs">costs</Rule>, it does not work. Your own defaults are in the settings.
      </p>
    ),
  },
  {
    id: "live",
    question: "Is the live result in the editor as good as a backtest?",
    answer: (
      <p>
        It is the same engine on the same candles, and it agrees with the server to the last digit.
        It runs in your browser, is not kept and does not count as one of your backtests. A backtest
        is kept with its version, its trades and a receipt.
      </p>
    ),
  },
  {
    id: "unclear",
    question: "What does “unclear” on a trade mean?",
    answer: (
      <p>
        Its stop and its target were both inside one candle, and a candle does not tell which came
        first. The stop was taken. The result shows how far the answer would move with the other
        assumption: when that is much, use a shorter timeframe or wider levels.
      </p>
    ),
  },
  {
    id: "orders",
    question: "Does Blockbuilders trade for me, or see my exchange account?",
    answer: (
      <p>
        No. There are no keys, no orders and no money here. It tests ideas on the past, and that is
        all it does. Nothing in it is investment advice.
      </p>
    ),
  },
  {
    id: "data",
    question: "What happens to my strategies?",
    answer: (
      <p>
        They are yours and nobody else sees them. In the settings you can take everything with you
        as a file, or delete the account with all that belongs to it.
      </p>
    ),
  },
];
