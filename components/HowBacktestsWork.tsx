/** The engine's rules in plain words; they say the same as the engine's own specification. */
import type { ComponentChildren } from "preact";

interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly body: ComponentChildren;
}

const CHAPTERS: readonly Chapter[] = [
  {
    id: "time",
    title: "Nothing is known before its time",
    body: (
      <>
        <p>
          A <b>candle</b>{" "}
          is one stretch of time with its first, highest, lowest and last price. A signal is
          computed when a candle has closed, from that candle and earlier ones. The order it gives
          fills at the{" "}
          <b>open of the next candle</b>, because that is the first price you could have had.
        </p>
        <p>
          A signal on the very last candle is shown as pending and never filled. Indicators are
          warmed up on candles before your first day where there are any; when there are too few,
          the result says from when signals count.
        </p>
      </>
    ),
  },
  {
    id: "position",
    title: "One position, bought and sold",
    body: (
      <>
        <p>
          The strategy is either in cash or holds one position. It does not sell short and does not
          add to a position. When buy and sell are both true at one close: in cash nothing happens,
          in a position it sells.
        </p>
        <p>
          By default each trade uses all of the balance, so profits are reinvested. A position size
          block can use a part of it, a fixed amount, or a share of it at risk.
        </p>
      </>
    ),
  },
  {
    id: "stops",
    title: "Stops and targets, read carefully",
    body: (
      <>
        <p>
          Stops and targets are checked within every candle, the one of the purchase included. A
          {" "}
          <b>stop</b> fills at its level, or at the open when the price has jumped over it. A{" "}
          <b>target</b>{" "}
          fills at its level, and only when the price trades through it: touching is not enough.
        </p>
        <p>
          A candle does not tell which of its prices came first. When stop and target are both
          inside one, the <b>stop</b>{" "}
          is taken and the trade is marked as unclear. Under “Advanced” you can choose another
          assumption and see how far the answer moves.
        </p>
      </>
    ),
  },
  {
    id: "costs",
    title: "Costs are always in",
    body: (
      <>
        <p>
          The <b>fee</b> (0.1 % unless you change it) is paid on both sides of every trade.{" "}
          <b>Slippage</b>{" "}
          (0.05 %) moves the price against you on purchases, signal exits and stops. Targets have no
          slippage, because they wait at their price.
        </p>
        <p>
          Buy and hold, the line to compare with, pays the same costs and begins when the strategy
          could have begun.
        </p>
      </>
    ),
  },
  {
    id: "data",
    title: "Missing candles stay missing",
    body: (
      <>
        <p>
          Exchanges stop now and then, and candles are missing. They are never invented: every gap
          is listed with the result, and trades next to one are marked. Real prices and the
          synthetic <b>DEMO/USDT</b> are never mixed.
        </p>
        <p>
          All candles are in UTC. Times are shown in your zone, with UTC when you point at them.
        </p>
      </>
    ),
  },
  {
    id: "end",
    title: "The end of the period",
    body: (
      <p>
        A position that is still open counts at the last close. It is part of the curve and of the
        return, and stands last among the trades, but it is in no statistic of closed trades.
      </p>
    ),
  },
  {
    id: "same",
    title: "Same input, same answer",
    body: (
      <p>
        A run depends on the strategy, the candles, the settings and the version of the engine, and
        on nothing else. Its receipt carries a hash of the four: the same hash is the same result,
        on our server and in your browser.
      </p>
    ),
  },
  {
    id: "limits",
    title: "What a backtest cannot tell",
    body: (
      <>
        <p>
          It tells what would have happened, not what will. Under 30 trades chance has too large a
          part. A strategy whose numbers were turned until the past looked good has learnt the past
          by heart: test it on a period you did not look at.
        </p>
        <p>
          It does not know outages, taxes, order queues or your own nerves, and large orders move
          real markets.
        </p>
      </>
    ),
  },
];

export function HowBacktestsWork() {
  return (
    <div class="reading-page">
      <nav class="reading-nav" aria-label="On this page">
        {CHAPTERS.map(({ id, title }) => <a key={id} href={`#${id}`}>{title}</a>)}
      </nav>
      <article class="reading">
        <h1>How backtests work</h1>
        <p class="lead">
          A backtest replays past candles and does exactly what your blocks say. These are its
          rules, all of them, in plain words. Where something cannot be known, the careful reading
          is taken.
        </p>
        {CHAPTERS.map(({ id, title, body }) => (
          <section key={id} id={id}>
            <h2>{title}</h2>
            {body}
          </section>
        ))}
      </article>
    </div>
  );
}
