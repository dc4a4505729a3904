/** The dialog for a strategy in words, from the first time that it is opened. */
import { useEditor } from "../session/context.ts";
import { later, useLater } from "./later.ts";

const dialog = later(() => import("./SayDialog.tsx"));

export function LaterSay() {
  const { store, ui } = useEditor();
  const loaded = useLater(dialog, ui.dialog.value === "say", () => {
    ui.dialog.value = null;
    store.say("The server cannot be reached. Check your connection and try again.", "bad");
  });
  return loaded && <loaded.SayDialog />;
}
