/** A strategy in words that shows what can be said. */
export const SAY_EXAMPLE =
  "Buy when RSI(14) crosses above 30 while the close is above SMA(200). Sell when RSI(14) crosses below 70, or at a loss of 3 %.";

/** What a trader might say, and what it is called. */
export const SAY_EXAMPLES: readonly (readonly [name: string, text: string])[] = [
  [
    "RSI rebound",
    "Buy when RSI crosses above 30. Sell when RSI crosses below 70, or at a loss of 5 %.",
  ],
  [
    "Golden cross",
    "Buy when SMA(50) crosses above SMA(200). Sell when SMA(50) crosses below SMA(200).",
  ],
  [
    "Dip in a trend",
    "Buy when RSI(2) is below 10 and the close is above SMA(200). Sell when the close is above SMA(5).",
  ],
];
