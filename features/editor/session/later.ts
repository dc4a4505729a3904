/** Parts of the editor whose code is loaded when they are first asked for. */
import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { EditorStore } from "../../../studio/editing/store.ts";
import { useEditor } from "./context.ts";

export interface Later<T> {
  readonly loaded: Signal<T | null>;
  /** Rejects while the server cannot be reached. */
  readonly load: () => Promise<void>;
}

export function later<T>(load: () => Promise<T>): Later<T> {
  const loaded = signal<T | null>(null);
  return {
    loaded,
    load: async () => {
      loaded.value = await load();
    },
  };
}

/**
 * The part, `null` until it is there.
 *
 * @param onUnreachable closes what was opened again; a notice says why
 */
export function useLater<T>(
  { loaded, load }: Later<T>,
  isAsked: boolean,
  onUnreachable: () => void,
): T | null {
  const { store } = useEditor();
  useEffect(() => {
    if (!isAsked || loaded.peek()) return;
    load().catch(() => {
      onUnreachable();
      sayUnreachable(store);
    });
  }, [isAsked]);
  return loaded.value;
}

/** What a person does first, whatever they are about to do. */
const TOUCHES = ["pointermove", "pointerdown", "keydown", "focusin"] as const;

/** Runs something when the page is first touched; returns what ends the waiting. */
export function onFirstTouch(run: () => void): () => void {
  const stop = new AbortController();
  const touched = () => {
    stop.abort();
    run();
  };
  for (const touch of TOUCHES) addEventListener(touch, touched, { signal: stop.signal });
  return () => stop.abort();
}

/** Why a part of the editor did not come. */
export function sayUnreachable(store: EditorStore): void {
  store.say("The server cannot be reached. Check your connection and try again.", "bad");
}
