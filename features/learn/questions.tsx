/** What a sceptical trader asks, and the plain answer. */
import type { ComponentChildren } from "preact";
import linkStyles from "../../ui/link.module.css.ts";

export interface Question {
  /** Its anchor. */
  readonly id: string;
  readonly question: string;
  readonly answer: ComponentChildren;
}

function Rule({ to, children }: { to: string; children: ComponentChildren }) {
  return <a class={linkStyles.link} href={`/how-backtests-work#${to}`}>{children}</a>;
}

function Word({ of, children }: { of: string; children: ComponentChildren }) {
  return <a class={linkStyles.link} href={`/learn/glossary#${of}`}>{children}</a>;
}

export const QUESTIONS: readonly Question[] = [
  {
    id: "tradingview",
    question: "Why is my result different from TradingView’s?",
    answer: (
      <>
        <p>
          Usually for one of four reasons. Costs: Blockbuilders includes fee and slippage from the
          start, TradingView sets them to 0 by default. Stop and target in the same candle:
          TradingView assumes a path of the price, Blockbuilders assumes that the stop came first.
          Position size: in Blockbuilders each trade uses all of your balance by default. Data:
          another exchange, or another first candle for the indicators.
        </p>
        <p>
          Set the same costs, size, exchange and days, and the signals agree: the indicators give
          the same numbers as TA-Lib. The remaining difference is the{" "}
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
        No. With 12 trades, a single lucky or unlucky one changes the result. Below 30 closed trades
        the verdict says that there are too few. Take a longer period, a shorter timeframe, or test
        the same rules on several assets: if the idea is real, it should not work on one of them
        alone.
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
          that past. After many such changes the result describes that past and says little about
          the future.
        </p>
        <p>
          Signs: odd numbers such as RSI 27.3; a result that collapses when a number changes a
          little (an isolated peak instead of a{" "}
          <Word of="plateau">plateau</Word>); a period before or after that looks quite different.
          The template “Too good to be true” is made that way on purpose:{" "}
          <a class={linkStyles.link} href="/learn/templates#too_good_to_be_true">take it apart</a>.
          How good mere luck looks after some dozens of tries is on{" "}
          <a class={linkStyles.link} href="/learn/overfitting">Overfitting, tried out</a>.
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
        change, others find the same idea, and real fills are worse on bad days. A backtest is good
        at rejecting ideas that did not work even in the past.
      </p>
    ),
  },
  {
    id: "forward",
    question: "So what is better evidence than a backtest?",
    answer: (
      <p>
        Days that did not exist when you built the strategy. Turn on daily updates: the version is
        locked, and every new day is added to its{" "}
        <Word of="forward_record">track record</Word>, shown separately from the past, together with
        the <Word of="bootstrap_range">likely range</Word>. Later edits never change it.
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
        Gaps are listed and never filled. DEMO/USDT is made by a formula, is marked “synthetic”
        everywhere, and never replaces a real asset. More under{" "}
        <Rule to="data">missing candles</Rule>.
      </p>
    ),
  },
  {
    id: "short",
    question: "Why is there no shorting, and no leverage?",
    answer: (
      <p>
        Because a realistic test of them needs data that candles do not contain: funding rates,
        borrowing costs, margin and liquidation rules, which change over the years and between
        exchanges. Leaving them out would make shorts look cheaper than they are.
      </p>
    ),
  },
  {
    id: "next-open",
    question: "Why does an order fill at the next open and not at the close?",
    answer: (
      <p>
        A close is known only when the candle has ended. The first price you could really have
        traded at is the next open. Filling at the close of the signal is one of the most common
        reasons for backtests that look too good. See{" "}
        <Rule to="time">nothing is known before its time</Rule>.
      </p>
    ),
  },
  {
    id: "no-trades",
    question: "Why did my strategy never trade?",
    answer: (
      <p>
        In the editor, press “Why no trade?” below the canvas. It counts from candles to trades: how
        often each condition was true, and which one is the rarest. Most often two conditions
        exclude each other, or two crossings would have to happen on the same candle. A “Within”
        block keeps a signal true for some candles.
      </p>
    ),
  },
  {
    id: "hold",
    question: "Why is buy & hold shown with every result?",
    answer: (
      <p>
        Because +40 % sounds good until you see that buying once and holding made +60 %. It pays the
        same costs and begins when your strategy could first have bought. A strategy that made less
        can still be worth it when its losses on the way were much smaller: compare the{" "}
        <Word of="max_drawdown">max drawdown</Word> of both.
      </p>
    ),
  },
  {
    id: "costs",
    question: "Which fee and slippage should I take?",
    answer: (
      <p>
        As the fee per trade side, your exchange’s fee for market orders: 0.1 % at many. As the
        slippage per fill, 0.05 % is cautious for large, liquid markets; for small coins, large
        orders or fast markets try 0.2 % or more. If a strategy only works without{" "}
        <Rule to="costs">costs</Rule>, it does not work. Set your own defaults in the settings.
      </p>
    ),
  },
  {
    id: "live",
    question: "Is the live result in the editor as good as a backtest?",
    answer: (
      <p>
        Yes. It is the same engine on the same candles, and it agrees with the server to the last
        digit. It is calculated in your browser, is not saved and does not use up a backtest. A
        backtest is saved with its version, its trades and a receipt.
      </p>
    ),
  },
  {
    id: "unclear",
    question: "What does “unclear” on a trade mean?",
    answer: (
      <p>
        Its stop and its target fell in the same candle, and a candle does not record which came
        first. The stop is assumed. The result shows how much it would change with the other
        assumption: if that is a lot, use a shorter timeframe or wider levels.
      </p>
    ),
  },
  {
    id: "orders",
    question: "Does Blockbuilders trade for me, or see my exchange account?",
    answer: (
      <p>
        No. It has no access to an exchange account, places no orders and holds no money. It only
        tests ideas on past prices. Nothing in it is investment advice.
      </p>
    ),
  },
  {
    id: "data",
    question: "What happens to my strategies?",
    answer: (
      <p>
        They are yours, and nobody else sees them. In the settings you can download everything as a
        file, or delete the account with everything that belongs to it.
      </p>
    ),
  },
];
