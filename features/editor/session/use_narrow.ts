/** Whether the window is as narrow as a phone's, or as a laptop's at 200 %. */
import { useEffect, useMemo } from "preact/hooks";
import { useSignal } from "@preact/signals";

/** Below this a canvas would take the finger that scrolls the page. The styles have the same bound. */
const NARROW = "(max-width: 820px)";

/** Whether panels are sheets now. */
export function isNarrow(): boolean {
  return globalThis.matchMedia(NARROW).matches;
}

export function useNarrow(): boolean {
  const query = useMemo(() => globalThis.matchMedia(NARROW), []);
  const narrow = useSignal(query.matches);
  useEffect(() => {
    const follow = () => {
      narrow.value = query.matches;
    };
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return narrow.value;
}
