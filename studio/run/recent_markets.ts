/** The markets that were chosen last in this browser, the newest first. */

import { marketKey, type MarketName } from "../../contracts/market_names.ts";

const KEY = "blockbuilders:recent-markets";
const MOST = 3;

type RecentStorage = Pick<Storage, "getItem" | "setItem">;

/** Their keys, as `marketKey` gives them; whatever else stands there is left out. `storage` may be `null` where the browser refuses it. */
export function recentMarkets(storage: RecentStorage | null): string[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((asset) => typeof asset === "string").slice(0, MOST);
  } catch {
    return [];
  }
}

/** Puts one in front. */
export function noteMarket(storage: RecentStorage | null, asset: string): void {
  const others = recentMarkets(storage).filter((known) => known !== asset);
  try {
    storage?.setItem(KEY, JSON.stringify([asset, ...others].slice(0, MOST)));
  } catch {
    // A full or refused storage: the list then begins in its usual order.
  }
}

/** Markets in the order in which they are offered: the present one, those that were used last, the others as they came. */
export function offeredMarkets<M extends MarketName>(
  markets: readonly M[],
  present: string,
  recent: readonly string[],
): M[] {
  const rank = (market: M) => {
    const key = marketKey(market);
    if (key === present) return -1;
    const at = recent.indexOf(key);
    return at === -1 ? recent.length : at;
  };
  return markets.toSorted((a, b) => rank(a) - rank(b));
}
