/** What is explored of an editor: kept while it is on the page, also while another tab of the dock is open. */
import { computed } from "@preact/signals";
import { ExplorePool } from "../../../studio/explore/explore_pool.ts";
import { type ExploreMaterial, ExploreSession } from "../../../studio/explore/explore_session.ts";
import { runSettings } from "../../../studio/live/live_settings.ts";
import type { EditorParts } from "../session/context.ts";
import { webExploreSources } from "./explore_threads.ts";

const sessions = new WeakMap<EditorParts["ui"], ExploreSession>();

export function exploreOf(
  { ui, live, store }: Pick<EditorParts, "ui" | "live" | "store">,
): ExploreSession {
  const known = sessions.get(ui);
  if (known) return known;
  const session = new ExploreSession({
    document: store.shown,
    material: computed((): ExploreMaterial | null => {
      const basis = live.basis.value;
      if (!basis) return null;
      const { loaded: { series, range, market }, settings } = basis;
      return { candles: series, settings: runSettings(settings, range, market) };
    }),
    pool: new ExplorePool(webExploreSources),
    report: (trials) => ui.tries.peek()?.(trials),
  });
  sessions.set(ui, session);
  return session;
}
