/** What is known when: candles, signals, history, the order of things. */
import { CandleDrawing, shortPrice } from "./CandleDrawing.tsx";
import { CandleParts } from "./CandleParts.tsx";
import type { ReadingSection } from "../ReadingPage.tsx";
import { EXAMPLES, exampleTrade, playExample } from "./examples.ts";
import styles from "./time_chapters.module.css.ts";

const SIGNAL_BAR = 2;

function NextOpen() {
  const close = EXAMPLES.next_open.candles[SIGNAL_BAR][3];
  const { entry_price } = exampleTrade("next_open");
  return (
    <CandleDrawing
      name="next_open"
      label={`The third candle closes at ${close}, which gives the signal; the purchase fills at ${
        shortPrice(entry_price)
      }, the open of the fourth.`}
      marks={[{
        bar: SIGNAL_BAR,
        price: close,
        text: `signal at the close of ${close}`,
        kind: "signal",
        strip: "above",
        atOpen: false,
      }]}
    >
      The rule is “buy when the close crosses above 100”. It is true at the close of{" "}
      {close}. The order fills at the next open,{" "}
      {shortPrice(entry_price)}: the candle had ended by the time its close was known.
    </CandleDrawing>
  );
}

function NoLookAhead() {
  const close = EXAMPLES.next_open.candles[SIGNAL_BAR][3];
  return (
    <CandleDrawing
      name="next_open"
      label="The same candles as the strategy sees them when the third one closes: the two that follow do not exist yet."
      unknownFrom={SIGNAL_BAR + 1}
      trade={false}
      marks={[{
        bar: SIGNAL_BAR,
        price: close,
        text: "the newest known price",
        kind: "signal",
        strip: "above",
        atOpen: false,
      }]}
    >
      What the strategy sees at that moment. A backtest that ends here gives the same result up to
      here, to the last digit. We test that for every block and every template.
    </CandleDrawing>
  );
}

function HistoryExample() {
  const { historyBars } = playExample("history");
  const { entry_price } = exampleTrade("history");
  return (
    <CandleDrawing
      name="history"
      label={`${historyBars} candles before the period warm an average up, so that it can give a signal on the first candle of the period.`}
    >
      The rule compares the close with the average of 3 closes, on this candle and on the one
      before. That takes {historyBars}{" "}
      earlier candles, so the first candle of your period can already give a signal, and the next
      open fills it at {shortPrice(entry_price)}.
    </CandleDrawing>
  );
}

export const TIME_CHAPTERS: readonly ReadingSection[] = [
  {
    id: "candles",
    title: "Everything comes from candles",
    body: (
      <>
        <p>
          A <b>candle</b>{" "}
          is one stretch of time, such as an hour, with its open, high, low and close price and its
          volume (in short: OHLCV). There are no ticks and no order book. What the price did{" "}
          <b>inside</b> a candle is not recorded.
        </p>
        <CandleParts />
        <p>
          That is why some rules below are assumptions. Each is the cautious one, and the result
          counts how often it was needed.
        </p>
      </>
    ),
  },
  {
    id: "market",
    title: "One asset, one timeframe",
    body: (
      <p>
        A strategy trades one asset, such as BTC/USDT, and reads the candles of one timeframe. It
        cannot look at another asset, at another timeframe, at news or at funding rates. All money
        that is not in a position is cash in USDT and earns nothing.
      </p>
    ),
  },
  {
    id: "time",
    title: "Nothing is known before its time",
    body: (
      <>
        <p>
          A signal is computed when a candle has{" "}
          <b>closed</b>, from that candle and earlier ones. The order it gives fills at the{" "}
          <b>open of the next candle</b>, because that is the first price you could have had.
        </p>
        <NextOpen />
        <p>
          A rule that uses a later price, even by one candle, makes any strategy look brilliant. No
          block can do that here: it only gets candles that have closed.
        </p>
        <NoLookAhead />
        <p>
          A signal on the very last candle is shown as pending and never filled, because there is no
          next open yet.
        </p>
      </>
    ),
  },
  {
    id: "history",
    title: "Indicators are warmed up before your first day",
    body: (
      <>
        <p>
          An average of 200 candles has no value before it has seen 200. So a backtest loads as many
          candles before your first day as the blocks need, and trades on none of them. Where there
          are fewer, the result says when signals begin.
        </p>
        <HistoryExample />
      </>
    ),
  },
  {
    id: "order",
    title: "The order within a candle",
    body: (
      <>
        <p>On every candle, in this order:</p>
        <ol class={styles.ruleSteps}>
          <li>At its open, a sale that was signalled at the last close is filled.</li>
          <li>Still at its open, a purchase that was signalled is filled.</li>
          <li>
            Stops and targets are checked against its open, high and low, also on the candle of the
            purchase.
          </li>
          <li>
            At its close, the account is valued, trailing stops are raised, and the signals are
            computed.
          </li>
        </ol>
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
          A <b>time exit</b> sells at the open after a set number of candles. A <b>cooldown</b>{" "}
          ignores buy signals for a number of candles after a sale.
        </p>
      </>
    ),
  },
];
