/** Which market is meant, and whether two are the same. */

/** One asset in one timeframe. */
export interface MarketSeries {
  readonly asset: string;
  readonly timeframe: string;
  /** The import of one's own that is meant; without it what everybody shares. */
  readonly import?: string | null | undefined;
}

/** A market without its timeframe, as lists name it. */
export type MarketName = Omit<MarketSeries, "timeframe">;

/** Whether both are the same asset, and both shared or the same import. */
export function isSameMarket(a: MarketName, b: MarketName): boolean {
  return a.asset === b.asset && (a.import ?? null) === (b.import ?? null);
}

/** A market as one value of a list or a form: `BTC/USDT`, `LTC/EUR@mine`. */
export function marketKey({ asset, import: name }: MarketName): string {
  return name ? `${asset}@${name}` : asset;
}

/** The market of a {@link marketKey}. */
export function marketOfKey(
  key: string,
): { readonly asset: string; readonly import: string | null } {
  const at = key.indexOf("@");
  return at < 0
    ? { asset: key, import: null }
    : { asset: key.slice(0, at), import: key.slice(at + 1) };
}

export function isSameSeries(a: MarketSeries, b: MarketSeries): boolean {
  return isSameMarket(a, b) && a.timeframe === b.timeframe;
}
