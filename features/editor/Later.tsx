/** Panels and dialogs whose code is loaded when the first of them is opened. */
import type { ComponentChildren } from "preact";
import { useEditor } from "./session/context.ts";
import { later, useLater } from "./session/later.ts";

const panels = later(() => import("./later_panels.ts"));
const stack = later(() => import("./stack/StackView.tsx"));

/** The dialogs, from the first time that one of them is opened. */
export function LaterDialogs() {
  const { ui } = useEditor();
  const open = ui.dialog.value;
  const loaded = useLater(
    panels,
    open === "run" || open === "shortcuts" || open === "unreadable",
    () => {
      ui.dialog.value = null;
    },
  );
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
  const loaded = useLater(panels, compared !== null, () => store.leaveVersions());
  return <>{compared && loaded ? <loaded.ComparePanel compared={compared} /> : children}</>;
}

/** The strategy as a list, on narrow screens; the canvas where the list cannot be had. */
export function LaterStack() {
  const { ui } = useEditor();
  const loaded = useLater(stack, true, () => {
    ui.stack.value = false;
  });
  return loaded && <loaded.StackView />;
}
