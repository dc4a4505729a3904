/** Findings in sentences, for pages and the command line. */
import { sourceInWords, type Titled } from "./base_timeframe.ts";
import type { SeriesFinding } from "./findings.ts";
import { candlesInWords, minuteInWords } from "./words.ts";

/** `BTC/USDT 1h, Binance: 3 candles are missing from 2021-02-11 04:00 UTC.` */
export function findingInWords(finding: SeriesFinding, vendors: readonly Titled[]): string {
  const { asset, timeframe, venue } = finding;
  return `${asset} ${timeframe}, ${sourceInWords(venue, vendors)}: ${whatOf(finding, vendors)}.`;
}

function whatOf(
  { kind, venue, otherVenue, fromMs, candles, size }: SeriesFinding,
  vendors: readonly Titled[],
): string {
  const from = `${minuteInWords(fromMs)} UTC`;
  const count = candlesInWords(candles);
  const [is, has] = candles === 1 ? ["is", "has"] : ["are", "have"];
  switch (kind) {
    case "gap":
      return `${count} ${is} missing from ${from}`;
    case "stale":
      return `no candle from ${from} on, although ${count} ${has} closed since`;
    case "price":
      return `${count} ${has} a price of zero or less, or a negative volume, from ${from}`;
    case "range":
      return `${count} ${has} an open, a close or a high that does not fit high and low, from ${from}`;
    case "spike": {
      const share = Math.expm1(size ?? 0) * 100;
      return `the price moved by ${share > 0 ? "+" : "−"}${
        Math.abs(share).toFixed(1)
      } % at ${from}`;
    }
    case "flat":
      return `no trade in ${count} from ${from}`;
    case "disagreement":
      return `closes of ${sourceInWords(venue, vendors)} and ${
        sourceInWords(otherVenue, vendors)
      } differ by up to ${((size ?? 0) * 100).toFixed(1)} % in ${count} from ${from}`;
  }
}
