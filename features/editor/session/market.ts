/** Moving a strategy to another market: what it is run on from now on. Runs that were made stay as they are. */
import { batch } from "@preact/signals";
import type { Market } from "../../../contracts/markets.ts";
import type { EditorParts } from "./context.ts";
import { CHOOSE_MARKET } from "../../../studio/guest/guest_key.ts";

/** Whether the address asks for the choice of a market, once: it is taken off the address. */
export function takeMarketOffer(): boolean {
  const { location, history } = globalThis;
  if (location.hash !== CHOOSE_MARKET) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  return true;
}

/** The strategy's market; what is wrong, in a sentence, when it could not be changed. */
export async function changeMarket(
  { api, strategy, store, ui }: EditorParts,
  asset: string,
  timeframe: string,
  importName: string | null = null,
): Promise<string | null> {
  if (!api.move) return "Save the strategy first, then change its market.";
  const outcome = await api.move(asset, timeframe, importName);
  if (outcome.kind !== "done") {
    return outcome.kind === "signed_out"
      ? "You are signed out. Log in, then change the market."
      : outcome.message;
  }
  batch(() => {
    strategy.value = { ...strategy.peek(), ...outcome.value };
    ui.marketOffer.value = false;
    store.say(`Market: ${outcome.value.asset} ${outcome.value.timeframe}`, "good");
  });
  return null;
}

/** "BTC/USDT – Bitcoin", and whether its candles are invented. */
export function marketName({ asset, name, synthetic, import: own }: Market): string {
  if (own !== undefined) return `${asset} – your import ${own}`;
  return synthetic ? `${asset} – synthetic` : `${asset} – ${name}`;
}
