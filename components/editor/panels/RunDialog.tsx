/** Running a backtest: what is on the canvas is saved as a version first. */
import { useEditor } from "../context.ts";
import { Modal } from "./Modal.tsx";

export function RunDialog() {
  const { ui } = useEditor();
  return (
    <Modal
      title="Run backtest"
      onClose={() => {
        ui.dialog.value = null;
      }}
    >
      <p>…</p>
    </Modal>
  );
}
