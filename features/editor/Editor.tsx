/**
 * The strategy editor in the browser. Imports React Flow, so nothing that runs on the server may import this file: pages
 * draw `EditorSkeleton`, and the island puts the editor in its place.
 */
import { ReactFlowProvider } from "@xyflow/react";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { blockDefinition } from "../../engine/mod.ts";
import { ContextKeeper, sendContextOf } from "../../studio/run/context_keeper.ts";
import { changedContext, PendingContext } from "../../studio/run/pending_context.ts";
import { createBrowserApi, toSavedVersion } from "./session/browser_api.ts";
import { Canvas } from "./canvas/Canvas.tsx";
import { initialMinimap } from "./session/minimap_choice.ts";
import { createUi, EditorContext, type EditorParts } from "./session/context.ts";
import type { EditorProps } from "./session/EditorSkeleton.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { useEditorLife } from "./session/editor_life.ts";
import { useFirstSteps } from "./session/first_steps.ts";
import { createRunner } from "./session/keyboard.ts";
import { browserSources } from "./live/browser_sources.ts";
import { keepSettings, settingsOf } from "../../studio/live/live_context.ts";
import { liveMarkets } from "../../studio/live/live_markets.ts";
import { LiveSession } from "../../studio/live/live_session.ts";
import { ResultDock } from "./live/ResultDock.tsx";
import { takeMarketOffer } from "./session/market.ts";
import { Drafts } from "../../studio/saving/draft.ts";
import { emptyDocument } from "../../studio/document/document.ts";
import { Saving } from "../../studio/saving/saving.ts";
import { EditorStore } from "../../studio/editing/store.ts";
import type { StrategyInfo } from "../../studio/document/strategy_api.ts";
import { Palette } from "./palette/Palette.tsx";
import { ConnectDialog } from "./panels/ConnectDialog.tsx";
import { Notices } from "./panels/Notices.tsx";
import { PhoneBar } from "./panels/PhoneBar.tsx";
import { RunDialog } from "./panels/RunDialog.tsx";
import { ShortcutSheet } from "./panels/ShortcutSheet.tsx";
import { StatusBar } from "./panels/StatusBar.tsx";
import { UnreadableDialog } from "./panels/UnreadableDialog.tsx";
import { browserStorage, type TabSession } from "../../components/storage/tab_session.ts";
import { TopBar } from "./toolbar/TopBar.tsx";
import { ComparePanel } from "./versions/ComparePanel.tsx";
import frameStyles from "./styles/frame.module.css.ts";

export function Editor({ tab, ...props }: EditorProps & { tab: TabSession }) {
  const parts = useMemo(() => createParts(props, tab), []);
  useEditorLife(parts, {
    otherTabs: tab.others,
    wouldLose: () => parts.saving.dirty.peek(),
  });
  useFirstSteps(parts);
  return <EditorFrame parts={parts} bar={<TopBar schedule={props.schedule} />} />;
}

/** The whole window: a bar above, palette, canvas, result and settings below it. */
export function EditorFrame({ parts, bar }: { parts: EditorParts; bar: ComponentChildren }) {
  const { store, ui } = parts;
  return (
    <EditorContext.Provider value={parts}>
      <ReactFlowProvider>
        <div class={frameStyles.root} data-part="editor" data-sheet={ui.sheet.value ?? "none"}>
          {bar}
          <Notices />
          <div class={frameStyles.main}>
            <Palette />
            <section class={frameStyles.stage} aria-label="Canvas">
              <Canvas />
              <StatusBar />
              <ResultDock />
            </section>
            {store.comparing.value
              ? <ComparePanel compared={store.comparing.value} />
              : <Inspector />}
          </div>
          <PhoneBar />
          <ShortcutSheet />
          <ConnectDialog />
          <RunDialog />
          <UnreadableDialog />
        </div>
      </ReactFlowProvider>
    </EditorContext.Provider>
  );
}

function createParts(props: EditorProps, tab: TabSession): EditorParts {
  const { strategy, user } = props;
  const latest = props.latestVersion ? toSavedVersion(props.latestVersion) : null;
  const store = new EditorStore(latest?.document ?? emptyDocument(), { catalog: blockDefinition });
  const api = createBrowserApi(strategy.id);
  const drafts = new Drafts(browserStorage(), {
    userId: user.id,
    strategyId: strategy.id,
    tabId: tab.tabId,
  });
  const info = signal<StrategyInfo>({
    id: strategy.id,
    name: strategy.name,
    asset: strategy.asset,
    timeframe: strategy.timeframe,
  });
  const pending = new PendingContext(browserStorage, strategy.id);
  const keeper = new ContextKeeper(sendContextOf(strategy.id), pending);
  const context = changedContext(props.context, keeper.resume());
  const parts: Omit<EditorParts, "run"> = {
    store,
    saving: new Saving(store, { api, drafts, latest }),
    api,
    strategy: info,
    user,
    markets: props.markets,
    live: createLive({ ...props, context, strategy: info }, store),
    keeper,
    ui: createUi({
      minimap: initialMinimap(browserStorage(), store.document.peek().blocks.length),
    }),
  };
  keepSettings(parts.live, parts.keeper);
  parts.ui.marketOffer.value = takeMarketOffer();
  return { ...parts, run: createRunner(parts) };
}

/** The live result of a strategy on the candles of its market. */
export function createLive(
  { strategy, context, user, markets }:
    & Pick<EditorProps, "context" | "user" | "markets">
    & { readonly strategy: ReadonlySignal<StrategyInfo> },
  store: EditorStore,
): LiveSession {
  // Of the market alone: another name of the strategy is no other candles.
  const asset = computed(() => strategy.value.asset);
  const timeframe = computed(() => strategy.value.timeframe);
  return new LiveSession(
    {
      document: store.shown,
      ready: computed(() => store.check.value.ready),
      timeframe,
      markets: computed(() => liveMarkets(markets, asset.value, timeframe.value)),
    },
    browserSources,
    settingsOf(context, user),
  );
}
