/** Every vendor's way of asking and answering. */
import { binanceDialect } from "./binance.ts";
import { coinMetricsDialect } from "./coin_metrics.ts";
import { coinbaseDialect } from "./coinbase.ts";
import { coindeskDialect } from "./coindesk.ts";
import type { Dialect } from "./dialect.ts";
import { krakenDialect } from "./kraken.ts";
import { twelveDataDialect } from "./twelve_data.ts";

export const DIALECTS: readonly Dialect[] = [
  binanceDialect,
  krakenDialect,
  coinbaseDialect,
  coindeskDialect,
  coinMetricsDialect,
  twelveDataDialect,
];
