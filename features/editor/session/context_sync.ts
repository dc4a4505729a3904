/** Keeps market and settings the same as in other tabs and on other devices that have the strategy open. */
import { useEffect } from "preact/hooks";
import { api } from "../../../contracts/client/api_client.ts";
import type { UpdateContext } from "../../../contracts/strategy_context.ts";
import { isSameSeries } from "../../../contracts/market_names.ts";
import { contextOf, settingsOf } from "../../../studio/live/live_context.ts";
import type { LiveSettings } from "../../../studio/live/live_session.ts";
import { changedContext } from "../../../studio/run/pending_context.ts";
import type { SharedChange, SharedContext } from "../../../studio/run/shared_context.ts";
import type { EditorParts } from "./context.ts";

export interface ContextSync {
  readonly shared: SharedContext;
  /** Takes settings over without keeping them once more. */
  readonly adopt: (settings: LiveSettings) => void;
  /** What was set here and the server does not have yet. */
  readonly unsent: () => UpdateContext;
}

/** Follows the others for as long as the editor is on the page. */
export function useContextSync(parts: EditorParts, { shared, adopt, unsent }: ContextSync): void {
  useEffect(() => {
    const { live, user, keeper } = parts;
    shared.listen(({ context, market }) => {
      if (context) {
        adopt(settingsOf(changedContext(contextOf(live.settings.peek()), context), user));
      }
      if (market) followMarket(parts, market);
    });
    // What another device has set meanwhile.
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      await keeper.flush();
      const before = live.settings.peek();
      const { asset, timeframe, import: own, context } = await api("GET /strategies/{id}", {
        params: { id: parts.strategy.peek().id },
      });
      // What was set here since then is newer.
      if (live.settings.peek() !== before) return;
      adopt(settingsOf(changedContext(context, unsent()), user, timeframe));
      followMarket(parts, { asset, timeframe, import: own });
    };
    const onVisible = () => void look().catch(() => {});
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      shared.close();
    };
  }, []);
}

function followMarket(
  { strategy, store }: EditorParts,
  market: NonNullable<SharedChange["market"]>,
): void {
  const before = strategy.peek();
  if (isSameSeries(before, market)) return;
  strategy.value = { ...before, import: null, ...market };
  store.say(`Market changed elsewhere: ${market.asset} ${market.timeframe}`, "quiet");
}
