/** The dialog for a strategy in words, from the first time that it is opened. */
import { useEditor } from "../session/context.ts";
import { later, useLater } from "../session/later.ts";

const dialog = later(() => import("./SayDialog.tsx"));

export function LaterSay() {
  const { ui } = useEditor();
  const loaded = useLater(dialog, ui.dialog.value === "say", () => {
    ui.dialog.value = null;
  });
  return loaded && <loaded.SayDialog />;
}
