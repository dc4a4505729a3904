/** A strategy in words that shows what can be said. */
export const SAY_EXAMPLE =
  "Buy when RSI(14) crosses above 30 while the close is above SMA(200). Sell when RSI(14) crosses below 70, or at a loss of 3 %.";
