/** An editor without canvas and server, for tests of its panels on a light DOM. Import `tests/support/dom.ts` first. */
import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { StrategyDocument } from "../../../engine/mod.ts";
import { render } from "../../../tests/support/dom.ts";
import type { Market } from "../../../contracts/markets.ts";
import { LiveSession } from "../../../studio/live/live_session.ts";
import { liveMarket } from "../../../studio/live/live_market.ts";
import { settingsOf } from "../../../studio/live/live_context.ts";
import { Drafts } from "../../../studio/saving/draft.ts";
import { Saving } from "../../../studio/saving/saving.ts";
import { memoryStorage, storeOf, VersionsInMemory } from "../../../studio/testing/samples.ts";
import { createUi, EditorContext, type EditorParts, type EditorUser } from "../session/context.ts";
import { createRunner } from "../session/keyboard.ts";

const TO_MS = Date.UTC(2024, 0, 1);

/** Hourly synthetic candles of three years. */
const MARKET: Market = {
  asset: "DEMO/USDT",
  name: "Demo",
  price_decimals: 2,
  synthetic: true,
  venue: "synthetic",
  timeframes: [{
    timeframe: "1h",
    first_time: "2021-01-01T00:00:00.000Z",
    to_time: new Date(TO_MS).toISOString(),
    candles: 26_280,
    behind_bars: 0,
  }],
};

/** The parts of an editor that has this strategy open and saved. */
export function editorParts(document: StrategyDocument): EditorParts {
  const { store } = storeOf(document);
  const api = new VersionsInMemory();
  const strategy = signal({ id: "s1", name: "Rebound", asset: "DEMO/USDT", timeframe: "1h" });
  const user: EditorUser = { id: "u1", timezone: "UTC" };
  const live = new LiveSession(
    {
      document: store.shown,
      ready: computed(() => store.check.value.ready),
      timeframe: computed(() => strategy.value.timeframe),
      market: computed(() => liveMarket([MARKET], strategy.value.asset, strategy.value.timeframe)),
    },
    {
      nowMs: () => TO_MS,
      fetchCandles: () => new Promise(() => {}),
      openEngine: () => new Promise(() => {}),
    },
    settingsOf({}, user),
  );
  const parts: Omit<EditorParts, "run"> = {
    store,
    saving: new Saving(store, {
      api,
      drafts: new Drafts(memoryStorage(), { userId: "u1", strategyId: "s1", tabId: "t1" }),
      latest: { versionNumber: 1, createdAt: new Date(1_000).toISOString(), note: null, document },
    }),
    api,
    strategy,
    user,
    markets: [MARKET],
    live,
    keeper: { note: () => {}, flush: () => Promise.resolve() },
    ui: createUi(),
  };
  return { ...parts, run: createRunner(parts) };
}

/** Renders a panel of an editor. */
export function renderInEditor(parts: EditorParts, children: ComponentChildren) {
  return render(<EditorContext.Provider value={parts}>{children}</EditorContext.Provider>);
}
