/** All parts of an editor for someone without an account. For the browser alone. */
import { initialMinimap } from "../session/minimap_choice.ts";
import { createUi, type EditorParts } from "../session/context.ts";
import { createLive } from "../live/create_live.ts";
import { createRunner } from "../session/keyboard.ts";
import type { Command } from "../../../studio/commands/shortcuts.ts";
import { Panels } from "../../../studio/frame/panels.ts";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import { GUEST_MARKET } from "../../../studio/guest/guest_market.ts";
import type { GuestTemplate } from "../../../studio/guest/guest_templates.ts";
import { GuestSession } from "../../../studio/guest/guest_session.ts";
import { keepSettings, settingsOf } from "../../../studio/live/live_context.ts";
import { GuestContext } from "../../../studio/guest/guest_context.ts";
import { GUEST_CONTEXT_KEY, GUEST_KEY } from "../../../studio/guest/guest_key.ts";
import { GuestWorks } from "../../../studio/guest/guest_works.ts";

/** Properties of the islands of guests: plain JSON, as the page hands them over. */
export interface GuestProps {
  /** The template to begin with. */
  readonly template: GuestTemplate;
  /** A strategy in words to begin with. */
  readonly say?: string;
  /** Somebody who has an account plays here too, and need not log in to keep what they made. */
  readonly signedIn: boolean;
  /** Why the account has no room for another strategy; `null` when it has, and without an account. */
  readonly full: string | null;
  /** The zone times are shown in; `null` for the browser's. */
  readonly timezone: string | null;
  /** The markets a strategy can be kept for, with what they are called. */
  readonly markets: readonly { readonly value: string; readonly label: string }[];
}

/** A guest's editor: its parts, and the session behind them. */
export interface GuestDesk {
  readonly parts: EditorParts;
  readonly session: GuestSession;
  readonly props: GuestProps;
}

/** What needs an account leads to the question of where to keep the work. */
const NEEDS_ACCOUNT: ReadonlySet<Command> = new Set(["save", "save_note", "run", "run_with"]);

/** Opens the desk on the work that is kept in the browser, else on a template. */
export function createGuestDesk(props: GuestProps): GuestDesk {
  const storage = browserStorage();
  const session = new GuestSession(new GuestWorks(storage), props.template);
  const { store, saving, strategy, api } = session;
  const user = { id: "guest", timezone: props.timezone };
  const markets = [GUEST_MARKET];
  const keeper = new GuestContext(storage);
  const parts: Omit<EditorParts, "run"> = {
    store,
    saving,
    api,
    strategy,
    user,
    markets,
    live: createLive({ strategy, context: keeper.read(), user, markets }, store),
    keeper,
    ui: createUi({
      minimap: initialMinimap(storage, store.document.peek().blocks.length),
      panels: new Panels(storage),
    }),
  };
  keepSettings(parts.live, keeper);
  const runHere = createRunner(parts);
  const run = (command: Command) => {
    if (!NEEDS_ACCOUNT.has(command)) return runHere(command);
    parts.ui.dialog.value = "keep";
    return true;
  };
  return { parts: { ...parts, run }, session, props };
}

/** Follows what other tabs do to the work, and what was done to it while this page was put aside. */
export function followOtherTabs({ session, parts }: GuestDesk): () => void {
  const adopt = () => {
    const before = parts.store.document.peek();
    session.adopt();
    const isOther = parts.store.document.peek() !== before;
    if (isOther) requestAnimationFrame(() => parts.ui.canvas.current?.fit());
  };
  const onStorage = (event: StorageEvent) => {
    if (event.key === GUEST_KEY || event.key === null) adopt();
    if (event.key === GUEST_CONTEXT_KEY) {
      parts.live.settings.value = settingsOf(new GuestContext(browserStorage()).read(), {});
    }
  };
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) adopt();
  };
  globalThis.addEventListener("storage", onStorage);
  globalThis.addEventListener("pageshow", onShow);
  return () => {
    globalThis.removeEventListener("storage", onStorage);
    globalThis.removeEventListener("pageshow", onShow);
  };
}
