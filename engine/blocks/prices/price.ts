import { defineBlock } from "../definition/definition.ts";
import { seriesOutput } from "../definition/parts.ts";
import { SOURCE_WORDS, type SourceName } from "../definition/definition.ts";

export const price = defineBlock({
  type: "price",
  family: "prices",
  name: "Price",
  summary: "The candle's open, high, low and close.",
  help:
    "The prices of each candle as they were recorded. Close is the last price of the candle and what most indicators use. " +
    "(H+L)/2, (H+L+C)/3 and (O+H+L+C)/4 are averages of the candle's prices, which vary less than the close alone.",
  synonyms: [
    "candle",
    "ohlc",
    "close",
    "open",
    "high",
    "low",
    "market price",
    "hl2",
    "hlc3",
    "ohlc4",
    "current price",
  ],
  params: [],
  inputs: [],
  outputs: [
    seriesOutput("close", "Close", null),
    seriesOutput("open", "Open", null),
    seriesOutput("high", "High", null),
    seriesOutput("low", "Low", null),
    seriesOutput("hl2", "(H+L)/2", null),
    seriesOutput("hlc3", "(H+L+C)/3", null),
    seriesOutput("ohlc4", "(O+H+L+C)/4", null),
  ],
  counterparts: Object.fromEntries(
    ["close", "open", "high", "low", "hl2", "hlc3", "ohlc4"].map((output) => [
      output,
      { kind: "block", type: "sma", output: "value", params: { period: 200 } } as const,
    ]),
  ),
  subtitle: () => "open, high, low, close",
  lookback: () => 0,
  columns: {
    open: "open",
    high: "high",
    low: "low",
    close: "close",
    hl2: "hl2",
    hlc3: "hlc3",
    ohlc4: "ohlc4",
  },
  phrase: ({ output }) => [SOURCE_WORDS[output as SourceName]],
  says: [
    { say: "close", output: "close" },
    { say: "closing_price|last_price|current_price|price", output: "close" },
    { say: "open|opening_price", output: "open" },
    { say: "high", output: "high" },
    { say: "low", output: "low" },
    { say: "middle of candle [( hl2 )]", output: "hl2" },
    { say: "hl2", output: "hl2" },
    { say: "typical price [( hlc3 )]", output: "hlc3" },
    { say: "hlc3", output: "hlc3" },
    { say: "average price [( ohlc4 )]", output: "ohlc4" },
    { say: "ohlc4", output: "ohlc4" },
  ],
});
