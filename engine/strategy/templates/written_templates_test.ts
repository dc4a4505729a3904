/** What each template trades, in its sentences, and how it is laid out on the canvas. */
import assert from "node:assert/strict";
import { describeStrategy, type StrategyDocument, TEMPLATES } from "../../mod.ts";

interface Written {
  readonly text: string;
  /** The ids of each column's blocks from the top; `·` for a row without one. */
  readonly columns: readonly string[];
}

const WRITTEN: Readonly<Record<string, Written>> = {
  bollinger_bounce: {
    text:
      "Buy when the close crosses above the lower band of Bollinger(20, 2). Sell when the close is at or above the middle band of Bollinger(20, 2). Each trade uses all of the balance.",
    columns: [
      "price · bands",
      "back · middle",
      "buy · sell",
    ],
  },
  bollinger_rsi_dip: {
    text:
      "Buy when the close is below the lower band of Bollinger(20, 2) and RSI(14) is below 35. Sell at a loss of 3 %, or at a gain of 6 %. Each trade uses all of the balance.",
    columns: [
      "price · bands · rsi",
      "below · weak",
      "both",
      "buy · stop · target",
    ],
  },
  buy_and_hold: {
    text: "Buy when the close is above 0. Hold until the end. Each trade uses all of the balance.",
    columns: [
      "price",
      "always",
      "buy",
    ],
  },
  donchian_breakout: {
    text:
      "Buy when the close is above the upper line of Donchian(20, 1 ago) and the close is above SMA(200). Sell when the close is below the lower line of Donchian(10, 1 ago). Each trade uses all of the balance.",
    columns: [
      "price · entry_channel · trend exit_channel",
      "breakout · uptrend · breakdown",
      "both",
      "buy · · · sell",
    ],
  },
  ema_trend: {
    text:
      "Buy when EMA(15) crosses above EMA(30). Sell when EMA(15) crosses below EMA(30). Each trade uses all of the balance.",
    columns: [
      "fast slow",
      "up down",
      "buy sell",
    ],
  },
  golden_cross: {
    text:
      "Buy when SMA(50) crosses above SMA(200). Sell when SMA(50) crosses below SMA(200). Each trade uses all of the balance.",
    columns: [
      "fast slow",
      "golden death",
      "buy sell",
    ],
  },
  macd_cross: {
    text:
      "Buy when MACD(12, 26, 9) crosses above the signal line of MACD(12, 26, 9). Sell when MACD(12, 26, 9) crosses below the signal line of MACD(12, 26, 9). Each trade uses all of the balance.",
    columns: [
      "macd",
      "up · down",
      "buy · sell",
    ],
  },
  macd_ema_filter: {
    text:
      "Buy when MACD(12, 26, 9) crosses above the signal line of MACD(12, 26, 9) and the close is above EMA(100). Sell when MACD(12, 26, 9) crosses below the signal line of MACD(12, 26, 9). Each trade uses all of the balance.",
    columns: [
      "macd · price · trend",
      "up · uptrend · down",
      "both",
      "buy · · · sell",
    ],
  },
  rsi2_dip: {
    text:
      "Buy when RSI(2) is below 10 and the close is above SMA(200). Sell when the close is above SMA(5). Each trade uses all of the balance.",
    columns: [
      "rsi trend price · short",
      "dip uptrend · bounce",
      "both",
      "buy · · sell",
    ],
  },
  rsi_rebound: {
    text:
      "Buy when RSI(14) crosses above 30. Sell when RSI(14) crosses below 70. Each trade uses all of the balance.",
    columns: [
      "rsi",
      "rebound fade",
      "buy sell",
    ],
  },
  stochastic_extremes: {
    text:
      "Buy when %K of Stochastic(14, 3, 3) crosses above %D of Stochastic(14, 3, 3) and %K of Stochastic(14, 3, 3) is below 20. Sell when %K of Stochastic(14, 3, 3) crosses below %D of Stochastic(14, 3, 3) and %K of Stochastic(14, 3, 3) is above 80. Each trade uses all of the balance.",
    columns: [
      "· stoch",
      "up · low · down · high",
      "turn_up · · · turn_down",
      "buy · · · sell",
    ],
  },
  supertrend_flip: {
    text:
      "Buy when Supertrend(10, 3) is up. Sell when not (Supertrend(10, 3) is up). Each trade uses all of the balance.",
    columns: [
      "trend",
      "· · down",
      "buy · sell",
    ],
  },
  three_up_closes: {
    text:
      "Buy when the close has risen 3 times in a row. Sell when the close has fallen 3 times in a row. Each trade uses all of the balance.",
    columns: [
      "price",
      "up · down",
      "buy · sell",
    ],
  },
  too_good_to_be_true: {
    text:
      "Buy when RSI(7) is below 43.1 and the volume is above SMA(54) of the volume and it is Wed, Thu, Sat, 15–18 h UTC. Sell at a loss of 6 %, or at a gain of 2.1 %. Each trade uses all of the balance.",
    columns: [
      "rsi · volume · usual",
      "exact · busy · hours",
      "all",
      "buy · stop · target",
    ],
  },
  turtle: {
    text:
      "Buy when the close is above the upper line of Donchian(20, 1 ago). Sell when the close is below the lower line of Donchian(10, 1 ago), or at a loss of 2 ATR(20). Each trade risks 1 % of the balance.",
    columns: [
      "price · entry_channel · exit_channel",
      "breakout · breakdown",
      "buy · sell",
      "size · stop",
    ],
  },
};

Deno.test("templates: each has its line here", () => {
  assert.deepEqual(TEMPLATES.map(({ id }) => id).sort(), Object.keys(WRITTEN).sort());
});

for (const { id, document } of TEMPLATES) {
  Deno.test(`templates: ${id} trades what its sentences say`, () => {
    assert.equal(describeStrategy(document).text, WRITTEN[id]?.text);
  });

  Deno.test(`templates: ${id} is laid out in columns from left to right`, () => {
    assert.deepEqual(columnsOf(document), WRITTEN[id]?.columns);
    const columnOf = (block: string) =>
      document.blocks.find((one) => one.id === block)?.position?.x ?? NaN;
    for (const { from, to } of document.connections) {
      assert.ok(columnOf(from.block) < columnOf(to.block), `${from.block} > ${to.block}`);
    }
  });
}

function columnsOf({ blocks }: StrategyDocument): string[] {
  const columns: string[][] = [];
  for (const { id, position } of blocks) {
    assert.ok(position, id);
    const column = (position.x - 40) / 280;
    const row = (position.y - 40) / 140;
    assert.ok(Number.isInteger(column) && Number.isInteger(row), `${id} lies beside the grid`);
    const rows = columns[column] ??= [];
    assert.equal(rows[row], undefined, `${id} lies on ${rows[row]}`);
    rows[row] = id;
  }
  return Array.from(columns, (rows = []) => Array.from(rows, (id = "·") => id).join(" "));
}
