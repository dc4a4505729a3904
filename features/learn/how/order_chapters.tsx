/** How orders fill and what they cost. */
import { money, number, percentPoints } from "../../../text/format.ts";
import { metricText } from "../../../text/metric_text.ts";
import { CandleDrawing, shortPrice } from "./CandleDrawing.tsx";
import type { ReadingSection } from "../ReadingPage.tsx";
import { EXAMPLE_CAPITAL, EXAMPLES, exampleTrade } from "./examples.ts";
import styles from "./order_chapters.module.css.ts";
import tableStyles from "../../../ui/Table.module.css.ts";
import textStyles from "../../../ui/text.module.css.ts";

/** What the engine made of an example, as the drawings name it. */
const exit = (trade: { exit_price: number | null }) => shortPrice(trade.exit_price ?? NaN);

function level(label: string, tone: "gain" | "loss", price: number, from: number, to: number) {
  return { label: `${label} ${shortPrice(price)}`, tone, steps: [{ price, from, to }] };
}

function StopFirst() {
  const cautious = exampleTrade("stop_first");
  const hopeful = exampleTrade("stop_first", "target_first");
  return (
    <CandleDrawing
      name="stop_first"
      label={`One candle reaches both the stop at ${exit(cautious)} and the target at ${
        exit(hopeful)
      }. The trade is sold at the stop.`}
      levels={[
        level("target", "gain", hopeful.exit_price!, 2, 3),
        level("stop", "loss", cautious.exit_price!, 2, 3),
      ]}
    >
      The fourth candle reaches the stop and the target. Which came first is not recorded, so the
      stop is assumed and the trade is sold at{" "}
      {exit(cautious)}. Had the target come first, it would have been sold at {exit(hopeful)}.
    </CandleDrawing>
  );
}

function GappedStop() {
  const trade = exampleTrade("gapped_stop");
  const stop = trade.entry_price * 0.95;
  return (
    <CandleDrawing
      name="gapped_stop"
      label={`The stop lies at ${
        shortPrice(stop)
      }, and the next candle opens below it: it is sold at that open, ${exit(trade)}.`}
      levels={[level("stop", "loss", stop, 2, 3)]}
    >
      The next candle opens below the stop at {shortPrice(stop)}. The trade is sold at that open,
      {" "}
      {exit(trade)}, and marked as gapped: a stop does not guarantee a price.
    </CandleDrawing>
  );
}

function TouchedTarget() {
  const trade = exampleTrade("touched_target");
  const high = EXAMPLES.touched_target.candles[3]?.[1];
  return (
    <CandleDrawing
      name="touched_target"
      label={`A high of exactly ${high} only touches the target; the next candle trades through it and fills it.`}
      levels={[level("target", "gain", trade.exit_price!, 2, 4)]}
    >
      The fourth candle’s high is exactly {high}{" "}
      and only touches the target. Other orders may have been ahead of yours, so it fills on the
      next candle, at {exit(trade)} and not better.
    </CandleDrawing>
  );
}

function TrailingStop() {
  const trade = exampleTrade("trailing");
  const highs = EXAMPLES.trailing.candles.map(([, high]) => high);
  const entry = trade.entry_price;
  const at = (high: number) => high * 0.95;
  const steps = [
    { price: at(entry), from: 2, to: 2 },
    { price: at(Math.max(entry, highs[2]!)), from: 3, to: 3 },
    { price: at(Math.max(entry, highs[2]!, highs[3]!)), from: 4, to: 4 },
  ];
  return (
    <CandleDrawing
      name="trailing"
      label={`A trailing stop of 5 % rises from ${
        steps.map(({ price }) => shortPrice(price)).join(" to ")
      }, where it sells.`}
      levels={[{ label: `stop ${exit(trade)}`, tone: "loss", steps }]}
    >
      A trailing stop of 5 %:{" "}
      {steps.map(({ price }) => shortPrice(price)).join(", then ")}. The high of a candle raises it
      for the <b>next</b> one, because within a candle the low may have come first.
    </CandleDrawing>
  );
}

/** A round trip on paper: what was paid where. */
function Ledger() {
  const { costs, candles } = EXAMPLES.costs;
  const trade = exampleTrade("costs");
  const [bought, sold] = [candles[2]![0], candles[5]![0]];
  const lines: readonly (readonly [string, string])[] = [
    ["Buy signal: the next candle opens at", money(bought)],
    [`You pay, with ${percentPoints(costs.slippage)} slippage`, money(trade.entry_price)],
    ["Bought with all of the balance", `${number(trade.quantity, 4)} coins`],
    ["Sell signal: the next candle opens at", money(sold)],
    [`You get, with ${percentPoints(costs.slippage)} slippage`, money(trade.exit_price)],
    [`Fees, ${percentPoints(costs.fee)} on both sides`, money(trade.fees)],
    ["Profit", money(trade.pnl, { sign: "always" })],
    ["Return of the trade", metricText("trade_return", trade.return)],
    ["Without costs it would be", metricText("trade_return", sold / bought - 1)],
  ];
  return (
    <table class={styles.ruleLedger}>
      <caption class={textStyles.srOnly}>
        A trade with its costs, starting from {money(EXAMPLE_CAPITAL)}
      </caption>
      <tbody>
        {lines.map(([what, value]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td class={tableStyles.numeric}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const ORDER_CHAPTERS: readonly ReadingSection[] = [
  {
    id: "stops",
    title: "Stops and targets",
    body: (
      <>
        <p>
          A <b>stop</b> fills at its level, or at the open when the candle opens below it. A{" "}
          <b>target</b>{" "}
          fills at its level, and only when the price trades through it. Both are measured from the
          price you bought at, slippage included.
        </p>
        <h3>Stop and target in the same candle</h3>
        <StopFirst />
        <p>
          Such a trade is marked as{" "}
          <b>unclear</b>. Under “Advanced” you can choose another assumption, and every result shows
          how much it would change.
        </p>
        <h3>The candle opens below the stop</h3>
        <GappedStop />
        <h3>A target that is only touched</h3>
        <TouchedTarget />
        <h3>Trailing stop</h3>
        <TrailingStop />
      </>
    ),
  },
  {
    id: "costs",
    title: "Costs are always included",
    body: (
      <>
        <p>
          The <b>fee per trade side</b>{" "}
          (0.1 % unless you change it) is paid on the value of every purchase and every sale.{" "}
          <b>Slippage per fill</b>{" "}
          (0.05 %) moves the price against you on purchases, signal exits, time exits and stops.
          Targets have none, because they are limit orders. Both can be from 0 to 5 %.
        </p>
        <Ledger />
        <p>
          Slippage here is a fixed share of the price. It does not grow with the size of your order,
          so for large amounts or thin markets choose more. Buy & hold pays the same costs and
          begins when the strategy could first have bought.
        </p>
      </>
    ),
  },
  {
    id: "size",
    title: "How much is bought",
    body: (
      <p>
        By default each trade uses all of your balance, so profits are reinvested and losses make
        the next trade smaller. A <b>position size</b>{" "}
        block can use a share of it, a fixed amount, or as much as makes a stopped trade cost a set
        share of the account. Fractions of a coin can be bought, and never more than there is cash:
        there is no leverage and no borrowing.
      </p>
    ),
  },
];
