/** What goes on for as long as an editor is on the page: drafts, keys, the live result. */
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { EditorParts } from "./context.ts";
import { listenToKeyboard } from "./keyboard.ts";

/** Starts it all, and ends it with the component. */
export function useEditorLife(
  parts: EditorParts,
  options: {
    /** Names of the other tabs that are open, whose drafts are left alone. */
    readonly otherTabs: ReadonlySet<string>;
    /** Whether work would be lost with the page now, so that leaving asks. */
    readonly wouldLose: () => boolean;
    /** An editor that is part of a larger page hears only the keys that are pressed inside of it. */
    readonly keysWithin?: () => Element | null;
  },
): void {
  // With the first paint: a key pressed on what can be seen is heard.
  useLayoutEffect(() => listenToKeyboard(parts, options.keysWithin), []);
  useEffect(() => {
    const { saving, live, keeper, ui } = parts;
    saving.start(options.otherTabs);
    // After the first paint: the canvas is there before the engine is.
    const wake = requestAnimationFrame(() => setTimeout(() => void live.start()));
    const guard = (event: BeforeUnloadEvent) => {
      saving.flush();
      void keeper.flush();
      if (options.wouldLose()) event.preventDefault();
    };
    const keep = () => {
      saving.flush();
      void keeper.flush();
    };
    // Back from the page of a run, to this one as it was left.
    const back = () => {
      ui.starting.value = false;
    };
    globalThis.addEventListener("pageshow", back);
    globalThis.addEventListener("beforeunload", guard);
    globalThis.addEventListener("pagehide", keep);
    globalThis.document.addEventListener("visibilitychange", keep);
    return () => {
      cancelAnimationFrame(wake);
      live.stop();
      saving.stop();
      globalThis.removeEventListener("pageshow", back);
      globalThis.removeEventListener("beforeunload", guard);
      globalThis.removeEventListener("pagehide", keep);
      globalThis.document.removeEventListener("visibilitychange", keep);
    };
  }, []);
}
