/** Candles of other markets, fetched once as long as the same dates are looked at. */
import { type CandleSeries, decodeCandles } from "../../engine/mod.ts";
import type { CandleQuery } from "../../contracts/client/api_client.ts";
import type { MarketSeries } from "../../contracts/market_names.ts";

/** What is fetched of each market. */
export interface WantedDates {
  readonly fromMs: number;
  readonly toMs: number;
  /** Candles before the range. */
  readonly historyBars: number;
}

export class SeriesCache {
  readonly #known = new Map<string, CandleSeries>();
  #dates = "";

  /** @param fetchCandles rejects with an error whose message is for people */
  constructor(private readonly fetchCandles: (query: CandleQuery) => Promise<ArrayBuffer>) {}

  /** @throws what fetching throws, or a `RangeError` for candles that cannot be read */
  async series({ asset, timeframe }: MarketSeries, wanted: WantedDates): Promise<CandleSeries> {
    const { fromMs, toMs } = wanted;
    // Numbers that are dragged want another history each time: steps spare most of the fetching.
    const historyBars = historyStep(wanted.historyBars);
    const dates = `${fromMs} ${toMs} ${historyBars}`;
    if (dates !== this.#dates) this.#known.clear();
    this.#dates = dates;
    const key = `${asset} ${timeframe}`;
    const known = this.#known.get(key);
    if (known) return known;
    const bytes = await this.fetchCandles({
      asset,
      timeframe,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      historyBars,
    });
    const series = decodeCandles(new Uint8Array(bytes));
    if (dates === this.#dates) this.#known.set(key, series);
    return series;
  }
}

const LEAST_HISTORY = 500;
const MOST_HISTORY = 100_000;

function historyStep(bars: number): number {
  let step = LEAST_HISTORY;
  while (step < bars) step *= 2;
  return Math.min(MOST_HISTORY, step);
}
