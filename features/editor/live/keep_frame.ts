/** How panels and result stand, told for the next time; loaded at the first touch. */
import { browserStorage } from "../../../components/storage/tab_session.ts";
import type { EditorUi } from "../session/context.ts";
import { tellFrame } from "../session/tell_frame.ts";
import { initialDock } from "./dock_choice.ts";

/** Where there are panels beside the canvas; returns what ends it. */
export function keepFrame({ panels }: EditorUi): () => void {
  if (!panels.framed) return () => {};
  return tellFrame(panels, () => {
    const { open, height } = initialDock(browserStorage(), "wide");
    return open ? height : 0;
  });
}
