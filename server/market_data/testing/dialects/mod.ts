/** Every vendor's way of asking and answering. */
import { binanceDialect } from "./binance.ts";
import { coinbaseDialect } from "./coinbase.ts";
import type { Dialect } from "./dialect.ts";
import { krakenDialect } from "./kraken.ts";

export const DIALECTS: readonly Dialect[] = [binanceDialect, krakenDialect, coinbaseDialect];
