/** Running a backtest: what is on the canvas is saved as a version first. */
import { Dialog } from "../../ui/Dialog.tsx";
import { useEditor } from "../context.ts";

export function RunDialog() {
  const { ui } = useEditor();
  return (
    <Dialog
      open={ui.dialog.value === "run"}
      title="Run backtest"
      onClose={() => {
        ui.dialog.value = null;
      }}
    >
      <p>…</p>
    </Dialog>
  );
}
