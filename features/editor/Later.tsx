/** Panels and dialogs whose code is loaded when the first of them is opened. */
import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useEditor } from "./session/context.ts";

type LaterPanels = typeof import("./later_panels.ts");

const panels = signal<LaterPanels | null>(null);
const stack = signal<typeof import("./stack/StackView.tsx") | null>(null);

/** The dialogs, from the first time that one of them is opened. */
export function LaterDialogs() {
  const { ui } = useEditor();
  const open = ui.dialog.value;
  const loaded = usePanels(open === "run" || open === "shortcuts" || open === "unreadable", () => {
    ui.dialog.value = null;
  });
  return loaded && (
    <>
      <loaded.ShortcutSheet />
      <loaded.RunDialog />
      <loaded.UnreadableDialog />
    </>
  );
}

/** The comparison of two versions while there is one, else what stands in its place. */
export function LaterComparison({ children }: { readonly children: ComponentChildren }) {
  const { store } = useEditor();
  const compared = store.comparing.value;
  const loaded = usePanels(compared !== null, () => store.leaveVersions());
  return <>{compared && loaded ? <loaded.ComparePanel compared={compared} /> : children}</>;
}

/** The strategy as a list, on narrow screens; the canvas where the list cannot be had. */
export function LaterStack() {
  const { ui } = useEditor();
  const loaded = useLater(stack, true, () => import("./stack/StackView.tsx"), () => {
    ui.stack.value = false;
  });
  return loaded && <loaded.StackView />;
}

function usePanels(isAsked: boolean, onUnreachable: () => void): LaterPanels | null {
  return useLater(panels, isAsked, () => import("./later_panels.ts"), onUnreachable);
}

/** @param onUnreachable what was opened is closed again; a notice says why */
function useLater<T>(
  part: Signal<T | null>,
  isAsked: boolean,
  load: () => Promise<T>,
  onUnreachable: () => void,
): T | null {
  const { store } = useEditor();
  useEffect(() => {
    if (!isAsked || part.peek()) return;
    load().then((loaded) => {
      part.value = loaded;
    }, () => {
      onUnreachable();
      store.say("The server cannot be reached. Check your connection and try again.", "bad");
    });
  }, [isAsked]);
  return part.value;
}
