/** Where candles come from, how a run ends, and what it cannot tell. */
import { money } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { CandleDrawing } from "./CandleDrawing.tsx";
import type { ReadingSection } from "../ReadingPage.tsx";
import { playExample } from "./examples.ts";
import linkStyles from "../../../ui/link.module.css.ts";

function Missing() {
  const { gaps } = playExample("missing");
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  return (
    <CandleDrawing
      name="missing"
      label={`${missing} candles are missing after the third one. Nothing is drawn in their place.`}
    >
      {missing}{" "}
      candles do not exist. They are not filled in: the candle after the gap follows the one before
      it, the gap is listed, and a trade right after it is marked.
    </CandleDrawing>
  );
}

function OpenEnd() {
  const { metrics, equity } = playExample("open_end");
  return (
    <CandleDrawing
      name="open_end"
      label="A position is bought and not sold before the period ends; it counts at the last close."
    >
      Still held at the end: the account is worth {money(equity.at(-1))}{" "}
      at the last close, so the return is{" "}
      {metricText("total_return", metrics.total_return)}. The statistics count {metrics.num_trades}
      {" "}
      closed trades, and the win rate is unknown.
    </CandleDrawing>
  );
}

export const DATA_CHAPTERS: readonly ReadingSection[] = [
  {
    id: "data",
    title: "Missing candles stay missing",
    body: (
      <>
        <p>
          Candles come from Binance’s public history, or from files that you bring. Exchanges are
          sometimes down, and the candles of that time are missing.
        </p>
        <Missing />
        <p>
          Real prices and the synthetic <b>DEMO/USDT</b>{" "}
          are never mixed. All candles are in UTC; times are shown in your time zone, with UTC when
          you point at them.
        </p>
      </>
    ),
  },
  {
    id: "end",
    title: "The end of the period",
    body: (
      <>
        <p>
          A position that is still open counts at the last close, without the costs of selling. It
          is part of the equity curve and of the total return and is the last row of the trades, but
          it does not count as a closed trade.
        </p>
        <OpenEnd />
      </>
    ),
  },
  {
    id: "same",
    title: "Same input, same result",
    body: (
      <p>
        A run depends on the strategy, the candles, the settings and the version of the engine, and
        on nothing else. Its receipt shows a hash of the four: the same hash means the same result,
        on our server and in your browser.
      </p>
    ),
  },
  {
    id: "trust",
    title: "How often the tests of a result are wrong",
    body: (
      <>
        <p>
          “How far to trust it” tries to refute a result, and it can be wrong both ways. We measure
          how often, on strategies of which we know the truth.
        </p>
        <p>
          <b>Luck that gets past it:</b>{" "}
          1,600 strategies with random numbers traded random prices, without costs. None had an
          edge, yet 720 made money. Of a hundred such lucky strategies, about six survive the tests.
        </p>
        <p>
          <b>An edge that does not:</b>{" "}
          260 times a small momentum was hidden in random prices, and a strategy traded it. Of a
          hundred that made money, about eighty survive. With three quarters of that momentum it is
          about one in two, with half of it one in five: too small an edge cannot be told from luck
          in a year of hourly candles.
        </p>
        <p>
          “Survives” therefore means “not refuted by this data”. The more variations you try, the
          more lucky ones there are among them:{" "}
          <a class={linkStyles.link} href="/learn/overfitting">try it out</a>. What each test asks
          and how it works is on{" "}
          <a class={linkStyles.link} href="/learn/trust">How far to trust it</a>.
        </p>
      </>
    ),
  },
  {
    id: "limits",
    title: "What a backtest cannot tell",
    body: (
      <>
        <p>
          It tells what would have happened, not what will. Under 30 trades luck matters too much. A
          strategy whose numbers were tuned until the past looked good fits that past only: test it
          on a period you have not looked at.
        </p>
        <p>
          It does not include outages, taxes, order queues or your own nerves, and large orders move
          real markets.
        </p>
        <p>
          <b>Simulated performance. Not investment advice.</b>
        </p>
      </>
    ),
  },
];
