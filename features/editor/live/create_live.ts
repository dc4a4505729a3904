import { computed, type ReadonlySignal } from "@preact/signals";
import type { EditorProps } from "../session/EditorSkeleton.tsx";
import { browserSources } from "./browser_sources.ts";
import { settingsOf } from "../../../studio/live/live_context.ts";
import { liveMarket } from "../../../studio/live/live_market.ts";
import { LiveSession } from "../../../studio/live/live_session.ts";
import { EditorStore } from "../../../studio/editing/store.ts";
import type { StrategyInfo } from "../../../studio/document/strategy_api.ts";

/** The live result of a strategy on the candles of its market. */
export function createLive(
  { strategy, context, user, markets }:
    & Pick<EditorProps, "context" | "user" | "markets">
    & { readonly strategy: ReadonlySignal<StrategyInfo> },
  store: EditorStore,
): LiveSession {
  // Of the market alone: another name of the strategy is no other candles.
  const asset = computed(() => strategy.value.asset);
  const own = computed(() => strategy.value.import ?? null);
  const timeframe = computed(() => strategy.value.timeframe);
  return new LiveSession(
    {
      document: store.shown,
      ready: computed(() => store.check.value.ready),
      timeframe,
      market: computed(() => liveMarket(markets, asset.value, timeframe.value, own.value)),
    },
    browserSources,
    settingsOf(context, user, timeframe.peek()),
  );
}
