/** Parts of the editor whose code is loaded when they are first asked for. */
import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export interface Later<T> {
  readonly loaded: Signal<T | null>;
  readonly load: () => Promise<T>;
}

export function later<T>(load: () => Promise<T>): Later<T> {
  return { loaded: signal<T | null>(null), load };
}

/** The part, `null` until it is there. */
export function useLater<T>(
  { loaded, load }: Later<T>,
  isAsked: boolean,
  onUnreachable: () => void,
): T | null {
  useEffect(() => {
    if (!isAsked || loaded.peek()) return;
    load().then((part) => {
      loaded.value = part;
    }, onUnreachable);
  }, [isAsked]);
  return loaded.value;
}
