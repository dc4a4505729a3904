/** What the templates make of the market that is chosen in the form: the server's answer, asked again when that changes. */
import { batch, signal } from "@preact/signals";
import { marketOfKey } from "../../contracts/market_names.ts";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import type { TemplateResult } from "../../contracts/templates.ts";
import { period } from "../../text/format.ts";

/** The market and the candles that the results are of. */
export interface ResultsSource {
  readonly asset: string;
  readonly timeframe: string;
  /** ISO 8601; `null` when no candles of the market are stored. */
  readonly from: string | null;
  /** Exclusive. */
  readonly to: string | null;
  /** The page came before the results: they are still to be asked for. */
  readonly isPending?: boolean;
  /** It is an import of one's own: templates are not run on it before a strategy is. */
  readonly isOwn?: boolean;
}

interface Loaded {
  readonly source: ResultsSource;
  readonly byId: ReadonlyMap<string, TemplateResult | null>;
}

/** `null` while what the page came with still holds. */
export const loaded = signal<Loaded | null>(null);
export const loading = signal(false);
export const problem = signal<string | null>(null);

let newest = 0;

/** Asks for the results on a market; of several questions only the last one is answered. */
export async function loadResults(asset: string, timeframe: string): Promise<void> {
  const own = ++newest;
  loading.value = true;
  problem.value = null;
  try {
    // The server checks both: they are what the form offers.
    const query = { asset, timeframe } as { asset: "BTC/USDT"; timeframe: "1d" };
    const answer = await api("GET /templates", { query });
    if (own !== newest) return;
    loaded.value = {
      source: {
        asset: answer.asset,
        timeframe: answer.timeframe,
        from: answer.candles_from,
        to: answer.candles_until,
      },
      byId: new Map(answer.templates.map(({ id, result }) => [id, result])),
    };
  } catch (error) {
    if (own !== newest) return;
    problem.value = error instanceof ApiError ? error.message : "The results could not be read.";
  }
  loading.value = false;
}

/** Templates are run on what everybody shares alone; what comes of an earlier question is not shown any more. */
function noResults(market: string): void {
  newest++;
  batch(() => {
    loading.value = false;
    problem.value = null;
    loaded.value = { source: { ...ownSource(market) }, byId: new Map() };
  });
}

/** The source of a choice such as `LTC/EUR@mine 1h`. */
function ownSource(market: string): ResultsSource {
  const [key = "", timeframe = ""] = market.split(" ");
  const { asset } = marketOfKey(key);
  return { asset, timeframe, from: null, to: null, isOwn: true };
}

/** The fields of a market, as a form has them. */
export interface MarketFields {
  readonly asset: HTMLSelectElement;
  readonly timeframe: HTMLSelectElement;
}

/** Asks whenever another market is chosen; at once where results are to come, or the browser has put back another market. */
export function followMarket({ asset, timeframe }: MarketFields, first: ResultsSource): () => void {
  const ask = () => {
    const isOwn = asset.value.includes("@");
    timeframe.disabled = isOwn;
    timeframe.title = isOwn ? "Your import has one timeframe" : "";
    if (isOwn) return noResults(asset.value);
    void loadResults(asset.value, timeframe.value);
  };
  if (first.isPending || asset.value !== first.asset || timeframe.value !== first.timeframe) ask();
  asset.addEventListener("change", ask);
  timeframe.addEventListener("change", ask);
  return () => {
    asset.removeEventListener("change", ask);
    timeframe.removeEventListener("change", ask);
  };
}

/** "BTC/USDT 1h, 1 Jan 2021 – 31 Dec 2022", or why there is nothing to see. */
export function sourceWords(
  { asset, timeframe, from, to, isPending, isOwn }: ResultsSource,
): string {
  if (isOwn) {
    return `On your own candles of ${asset} ${timeframe} a template shows its result in the editor.`;
  }
  if (isPending) return `Running the templates on ${asset} ${timeframe} …`;
  return from === null || to === null
    ? `No candles of ${asset} ${timeframe} are stored yet, so no results are shown.`
    : `Results on ${asset} ${timeframe}, ${period(from, to)}, with the default costs.`;
}
