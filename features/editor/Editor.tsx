/**
 * The strategy editor in the browser. Imports React Flow, so nothing that runs on the server may import this file: pages
 * draw `EditorSkeleton`, and the island puts the editor in its place.
 */
import { useMemo } from "preact/hooks";
import { signal } from "@preact/signals";
import { blockDefinition } from "../../engine/mod.ts";
import { ContextKeeper, sendContextOf } from "../../studio/run/context_keeper.ts";
import { changedContext, PendingContext } from "../../studio/run/pending_context.ts";
import { SharedContext } from "../../studio/run/shared_context.ts";
import { createBrowserApi, toSavedVersion } from "./session/browser_api.ts";
import { initialMinimap } from "./session/minimap_choice.ts";
import { createUi, type EditorParts } from "./session/context.ts";
import type { EditorProps } from "./session/EditorSkeleton.tsx";
import { type ContextSync, useContextSync } from "./session/context_sync.ts";
import { useEditorLife } from "./session/editor_life.ts";
import { useFirstSteps } from "./session/first_steps.ts";
import { createRunner } from "./session/keyboard.ts";
import { keepSettings } from "../../studio/live/live_context.ts";
import { takeMarketOffer } from "./session/market.ts";
import { Drafts } from "../../studio/saving/draft.ts";
import { emptyDocument } from "../../studio/document/document.ts";
import { Saving } from "../../studio/saving/saving.ts";
import { EditorStore } from "../../studio/editing/store.ts";
import { Panels } from "../../studio/frame/panels.ts";
import type { StrategyInfo } from "../../studio/document/strategy_api.ts";
import { browserStorage, type TabSession } from "../../components/storage/tab_session.ts";
import { TopBar } from "./toolbar/TopBar.tsx";
import { EditorFrame } from "./EditorFrame.tsx";
import { createLive } from "./live/create_live.ts";

export function Editor({ tab, ...props }: EditorProps & { tab: TabSession }) {
  const { parts, sync } = useMemo(() => createParts(props, tab), []);
  useEditorLife(parts, {
    otherTabs: tab.others,
    wouldLose: () => parts.saving.dirty.peek(),
  });
  useContextSync(parts, sync);
  useFirstSteps(parts);
  return <EditorFrame parts={parts} bar={<TopBar schedule={props.schedule} />} />;
}

function createParts(
  props: EditorProps,
  tab: TabSession,
): { readonly parts: EditorParts; readonly sync: ContextSync } {
  const { strategy, user } = props;
  const latest = props.latestVersion ? toSavedVersion(props.latestVersion) : null;
  const store = new EditorStore(latest?.document ?? emptyDocument(), { catalog: blockDefinition });
  const shared = new SharedContext(strategy.id);
  const api = createBrowserApi(strategy.id, (market) => shared.tell({ market }));
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
    import: strategy.import,
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
      panels: new Panels(browserStorage()),
    }),
  };
  const adopt = keepSettings(parts.live, {
    note: (change) => {
      keeper.note(change);
      if (Object.keys(change).length > 0) shared.tell({ context: change });
    },
  });
  parts.ui.marketOffer.value = takeMarketOffer();
  return {
    parts: { ...parts, run: createRunner(parts) },
    sync: { shared, adopt, unsent: () => keeper.unsent() },
  };
}
